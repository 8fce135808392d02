package dev.varve.testing;

import dev.varve.io.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still until a test moves it. Thread-safe. */
public final class ManualClock implements Clock {
  /** 2025-01-01T00:00Z, so that a test's times look like times. */
  private static final long START_MILLIS = 1_735_689_600_000L;

  private final AtomicLong elapsedNanos = new AtomicLong();
  private final AtomicLong setBackMillis = new AtomicLong();

  /** Creates a clock that stands at 2025-01-01T00:00Z. */
  public ManualClock() {}

  /** Moves both readings forward. */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards: " + by);
    }
    elapsedNanos.addAndGet(by.toNanos());
  }

  /** Sets the time of day back, as somebody sets a clock; {@link #nanoTime} knows nothing of it. */
  public void setBack(Duration by) {
    setBackMillis.addAndGet(by.toMillis());
  }

  @Override
  public long nanoTime() {
    return elapsedNanos.get();
  }

  @Override
  public long epochMillis() {
    return START_MILLIS + elapsedNanos.get() / 1_000_000 - setBackMillis.get();
  }
}
