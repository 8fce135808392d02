package dev.varve.engine.background;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.engine.health.Health;
import dev.varve.io.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Runs tasks on the scheduler's threads, knows how many run, and lets others wait for the progress
 * that they make. Thread-safe.
 *
 * <p>What a task throws makes the engine read-only, and every later write reports it. What is no
 * {@link IOException} is a bug and goes to the thread's handler besides.
 */
final class Workers {
  private final Scheduler scheduler;
  private final Health health;

  /** Also guards which partitions are being flushed and compacted. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition progress = lock.newCondition();

  @GuardedBy("lock")
  private int running;

  @GuardedBy("lock")
  private boolean closed;

  Workers(Scheduler scheduler, Health health) {
    this.scheduler = scheduler;
    this.health = health;
  }

  /** Evaluates something short while no other thread does. */
  boolean exclusively(BooleanSupplier action) {
    lock.lock();
    try {
      return action.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts a task if a claim succeeds; call it without any lock.
   *
   * @param claim decides whether there is something to do, and takes it; nothing else is claimed
   *     meanwhile
   */
  void startIf(BooleanSupplier claim, Background.Task task) {
    lock.lock();
    try {
      if (closed || !health.acceptsWrites() || !claim.getAsBoolean()) {
        return;
      }
      running++;
    } finally {
      lock.unlock();
    }
    start(task);
  }

  private void start(Background.Task task) {
    AtomicBoolean begun = new AtomicBoolean();
    try {
      scheduler.execute(() -> {
        begun.set(true);
        try {
          failing(task);
        } finally {
          ended();
        }
      });
    } catch (RuntimeException | Error refused) {
      if (!begun.get()) {
        health.fail(refused);
        ended();
      }
      throw refused;
    }
  }

  /**
   * Runs a task on the calling thread, unless nothing is started any more; closing waits for it.
   */
  void run(Background.Task task) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      running++;
    } finally {
      lock.unlock();
    }
    try {
      failing(task);
    } finally {
      ended();
    }
  }

  /** Repeats a task until it is closed. */
  Scheduler.Repeating repeat(Duration interval, Background.Task task) {
    return scheduler.repeat(interval, () -> failing(task));
  }

  /** Waits until something holds that background work changes, and says so by {@link #signal}. */
  void awaitThat(BooleanSupplier holds) {
    lock.lock();
    try {
      while (!holds.getAsBoolean()) {
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets those that wait look again. */
  void signal() {
    lock.lock();
    try {
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a task runs. */
  boolean isBusy() {
    lock.lock();
    try {
      return running > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Starts nothing any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private void failing(Background.Task task) {
    try {
      task.run();
    } catch (IOException cause) {
      health.fail(cause);
      signal();
    } catch (RuntimeException | Error bug) {
      health.fail(bug);
      signal();
      throw bug;
    }
  }

  private void ended() {
    lock.lock();
    try {
      running--;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
