package dev.varve.dynamodb.recurring;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * A thread that does the same again and again, with a pause before each time, by the machine's
 * clock. What fails is logged, and done again the next time. Safe for use by many threads.
 */
public final class Recurring implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");

  private final String name;
  private final Optional<Duration> pause;
  private final Runnable work;

  /** Null before it begins, and after its end. */
  @GuardedBy("this")
  private Thread worker;

  /** Written under this monitor. */
  private volatile boolean closed;

  /**
   * A thread that has not begun.
   *
   * @param name the thread's
   * @param pause from the end of one time to the next; empty if it never begins
   * @param work ends soon once {@link #isClosed}
   */
  public Recurring(String name, Optional<Duration> pause, Runnable work) {
    this.name = name;
    this.pause = pause;
    this.work = work;
  }

  /** Begins, if it has not, and there is a pause. */
  public synchronized void start() {
    if (pause.isPresent() && worker == null && !closed) {
      Thread started =
          Thread.ofPlatform().daemon().name(name).unstarted(() -> repeat(pause.get().toNanos()));
      started.start();
      worker = started; // only now: close waits for it
    }
  }

  /** Whether it has been told to end. */
  public boolean isClosed() {
    return closed;
  }

  private void repeat(long pauseNanos) {
    try {
      while (await(pauseNanos)) {
        doOnce();
      }
    } catch (InterruptedException _) {
      LOG.log(Level.WARNING, name + " goes on no more: the thread was interrupted");
    }
    synchronized (this) {
      worker = null;
      notifyAll();
    }
  }

  private void doOnce() {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      if (!closed) {
        LOG.log(Level.ERROR, name + " failed, and tries again: " + e.getMessage(), e);
      }
    }
  }

  /** Waits for the next time. Returns whether it has come. */
  private synchronized boolean await(long pauseNanos) throws InterruptedException {
    long end = System.nanoTime() + pauseNanos;
    for (long left = pauseNanos; !closed && left > 0; left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return !closed;
  }

  /** Ends the thread, and waits for that: what the work uses may be closed then. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    boolean interrupted = false;
    while (worker != null) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true; // what the work uses must not be closed under it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
