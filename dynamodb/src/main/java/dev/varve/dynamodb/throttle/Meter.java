package dev.varve.dynamodb.throttle;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How much may be read of one table or global index, or written to it. Safe for use by many
 * threads.
 */
final class Meter {
  /** What a table on demand does not use of a second is gone with it. */
  private static final Duration ON_DEMAND_BURST = Duration.ofSeconds(1);

  /** Why nothing more may be consumed. */
  enum Excess {
    /** All provisioned units are consumed. */
    PROVISIONED,
    /** A table on demand has grown too fast. */
    ON_DEMAND,
    /** The largest throughput that somebody set for a table on demand. */
    MAXIMUM,
    /** One partition gives no more. */
    PARTITION
  }

  private final TokenBucket bucket;

  /** Null if provisioned. */
  private final OnDemandRate onDemand;

  /** The units that a table on demand has at least. */
  private volatile long floor;

  /** Null if somebody set none. */
  private volatile TokenBucket maximum;

  private Meter(TokenBucket bucket, OnDemandRate onDemand, long floor) {
    this.bucket = bucket;
    this.onDemand = onDemand;
    this.floor = floor;
  }

  /** Of provisioned units. */
  static Meter provisioned(long units, Duration burst, long now) {
    return new Meter(new TokenBucket(units, burst, now), null, 0);
  }

  /**
   * On demand.
   *
   * @param floor the units that may be consumed in a second at least
   * @param earlierUnits what was consumed in a second before
   */
  static Meter onDemand(long floor, long earlierUnits, OptionalLong maximum, long now) {
    OnDemandRate rate = new OnDemandRate(earlierUnits, now);
    Meter meter =
        new Meter(new TokenBucket(rate.unitsPerSecond(floor), ON_DEMAND_BURST, now), rate, floor);
    meter.setMaximum(maximum, now);
    return meter;
  }

  /** Why nothing may be consumed now; null if something may. */
  Excess excess(long now) {
    if (!bucket.isPositive(now)) {
      return onDemand == null ? Excess.PROVISIONED : Excess.ON_DEMAND;
    }
    TokenBucket limit = maximum;
    return limit == null || limit.isPositive(now) ? null : Excess.MAXIMUM;
  }

  /** Takes what was consumed. */
  void take(long tokens, long now) {
    if (onDemand != null && onDemand.count(tokens, now)) {
      bucket.setUnitsPerSecond(onDemand.unitsPerSecond(floor), now);
    }
    bucket.take(tokens, now);
    TokenBucket limit = maximum;
    if (limit != null) {
      limit.take(tokens, now);
    }
  }

  /** How many units may be consumed in a second. */
  long unitsPerSecond() {
    return bucket.unitsPerSecond();
  }

  /** Changes provisioned units. */
  void setProvisioned(long units, long now) {
    bucket.setUnitsPerSecond(units, now);
  }

  /** Changes the limits on demand. */
  void setOnDemand(long units, OptionalLong limit, long now) {
    floor = units;
    bucket.setUnitsPerSecond(onDemand.unitsPerSecond(units), now);
    setMaximum(limit, now);
  }

  private void setMaximum(OptionalLong limit, long now) {
    TokenBucket present = maximum;
    if (limit.isEmpty()) {
      maximum = null;
    } else if (present == null) {
      maximum = new TokenBucket(limit.getAsLong(), ON_DEMAND_BURST, now);
    } else {
      present.setUnitsPerSecond(limit.getAsLong(), now);
    }
  }
}
