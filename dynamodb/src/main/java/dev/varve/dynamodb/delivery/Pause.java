package dev.varve.dynamodb.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/** Lets threads wait, all of them until it is over at the latest. Safe for use by many threads. */
public final class Pause {
  @GuardedBy("this")
  private boolean over;

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
