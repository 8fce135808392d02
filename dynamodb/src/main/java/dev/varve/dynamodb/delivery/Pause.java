package dev.varve.dynamodb.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/** Lets threads wait, all of them until it is over at the latest. Safe for use by many threads. */
public final class Pause {
  @GuardedBy("this")
  private boolean over;

  /** The largest number that was announced. */
  @GuardedBy("this")
  private long announced = Long.MIN_VALUE;

  /** How often all were woken. */
  @GuardedBy("this")
  private int wakes;

  /** Waits by the machine's clock. Returns whether it may go on: it is not over. */
  public synchronized boolean await(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); !over && left > 0; left = end - System.nanoTime()) {
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException _) {
        // Nobody ends a thread of ours so; what was called may have left the mark.
        return !over;
      }
    }
    return !over;
  }

  /**
   * Waits until a number above this one is announced or all are woken, but no longer than this.
   * Numbers never become smaller.
   */
  synchronized void awaitAbove(long known, Duration longest) {
    int before = wakes;
    long end = System.nanoTime() + longest.toNanos();
    long left = longest.toNanos();
    while (!over && announced <= known && wakes == before && left > 0) {
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException _) {
        return; // as above
      }
      left = end - System.nanoTime();
    }
  }

  /** Announces a number, for which threads wait in {@link #awaitAbove}. */
  synchronized void announce(long number) {
    if (number > announced) {
      announced = number;
      notifyAll();
    }
  }

  /** Wakes the threads that wait in {@link #awaitAbove}. */
  synchronized void wake() {
    wakes++;
    notifyAll();
  }

  /** Whether it is over. */
  public synchronized boolean isOver() {
    return over;
  }

  /** Ends all waits, those to come, too. */
  public synchronized void end() {
    over = true;
    notifyAll();
  }
}
