package dev.varve.dynamodb;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When partitions of tables and indexes are split in two, and merged again. Immutable. How many
 * there are changes no answer. A table's number never exceeds {@link
 * TableDefinition#MAX_PARTITIONS}, and merges leave as many as a table is to begin with.
 *
 * @param interval how long after one look at all partitions the next begins, by the machine's
 *     clock. Default 10 seconds; empty for none, so that {@link Varve#balancePartitions} alone
 *     splits and merges
 * @param maxBytes length of a partition's files from which on it is split. Default 10 GB, as the
 *     service has it
 * @param mergeBytes length below which two neighbours together are merged that are not hot. Default
 *     256 MB; 0 for never
 * @param byThroughput whether a table has as many partitions as its provisioned throughput needs,
 *     of 3,000 reads and 1,000 writes a second each, as the service has it. Default yes
 * @param hotOperations operations in a second from which on a partition is split that has as many
 *     at two looks in a row, where its observed heat has its middle. Empty, the default, for never:
 *     a partition of Varve does many times what one of the service does
 */
public record PartitioningOptions(
    Optional<Duration> interval,
    long maxBytes,
    long mergeBytes,
    boolean byThroughput,
    OptionalLong hotOperations) {
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
  private static final long SERVICE_BYTES = 10L << 30;
  private static final long DEFAULT_MERGE_BYTES = 256L << 20;

  public PartitioningOptions {
    Objects.requireNonNull(interval, "interval");
    Objects.requireNonNull(hotOperations, "hotOperations");
    if (interval.isPresent() && !interval.get().isPositive()) {
      throw new IllegalArgumentException("interval must be positive, not " + interval.get());
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
    }
    if (mergeBytes < 0 || mergeBytes > maxBytes / 2) {
      throw new IllegalArgumentException(
          "mergeBytes must be 0 to half of maxBytes, not " + mergeBytes);
    }
    if (hotOperations.isPresent() && hotOperations.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "hotOperations must be positive, not " + hotOperations.getAsLong());
    }
  }

  /** The defaults. */
  public static PartitioningOptions defaults() {
    return new PartitioningOptions(
        Optional.of(DEFAULT_INTERVAL),
        SERVICE_BYTES,
        DEFAULT_MERGE_BYTES,
        true,
        OptionalLong.empty());
  }

  public PartitioningOptions withInterval(Duration value) {
    return new PartitioningOptions(
        Optional.of(value), maxBytes, mergeBytes, byThroughput, hotOperations);
  }

  /** Without splits and merges but those that are asked for. */
  public PartitioningOptions withoutLooks() {
    return new PartitioningOptions(
        Optional.empty(), maxBytes, mergeBytes, byThroughput, hotOperations);
  }

  /**
   * With other lengths.
   *
   * @param merge at most half of {@code max}
   */
  public PartitioningOptions withBytes(long max, long merge) {
    return new PartitioningOptions(interval, max, merge, byThroughput, hotOperations);
  }

  public PartitioningOptions withByThroughput(boolean value) {
    return new PartitioningOptions(interval, maxBytes, mergeBytes, value, hotOperations);
  }

  public PartitioningOptions withHotOperations(long value) {
    return new PartitioningOptions(
        interval, maxBytes, mergeBytes, byThroughput, OptionalLong.of(value));
  }
}
