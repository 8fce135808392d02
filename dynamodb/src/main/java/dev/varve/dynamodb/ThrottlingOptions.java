package dev.varve.dynamodb;

import java.time.Duration;
import java.util.Objects;

/**
 * What is throttled, beside the throughput that tables and their global indexes are set to: the
 * service's figures, or smaller ones for tests of programs. Immutable; all are positive, and the
 * burst at least a second.
 *
 * @param burst for how long units stay that are provisioned and not used. Default 300 seconds
 * @param partitionReadUnits how many units may be read of one partition in a second. Default 3,000
 * @param partitionWriteUnits how many units may be written to one partition in a second. Default
 *     1,000
 * @param onDemandReadUnits how many units may be read of a table on demand, or a global index of
 *     one, in a second from the first on. Default 12,000
 * @param onDemandWriteUnits how many units may be written to one in a second from the first on.
 *     Default 4,000
 */
public record ThrottlingOptions(
    Duration burst,
    long partitionReadUnits,
    long partitionWriteUnits,
    long onDemandReadUnits,
    long onDemandWriteUnits) {
  private static final Duration SERVICE_BURST = Duration.ofMinutes(5);
  private static final long PARTITION_READS = 3_000;
  private static final long PARTITION_WRITES = 1_000;
  private static final long ON_DEMAND_READS = 12_000;
  private static final long ON_DEMAND_WRITES = 4_000;

  public ThrottlingOptions {
    Objects.requireNonNull(burst, "burst");
    if (burst.compareTo(Duration.ofSeconds(1)) < 0 || burst.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("burst must be a second to a day, not " + burst);
    }
    requireUnits("partitionReadUnits", partitionReadUnits);
    requireUnits("partitionWriteUnits", partitionWriteUnits);
    requireUnits("onDemandReadUnits", onDemandReadUnits);
    requireUnits("onDemandWriteUnits", onDemandWriteUnits);
  }

  private static void requireUnits(String name, long units) {
    if (units < 1) {
      throw new IllegalArgumentException(name + " must be positive, not " + units);
    }
  }

  /** The service's figures. */
  public static ThrottlingOptions defaults() {
    return new ThrottlingOptions(
        SERVICE_BURST, PARTITION_READS, PARTITION_WRITES, ON_DEMAND_READS, ON_DEMAND_WRITES);
  }

  public ThrottlingOptions withBurst(Duration value) {
    return new ThrottlingOptions(
        value, partitionReadUnits, partitionWriteUnits, onDemandReadUnits, onDemandWriteUnits);
  }

  public ThrottlingOptions withPartitionUnits(long reads, long writes) {
    return new ThrottlingOptions(burst, reads, writes, onDemandReadUnits, onDemandWriteUnits);
  }

  public ThrottlingOptions withOnDemandUnits(long reads, long writes) {
    return new ThrottlingOptions(burst, partitionReadUnits, partitionWriteUnits, reads, writes);
  }
}
