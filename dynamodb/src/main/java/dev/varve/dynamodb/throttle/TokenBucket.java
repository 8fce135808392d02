package dev.varve.dynamodb.throttle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket into which tokens drip, up to as many as come in a time. One may take more than there
 * are: then there are none until they have come. A token is half a capacity unit, the least that
 * anything costs.
 *
 * <p>The state is one number: the time at which the bucket would have been empty, had it been
 * filled without a bound from there on. What has come since is what it holds; taking moves that
 * time forward by as long as the tokens took to come. (This is the virtual scheduling of the
 * generic cell rate algorithm, ITU-T I.371.) So a bucket needs no timer, and taking is one
 * compare-and-set. Amounts are exact to a nanosecond's worth.
 *
 * <p>Safe for use by many threads. Times are nanoseconds that never go back.
 */
final class TokenBucket {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int TOKENS_PER_UNIT = 2;

  private final AtomicLong emptyAt;
  private final long capacityNanos;
  private volatile long tokensPerSecond;

  /**
   * A full bucket.
   *
   * @param unitsPerSecond how many units come in a second, at least 1
   * @param capacity it holds what comes in this time
   */
  TokenBucket(long unitsPerSecond, Duration capacity, long now) {
    this.tokensPerSecond = TOKENS_PER_UNIT * unitsPerSecond;
    this.capacityNanos = capacity.toNanos();
    this.emptyAt = new AtomicLong(now - capacityNanos);
  }

  /** How many tokens this many units are. */
  static long tokens(double units) {
    return Math.round(TOKENS_PER_UNIT * units);
  }

  /** How many tokens this many units are. */
  static long tokens(long units) {
    return TOKENS_PER_UNIT * units;
  }

  /** Whether there is anything in it. */
  boolean isPositive(long now) {
    return emptyAt.get() < now;
  }

  /** Takes tokens, whether or not there are as many. */
  void take(long tokens, long now) {
    long cost = Math.ceilDiv(tokens * NANOS_PER_SECOND, tokensPerSecond);
    long full = now - capacityNanos;
    long at = emptyAt.get();
    while (!emptyAt.compareAndSet(at, Math.max(at, full) + cost)) {
      at = emptyAt.get();
    }
  }

  /** How many units come in a second. */
  long unitsPerSecond() {
    return tokensPerSecond / TOKENS_PER_UNIT;
  }

  /**
   * Lets more or fewer units come from now on. What is in the bucket stays, if there is room for
   * it; what others take at the same instant may get lost.
   */
  void setUnitsPerSecond(long units, long now) {
    long other = TOKENS_PER_UNIT * units;
    if (other != tokensPerSecond) {
      double held = (double) heldNanos(now) * tokensPerSecond / other;
      tokensPerSecond = other;
      emptyAt.set(now - (long) Math.min(held, (double) capacityNanos));
    }
  }

  /** How many units there are; negative if more were taken. */
  double units(long now) {
    return (double) heldNanos(now) * tokensPerSecond / NANOS_PER_SECOND / TOKENS_PER_UNIT;
  }

  private long heldNanos(long now) {
    return Math.min(now - emptyAt.get(), capacityNanos);
  }
}
