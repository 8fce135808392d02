package dev.varve.dynamodb.throttle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much a table on demand may consume in a second: from the beginning on a fixed amount, and
 * later twice the most that it consumed in any second, where what it consumes counts half an hour
 * later at the latest. So traffic that doubles in less than half an hour is throttled.
 *
 * <p>Safe for use by many threads: whoever comes first in a second closes the one before. What
 * others add at that instant may count for either.
 */
final class OnDemandRate {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long WINDOW_NANOS = Duration.ofMinutes(30).toNanos();
  private static final int GROWTH = 2;

  /** The second that is being counted, and how many tokens were taken in it. */
  private final AtomicLong second;

  private final AtomicLong taken = new AtomicLong();

  /** The most tokens of a second of this half hour, and when that began. */
  private volatile long peak;

  private volatile long windowStart;

  /** The most units of a second before. */
  private volatile long earlierPeakUnits;

  /**
   * A rate.
   *
   * @param earlierPeakUnits what was consumed in a second before
   */
  OnDemandRate(long earlierPeakUnits, long now) {
    this.earlierPeakUnits = earlierPeakUnits;
    this.windowStart = now;
    this.second = new AtomicLong(now / NANOS_PER_SECOND);
  }

  /**
   * Counts tokens.
   *
   * @return whether the rate may have grown
   */
  boolean count(long tokens, long now) {
    boolean ended = false;
    long counted = second.get();
    long present = now / NANOS_PER_SECOND;
    if (present != counted && second.compareAndSet(counted, present)) {
      peak = Math.max(peak, taken.getAndSet(0));
      ended = now - windowStart >= WINDOW_NANOS;
      if (ended) {
        earlierPeakUnits = Math.max(earlierPeakUnits, peak / TokenBucket.tokens(1));
        peak = 0;
        windowStart = now;
      }
    }
    taken.addAndGet(tokens);
    return ended;
  }

  /**
   * How many units may be consumed in a second.
   *
   * @param floor as many at least
   */
  long unitsPerSecond(long floor) {
    return Math.max(floor, GROWTH * earlierPeakUnits);
  }
}
