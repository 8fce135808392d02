package dev.varve.dynamodb.fault;

import dev.varve.dynamodb.api.json.Operations;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which calls a fault strikes. Immutable.
 *
 * @param fault what happens to them
 * @param operations the names of the operations, such as {@code PutItem}; empty for all that the
 *     fault can strike
 * @param tables the names of the tables; empty for all calls, of which a few concern no table. A
 *     call that concerns several is struck if one of them is among these
 * @param rate how probable it is that such a call is struck, more than 0 and at most 1
 * @param skipped how many such calls come first that are not struck
 * @param most after how many struck calls the rule is spent
 */
public record FaultRule(
    Fault fault, Set<String> operations, Set<String> tables, double rate, long skipped, long most) {
  /** Their requests have one type, so that none can be told from the other. */
  private static final Set<String> UNKNOWABLE =
      Set.of("EnableKinesisStreamingDestination", "DisableKinesisStreamingDestination");

  public FaultRule {
    Objects.requireNonNull(fault, "fault");
    operations = Set.copyOf(operations);
    tables = Set.copyOf(tables);
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("a rate is more than 0 and at most 1, not " + rate);
    }
    if (skipped < 0 || most < 1) {
      throw new IllegalArgumentException(
          "calls are skipped from 0 on and struck from 1 on, not " + skipped + " and " + most);
    }
    for (String operation : new TreeSet<>(operations)) {
      requireOperation(operation);
    }
  }

  private static void requireOperation(String name) {
    if (UNKNOWABLE.contains(name)
        || Operations.ALL.stream().noneMatch(known -> known.name().equals(name))) {
      throw new IllegalArgumentException("no operation that has faults: " + name);
    }
  }

  /** All calls that a fault can strike, each time. */
  public static FaultRule of(Fault fault) {
    return new FaultRule(fault, Set.of(), Set.of(), 1, 0, Long.MAX_VALUE);
  }

  /** {@link Fault.Throttle} of all calls that it can strike. */
  public static FaultRule throttle() {
    return of(new Fault.Throttle());
  }

  /** {@link Fault.Conflict} of all calls that it can strike. */
  public static FaultRule conflict() {
    return of(new Fault.Conflict());
  }

  /** {@link Fault.ServiceError} of all calls, of which nothing is carried out. */
  public static FaultRule internalError() {
    return of(new Fault.ServiceError(false));
  }

  /** {@link Fault.ServiceError} of all calls, which are carried out. */
  public static FaultRule lostAnswer() {
    return of(new Fault.ServiceError(true));
  }

  /** {@link Fault.Unprocessed} of all calls that it can strike. */
  public static FaultRule unprocessed(double share) {
    return of(new Fault.Unprocessed(share));
  }

  /** {@link Fault.StaleRead} of all calls that it can strike. */
  public static FaultRule staleReads(Duration lag) {
    return of(new Fault.StaleRead(lag));
  }

  /** {@link Fault.SlowIndex} of all calls that it can strike. */
  public static FaultRule slowIndexes(Duration lag) {
    return of(new Fault.SlowIndex(lag));
  }

  /** {@link Fault.Latency} of all calls. */
  public static FaultRule latency(Duration shortest, Duration longest) {
    return of(new Fault.Latency(shortest, longest));
  }

  /** Only calls of these operations. */
  public FaultRule operations(String... names) {
    return new FaultRule(fault, Set.of(names), tables, rate, skipped, most);
  }

  /** Only calls that concern one of these tables. */
  public FaultRule tables(String... names) {
    return new FaultRule(fault, operations, Set.of(names), rate, skipped, most);
  }

  /** Each call with this probability only. */
  public FaultRule rate(double value) {
    return new FaultRule(fault, operations, tables, value, skipped, most);
  }

  /** Not the first calls. */
  public FaultRule after(long calls) {
    return new FaultRule(fault, operations, tables, rate, calls, most);
  }

  /** So many calls at most. */
  public FaultRule times(long calls) {
    return new FaultRule(fault, operations, tables, rate, skipped, calls);
  }
}
