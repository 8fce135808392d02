package dev.varve.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * The slow calls that are under way, so that closing can wait for them and refuse later ones. Reads
 * and writes are too fast for it: reads are known by their epochs, writes by the commit lock and
 * the locks of the memtables.
 */
final class Calls {
  @GuardedBy("this")
  private int underWay;

  @GuardedBy("this")
  private boolean closed;

  /**
   * Begins a call, to be ended by {@link #exit}.
   *
   * @throws IllegalStateException if no call is taken any more
   */
  synchronized void enter() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    underWay++;
  }

  /** {@link #enter}, unless no call is taken any more; returns whether it is to be ended. */
  synchronized boolean enterIfOpen() {
    if (!closed) {
      underWay++;
    }
    return !closed;
  }

  synchronized void exit() {
    underWay--;
    notifyAll();
  }

  /** Takes no call any more. */
  synchronized void close() {
    closed = true;
  }

  /** Waits until no call is under way. */
  void await() {
    boolean interrupted = false;
    synchronized (this) {
      while (underWay > 0) {
        try {
          wait();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
