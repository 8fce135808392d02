package dev.varve.dynamodb.fault;

import java.time.Duration;
import java.util.Objects;

/**
 * What goes wrong with a call. Each strikes only where the service has it, too; a rule passes over
 * calls that its fault cannot strike.
 */
public sealed interface Fault {
  /** The longest time that a fault can have. */
  Duration LONGEST = Duration.ofMinutes(10);

  /** Whether it refuses the call, before anything is done. */
  default boolean isRefusal() {
    return false;
  }

  /**
   * An operation on items is throttled: {@code ProvisionedThroughputExceededException}, or {@code
   * ThrottlingException} for a table on demand, with the reason; a transaction is cancelled, and
   * the reason of one of its actions says so. Not BatchExecuteStatement.
   */
  record Throttle() implements Fault {
    @Override
    public boolean isRefusal() {
      return true;
    }
  }

  /**
   * A transaction of somebody else has the item under way: {@code TransactionConflictException} for
   * the write of one item, and for a transaction {@code TransactionCanceledException}. Other
   * operations know no conflicts.
   */
  record Conflict() implements Fault {
    @Override
    public boolean isRefusal() {
      return true;
    }
  }

  /**
   * The service fails: {@code InternalServerError}, with status 500 over HTTP. Any operation.
   *
   * @param afterwards whether the call is carried out nevertheless, and only its answer is lost:
   *     what the caller cannot tell from a call that was not
   */
  record ServiceError(boolean afterwards) implements Fault {
    @Override
    public boolean isRefusal() {
      return !afterwards;
    }
  }

  /**
   * A part of a batch is left for later: {@code UnprocessedItems} of BatchWriteItem, {@code
   * UnprocessedKeys} of BatchGetItem. At least one is left, and at least one processed, so that a
   * program that asks again comes to an end; a batch of one is never struck.
   *
   * @param share how large that part is about, more than 0 and at most 1
   */
  record Unprocessed(double share) implements Fault {
    public Unprocessed {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("a share is more than 0 and at most 1, not " + share);
      }
    }
  }

  /**
   * A read that is not strongly consistent shows what was there a while ago: GetItem, BatchGetItem,
   * Query, Scan, and SELECT in ExecuteStatement. It shows no state from before the plan, though.
   *
   * @param lag how long ago, by the database's clock
   */
  record StaleRead(Duration lag) implements Fault {
    public StaleRead {
      requireTime("lag", lag);
    }
  }

  /**
   * An index has not caught up with its table yet: as {@link StaleRead}, for reads of indexes only.
   *
   * @param lag how far it is behind, by the database's clock
   */
  record SlowIndex(Duration lag) implements Fault {
    public SlowIndex {
      requireTime("lag", lag);
    }
  }

  /**
   * The call is held up before it is carried out, or refused by another fault. Any operation.
   *
   * @param shortest the shortest time, by the machine's clock
   * @param longest the longest time; all between are equally probable
   */
  record Latency(Duration shortest, Duration longest) implements Fault {
    public Latency {
      Objects.requireNonNull(shortest, "shortest");
      requireTime("longest", longest);
      if (shortest.isNegative() || shortest.compareTo(longest) > 0) {
        throw new IllegalArgumentException(
            "the shortest time is from none to the longest, " + longest + ", not " + shortest);
      }
    }
  }

  private static void requireTime(String name, Duration time) {
    Objects.requireNonNull(time, name);
    if (time.toMillis() < 1 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " is 1 ms to " + LONGEST + ", not " + time);
    }
  }
}
