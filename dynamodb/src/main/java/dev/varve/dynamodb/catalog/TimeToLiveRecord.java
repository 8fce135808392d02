package dev.varve.dynamodb.catalog;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How the items of a table expire, as the catalog keeps it: a table has one from the first time on
 * that its items were told to.
 *
 * @param attribute whose value says when an item expires, or said so before it was disabled
 * @param changedMillis when it was last enabled or disabled, in milliseconds since 1970
 * @param status whether items expire
 * @param partition the engine's number of the partition that holds the expiry index; none while
 *     disabled. Another one each time, so that it tells one expiry index from the next
 */
public record TimeToLiveRecord(
    String attribute, long changedMillis, Status status, OptionalInt partition) {

  /** What a table's items do. */
  public enum Status {
    /** They expire; those that are older than the expiry index are being entered in it. */
    BUILDING,
    /** They expire. */
    ENABLED,
    /** They stay. */
    DISABLED
  }

  public TimeToLiveRecord {
    Objects.requireNonNull(attribute, "attribute");
    if (partition.isPresent() == (status == Status.DISABLED)) {
      throw new IllegalArgumentException(status + " with partition " + partition);
    }
  }

  /** Whether items expire. */
  public boolean isEnabled() {
    return status != Status.DISABLED;
  }

  /** The same, with all items in the expiry index. */
  public TimeToLiveRecord built() {
    return new TimeToLiveRecord(attribute, changedMillis, Status.ENABLED, partition);
  }

  /** The same, disabled. */
  public TimeToLiveRecord disabled(long nowMillis) {
    return new TimeToLiveRecord(attribute, nowMillis, Status.DISABLED, OptionalInt.empty());
  }
}
