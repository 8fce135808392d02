package dev.varve.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The greatest of the values of the last minutes: of one to two, or since somebody asked last if
 * that is longer ago. For any number of threads; to add costs a look at what nobody changes.
 */
final class Slowest {
  /** After which time a value is forgotten, when somebody asks for the second time since. */
  static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final AtomicLong greatest = new AtomicLong();

  /** Of the window before. */
  @GuardedBy("this")
  private long before;

  @GuardedBy("this")
  private boolean begun;

  @GuardedBy("this")
  private long windowStart;

  void add(long value) {
    if (value > greatest.get()) {
      greatest.accumulateAndGet(value, Math::max);
    }
  }

  /**
   * The greatest value, 0 for none.
   *
   * @param now of {@link System#nanoTime}
   */
  synchronized long get(long now) {
    if (!begun) {
      begun = true;
      windowStart = now;
    } else if (now - windowStart >= WINDOW_NANOS) {
      before = greatest.getAndSet(0);
      windowStart = now;
    }
    return Math.max(before, greatest.get());
  }
}
