package dev.varve.dynamodb.throttle;

import dev.varve.io.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of day as it passes: when the clock is set back, this goes on from where it was. So
 * buckets fill by a clock that a program sets, and are not stopped by it. Safe for use by many
 * threads.
 */
final class SteadyTime {
  private static final long NANOS_PER_MILLI = 1_000_000L;

  /** A reading that is less earlier than the latest was taken by a thread that was stopped. */
  private static final long SET_BACK_MILLIS = 1000;

  private final Clock clock;

  /** The latest reading. Written once in a millisecond at most. */
  private final AtomicLong latestMillis;

  /** By how much the clock was set back, in all. */
  private final AtomicLong backMillis = new AtomicLong();

  SteadyTime(Clock clock) {
    this.clock = clock;
    this.latestMillis = new AtomicLong(clock.epochMillis());
  }

  /** Nanoseconds, of which only differences mean something. */
  long nanos() {
    long now = clock.epochMillis();
    long latest = latestMillis.get();
    if (now > latest) {
      latestMillis.compareAndSet(latest, now);
    } else if (latest - now <= SET_BACK_MILLIS) {
      now = latest;
    } else if (latestMillis.compareAndSet(latest, now)) {
      backMillis.addAndGet(latest - now);
    }
    return (now + backMillis.get()) * NANOS_PER_MILLI;
  }
}
