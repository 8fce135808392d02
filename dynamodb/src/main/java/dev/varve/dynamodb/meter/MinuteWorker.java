package dev.varve.dynamodb.meter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** A thread that looks at the alarms from time to time. Safe for use by many threads. */
public final class MinuteWorker implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");

  private final AlarmBoard alarms;
  private final Optional<Duration> pause;

  /** Null before it begins, and after its end. */
  @GuardedBy("this")
  private Thread worker;

  @GuardedBy("this")
  private boolean closed;

  /**
   * A worker that has not begun.
   *
   * @param pause for how long it waits, by the machine's clock; empty if it never begins
   */
  public MinuteWorker(AlarmBoard alarms, Optional<Duration> pause) {
    this.alarms = alarms;
    this.pause = pause;
  }

  /** Begins, if it has not. */
  public synchronized void start() {
    if (pause.isPresent() && worker == null && !closed) {
      Thread started =
          Thread.ofPlatform()
              .daemon()
              .name("varve-alarms")
              .unstarted(() -> work(pause.get().toNanos()));
      started.start();
      worker = started; // only now: close waits for it
    }
  }

  private void work(long pauseNanos) {
    try {
      while (await(pauseNanos)) {
        try {
          alarms.evaluate();
        } catch (RuntimeException | Error e) {
          LOG.log(Level.ERROR, "alarms are not looked at for now: " + e.getMessage(), e);
        }
      }
    } catch (InterruptedException _) {
      LOG.log(Level.WARNING, "alarms are looked at no more: their thread was interrupted");
    }
    synchronized (this) {
      worker = null;
      notifyAll();
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

  /** Ends the thread, and waits for that. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    boolean interrupted = false;
    while (worker != null) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true; // the tables must not be closed under it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
