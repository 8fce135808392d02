package dev.varve.dynamodb.fault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The faults of a database that was opened with this object: {@code
 * VarveOptions.defaults().withFaults(faults)}. There are none until a plan is used. Several
 * databases that have one object count their calls together.
 *
 * <p>Thread-safe. A plan applies to the calls that begin after it is used.
 */
public final class Faults {
  /** Null while nothing goes wrong. */
  private volatile Course course;

  /** The course that {@link #counts} tells of: the latest that there was. */
  private volatile Course latest = new Course(FaultPlan.NONE);

  /** Nothing goes wrong yet. */
  public Faults() {}

  /**
   * What a rule did.
   *
   * @param rule the rule
   * @param calls how many calls it was about
   * @param struck how many of them it struck
   */
  public record Count(FaultRule rule, long calls, long struck) {}

  /**
   * A rule that strikes a call.
   *
   * @param random for what else has to be decided
   */
  public record Strike(FaultRule rule, RandomGenerator random) {}

  /** Follows a plan from its beginning, in the place of the one before. */
  public void use(FaultPlan plan) {
    Objects.requireNonNull(plan, "plan");
    latest = new Course(plan);
    course = plan.rules().isEmpty() ? null : latest;
  }

  /** Lets nothing go wrong from now on. What was counted stays to be read. */
  public void stop() {
    course = null;
  }

  /** The plan that is followed; {@link FaultPlan#NONE} if there is none. */
  public FaultPlan plan() {
    Course present = course;
    return present == null ? FaultPlan.NONE : present.plan;
  }

  /** What the rules of the latest plan did, in their order. */
  public List<Count> counts() {
    return latest.counts();
  }

  /** Whether anything may go wrong. */
  public boolean isOn() {
    return course != null;
  }

  /** How far reads may lag by the present plan; zero if none does. */
  public Duration longestLag() {
    Course present = course;
    return present == null ? Duration.ZERO : present.longestLag;
  }

  /**
   * Decides what happens to a call. For the database, which asks once for each.
   *
   * @param operation its name
   * @param tables the names of the tables that it concerns
   * @param applies whether a fault can strike it
   */
  public List<Strike> strike(String operation, Set<String> tables, Predicate<Fault> applies) {
    Course present = course;
    return present == null ? List.of() : present.strike(operation, tables, applies);
  }

  /** A plan that is followed, and how far it is. */
  private static final class Course {
    private final FaultPlan plan;
    private final Duration longestLag;

    @GuardedBy("this")
    private final long[] calls;

    @GuardedBy("this")
    private final long[] struck;

    Course(FaultPlan plan) {
      this.plan = plan;
      this.longestLag =
          plan.rules().stream()
              .map(rule -> lag(rule.fault()))
              .max(Duration::compareTo)
              .orElse(Duration.ZERO);
      this.calls = new long[plan.rules().size()];
      this.struck = new long[plan.rules().size()];
    }

    private static Duration lag(Fault fault) {
      return switch (fault) {
        case Fault.StaleRead stale -> stale.lag();
        case Fault.SlowIndex slow -> slow.lag();
        case Fault.Throttle _,
            Fault.Conflict _,
            Fault.ServiceError _,
            Fault.Unprocessed _,
            Fault.Latency _ ->
            Duration.ZERO;
      };
    }

    synchronized List<Strike> strike(
        String operation, Set<String> tables, Predicate<Fault> applies) {
      List<Strike> strikes = new ArrayList<>();
      boolean refused = false;
      for (int i = 0; i < calls.length; i++) {
        FaultRule rule = plan.rules().get(i);
        if (!isAbout(rule, operation, tables) || !applies.test(rule.fault())) {
          continue;
        }
        long call = calls[i]++;
        RandomGenerator random = plan.random(i, call);
        boolean hit = random.nextDouble() < rule.rate();
        // A call that is refused may be delayed before, and nothing else.
        boolean late = refused && !(rule.fault() instanceof Fault.Latency);
        if (hit && call >= rule.skipped() && struck[i] < rule.most() && !late) {
          struck[i]++;
          refused |= rule.fault().isRefusal();
          strikes.add(new Strike(rule, random));
        }
      }
      return strikes;
    }

    private static boolean isAbout(FaultRule rule, String operation, Set<String> tables) {
      return (rule.operations().isEmpty() || rule.operations().contains(operation))
          && (rule.tables().isEmpty() || rule.tables().stream().anyMatch(tables::contains));
    }

    synchronized List<Count> counts() {
      List<Count> counts = new ArrayList<>();
      for (int i = 0; i < calls.length; i++) {
        counts.add(new Count(plan.rules().get(i), calls[i], struck[i]));
      }
      return counts;
    }
  }
}
