package dev.varve.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.TestClock;
import dev.varve.dynamodb.fault.Fault;
import dev.varve.dynamodb.fault.FaultPlan;
import dev.varve.dynamodb.fault.FaultRule;
import dev.varve.dynamodb.fault.Faults;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class AdminHandlerPropertyTest {
  private static final Set<Integer> STATUSES = Set.of(200, 400, 404, 409);

  private final Faults faults = new Faults();
  private final AdminHandler handler =
      new AdminHandler(
          new Administered(
              Map::of, faults, TestClock.at(Instant.parse("2030-01-01T00:00:00Z")), Map::of),
          AdminGate.OPEN,
          new Forks(Map::of));

  private ApiResponse post(String path, byte[] body) {
    return handler.answer(
        new ApiRequest("POST", path, Headers.of(List.of(Map.entry("Host", "localhost"))), body));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("/faults", "/clock", "/sweep", "/reset", "/forks", "/");
  }

  /** Pieces of what is understood, in any order. */
  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"seed\"",
            "\"rules\"",
            "\"fault\"",
            "\"throttle\"",
            "\"latency\"",
            "\"rate\"",
            "\"lagMillis\"",
            "\"set\"",
            "\"to\"",
            "\"fork\"",
            "\"keep\"",
            "\"advanceSeconds\"",
            "\"stop\"",
            "true",
            "false",
            "null",
            "0",
            "-1",
            "1e99",
            "0.5",
            " ")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }

  @Property(tries = 2000)
  void anyBodyIsAnsweredOrRefused(@ForAll("paths") String path, @ForAll("bodies") String body) {
    ApiResponse answer = post(path, body.getBytes(StandardCharsets.UTF_8));
    assertTrue(STATUSES.contains(answer.status()), () -> answer.status() + " to " + body);
    assertTrue(!Json.object(answer.body()).isEmpty());
  }

  @Property(tries = 1000)
  void soAreAnyBytes(@ForAll("paths") String path, @ForAll byte[] body) {
    assertTrue(STATUSES.contains(post(path, body).status()));
  }

  /** What the answer says of a plan is the plan. */
  @Property(tries = 300)
  void aPlanIsShownAsItIsRead(@ForAll long seed, @ForAll @IntRange(max = 6) int count) {
    Random random = new Random(seed);
    List<FaultRule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(rule(random));
    }
    FaultPlan plan = new FaultPlan(rules.isEmpty() ? 0 : seed, rules);
    faults.use(plan);
    String shown = new String(Json.bytes(PlanJson.state(faults)), StandardCharsets.UTF_8);
    String request =
        shown
            .replaceFirst("\"on\":(true|false),", "")
            .replaceAll(",\"calls\":\\d+,\"struck\":\\d+", "");
    faults.use(FaultPlan.NONE);
    ApiResponse answer = post("/faults", request.getBytes(StandardCharsets.UTF_8));
    assertEquals(200, answer.status(), request);
    assertEquals(plan, faults.plan());
    assertEquals(shown, new String(answer.body(), StandardCharsets.UTF_8));
  }

  private static FaultRule rule(Random random) {
    Duration time = Duration.ofMillis(1 + random.nextInt(1000));
    Fault fault =
        switch (random.nextInt(8)) {
          case 0 -> new Fault.Throttle();
          case 1 -> new Fault.Conflict();
          case 2 -> new Fault.ServiceError(false);
          case 3 -> new Fault.ServiceError(true);
          case 4 -> new Fault.Unprocessed(1 - random.nextDouble());
          case 5 -> new Fault.StaleRead(time);
          case 6 -> new Fault.SlowIndex(time);
          default -> new Fault.Latency(time, time.plusMillis(random.nextInt(9)));
        };
    FaultRule rule = FaultRule.of(fault).rate(1 - random.nextDouble());
    rule = random.nextBoolean() ? rule.operations("GetItem", "Query") : rule;
    rule = random.nextBoolean() ? rule.tables("A", "\"B\"") : rule;
    rule = random.nextBoolean() ? rule.after(random.nextInt(1, 100)) : rule;
    return random.nextBoolean() ? rule.times(random.nextInt(1, 100)) : rule;
  }
}
