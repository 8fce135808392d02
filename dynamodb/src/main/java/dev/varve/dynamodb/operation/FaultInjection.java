package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.InternalServerError;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.fault.Fault;
import dev.varve.dynamodb.fault.Faults;
import dev.varve.dynamodb.read.IndexLag;
import dev.varve.dynamodb.refusal.Cancellation;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.throttle.Overload;
import dev.varve.io.NeverWaits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Lets faults happen to requests that have been checked as far as they can be alone: where the
 * service, too, would look at throughput, items and other transactions. Safe for use by many
 * threads.
 */
public final class FaultInjection {
  private static final BitSet NONE = new BitSet(0);

  /** The part of the present call's batch that is left. */
  private static final ScopedValue<Portion> LEFT = ScopedValue.newInstance();

  private final Faults faults;
  private final Tables tables;
  private final Overload overload;
  private final Pause pause;

  /** A part of a batch. */
  private record Portion(double share, RandomGenerator random) {}

  /** Holds a call up. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration time) throws InterruptedException;
  }

  /** The faults of a database with these tables. */
  public FaultInjection(Faults faults, Tables tables, Overload overload) {
    this(faults, tables, overload, Thread::sleep);
  }

  FaultInjection(Faults faults, Tables tables, Overload overload, Pause pause) {
    this.faults = faults;
    this.tables = tables;
    this.overload = overload;
    this.pause = pause;
  }

  /** What strikes a call, all together. For one call. */
  private static final class Blow {
    private Duration delay = Duration.ZERO;
    private DynamoException refusal;
    private long lagMillis;
    private Portion left;
    private boolean losesAnswer;
  }

  /**
   * Carries out a call as far as faults let it.
   *
   * @param work carries it out without faults
   * @throws DynamoException as the work does, or by a fault
   */
  <T> T run(Object request, IndexLag.Work<T> work) throws IOException {
    if (!faults.isOn()) {
      return work.run();
    }
    NeverWaits.check(); // before anything is decided: the call is made once more then
    FaultTarget target = FaultTarget.of(request);
    if (target.needsTables()) {
      target.tables().forEach(tables::require);
    }
    Set<String> names = new HashSet<>(target.tables());
    List<Faults.Strike> strikes = faults.strike(target.operation(), names, target::suffers);
    if (strikes.isEmpty()) {
      return work.run();
    }
    Blow blow = new Blow();
    strikes.forEach(strike -> add(blow, strike, target));
    return carryOut(blow, target, work);
  }

  private void add(Blow blow, Faults.Strike strike, FaultTarget target) {
    switch (strike.rule().fault()) {
      case Fault.Latency latency -> blow.delay = blow.delay.plus(time(latency, strike.random()));
      case Fault.Throttle _ -> blow.refusal = throttled(target, place(strike, target));
      case Fault.Conflict _ -> blow.refusal = conflict(target, place(strike, target));
      case Fault.ServiceError(boolean afterwards) -> {
        blow.losesAnswer |= afterwards;
        blow.refusal = afterwards ? blow.refusal : internalError();
      }
      case Fault.Unprocessed(double share) -> blow.left = new Portion(share, strike.random());
      case Fault.StaleRead(Duration lag) ->
          blow.lagMillis = Math.max(blow.lagMillis, lag.toMillis());
      case Fault.SlowIndex(Duration lag) ->
          blow.lagMillis = Math.max(blow.lagMillis, lag.toMillis());
    }
  }

  private static Duration time(Fault.Latency latency, RandomGenerator random) {
    long nanos = latency.longest().minus(latency.shortest()).toNanos();
    return latency.shortest().plusNanos(random.nextLong(nanos + 1));
  }

  /** Which of the tables of a call is the first that a rule is about. */
  private static int place(Faults.Strike strike, FaultTarget target) {
    Set<String> wanted = strike.rule().tables();
    for (int i = 0; i < target.tables().size(); i++) {
      if (wanted.isEmpty() || wanted.contains(target.tables().get(i))) {
        return i;
      }
    }
    throw new AssertionError("a fault of other tables: " + strike + " for " + target);
  }

  private DynamoException throttled(FaultTarget target, int place) {
    Table table = tables.require(target.tables().get(place));
    ReadTarget throttled = target.index() == null ? table : table.requireIndex(target.index());
    DynamoException error = overload.byFault(throttled, target.kind().isRead());
    if (!target.kind().isTransaction()) {
      return error;
    }
    Cancellation cancellation = new Cancellation(target.tables().size());
    cancellation.throttled(place, error);
    return cancellation.error();
  }

  private static DynamoException conflict(FaultTarget target, int place) {
    if (!target.kind().isTransaction()) {
      return Refusals.transactionConflict();
    }
    BitSet actions = new BitSet();
    actions.set(place);
    Cancellation cancellation = new Cancellation(target.tables().size());
    cancellation.conflicts(actions);
    return cancellation.error();
  }

  private static InternalServerError internalError() {
    return new InternalServerError("Internal server error");
  }

  private <T> T carryOut(Blow blow, FaultTarget target, IndexLag.Work<T> work) throws IOException {
    if (blow.delay.isPositive()) {
      sleep(blow.delay, target);
    }
    if (blow.refusal != null) {
      throw blow.refusal;
    }
    IndexLag.Work<T> lagging =
        blow.lagMillis == 0 ? work : () -> IndexLag.lagging(blow.lagMillis, work);
    T answer =
        blow.left == null ? lagging.run() : ScopedValue.where(LEFT, blow.left).call(lagging::run);
    if (blow.losesAnswer) {
      throw internalError();
    }
    return answer;
  }

  private void sleep(Duration time, FaultTarget target) throws IOException {
    try {
      pause.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException failure =
          new InterruptedIOException("interrupted while a fault held up " + target.operation());
      failure.initCause(e);
      throw failure;
    }
  }

  /**
   * Which items of the present call's batch a fault leaves unprocessed.
   *
   * @param items how many there are
   * @return their places; not all, and not to be changed
   */
  static BitSet left(int items) {
    if (!LEFT.isBound()) {
      return NONE;
    }
    Portion portion = LEFT.get();
    BitSet left = new BitSet(items);
    for (int i = 0; i < items; i++) {
      left.set(i, portion.random().nextDouble() < portion.share());
    }
    if (left.isEmpty()) {
      left.set(portion.random().nextInt(items));
    } else if (left.cardinality() == items) {
      left.clear(portion.random().nextInt(items));
    }
    return left;
  }
}
