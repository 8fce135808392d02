package dev.varve.server.admin;

import dev.varve.dynamodb.fault.Fault;
import dev.varve.dynamodb.fault.FaultPlan;
import dev.varve.dynamodb.fault.FaultRule;
import dev.varve.dynamodb.fault.Faults;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Fault plans in JSON. */
final class PlanJson {
  private static final String THROTTLE = "throttle";
  private static final String CONFLICT = "conflict";
  private static final String INTERNAL_ERROR = "internalError";
  private static final String LOST_ANSWER = "lostAnswer";
  private static final String UNPROCESSED = "unprocessed";
  private static final String STALE_READ = "staleRead";
  private static final String SLOW_INDEX = "slowIndex";
  private static final String LATENCY = "latency";

  private PlanJson() {}

  /**
   * Reads a plan.
   *
   * @throws RefusedException if it is none
   */
  static FaultPlan plan(Members members) {
    long seed = members.wholeNumber("seed").orElse(0L);
    List<FaultRule> rules = new ArrayList<>();
    for (Members rule : members.objects("rules")) {
      try {
        rules.add(rule(rule));
      } catch (RefusedException | IllegalArgumentException e) {
        throw RefusedException.malformed("rules[" + rules.size() + "]: " + e.getMessage());
      }
    }
    members.requireNoOthers();
    return new FaultPlan(seed, rules);
  }

  private static FaultRule rule(Members members) {
    FaultRule rule =
        new FaultRule(
            fault(members),
            members.texts("operations"),
            members.texts("tables"),
            members.number("rate").map(BigDecimal::doubleValue).orElse(1.0),
            members.wholeNumber("after").orElse(0L),
            members.wholeNumber("times").orElse(Long.MAX_VALUE));
    members.requireNoOthers();
    return rule;
  }

  private static Fault fault(Members members) {
    String name = Members.required("fault", members.text("fault"));
    return switch (name) {
      case THROTTLE -> new Fault.Throttle();
      case CONFLICT -> new Fault.Conflict();
      case INTERNAL_ERROR -> new Fault.ServiceError(false);
      case LOST_ANSWER -> new Fault.ServiceError(true);
      case UNPROCESSED ->
          new Fault.Unprocessed(Members.required("share", members.number("share")).doubleValue());
      case STALE_READ -> new Fault.StaleRead(millis(members, "lagMillis"));
      case SLOW_INDEX -> new Fault.SlowIndex(millis(members, "lagMillis"));
      case LATENCY ->
          new Fault.Latency(millis(members, "shortestMillis"), millis(members, "longestMillis"));
      default -> throw RefusedException.malformed("there is no fault " + name);
    };
  }

  private static Duration millis(Members members, String name) {
    return Duration.ofMillis(Members.required(name, members.wholeNumber(name)));
  }

  /** What goes wrong at present, and what the rules of the latest plan did. */
  static Map<String, Object> state(Faults faults) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("on", faults.isOn());
    state.put("seed", faults.plan().seed());
    List<Object> rules = new ArrayList<>();
    for (Faults.Count count : faults.counts()) {
      Map<String, Object> rule = json(count.rule());
      rule.put("calls", count.calls());
      rule.put("struck", count.struck());
      rules.add(rule);
    }
    state.put("rules", rules);
    return state;
  }

  private static Map<String, Object> json(FaultRule rule) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (rule.fault()) {
      case Fault.Throttle _ -> json.put("fault", THROTTLE);
      case Fault.Conflict _ -> json.put("fault", CONFLICT);
      case Fault.ServiceError(boolean afterwards) ->
          json.put("fault", afterwards ? LOST_ANSWER : INTERNAL_ERROR);
      case Fault.Unprocessed(double share) -> {
        json.put("fault", UNPROCESSED);
        json.put("share", share);
      }
      case Fault.StaleRead(Duration lag) -> {
        json.put("fault", STALE_READ);
        json.put("lagMillis", lag.toMillis());
      }
      case Fault.SlowIndex(Duration lag) -> {
        json.put("fault", SLOW_INDEX);
        json.put("lagMillis", lag.toMillis());
      }
      case Fault.Latency(Duration shortest, Duration longest) -> {
        json.put("fault", LATENCY);
        json.put("shortestMillis", shortest.toMillis());
        json.put("longestMillis", longest.toMillis());
      }
    }
    if (!rule.operations().isEmpty()) {
      json.put("operations", new TreeSet<>(rule.operations()));
    }
    if (!rule.tables().isEmpty()) {
      json.put("tables", new TreeSet<>(rule.tables()));
    }
    json.put("rate", rule.rate());
    if (rule.skipped() > 0) {
      json.put("after", rule.skipped());
    }
    if (rule.most() < Long.MAX_VALUE) {
      json.put("times", rule.most());
    }
    return json;
  }
}
