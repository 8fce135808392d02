package dev.varve.testing;

import dev.varve.io.Scheduler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs each task at once in the thread that hands it in, so that background work is done when the
 * call returns. A task handed in by a running task runs inside it. Repeated tasks never run.
 * Thread-safe.
 */
public final class DirectScheduler implements Scheduler {
  private volatile boolean closed;

  /** Creates an open scheduler. */
  public DirectScheduler() {}

  @Override
  public void execute(Runnable task) {
    requireOpen();
    task.run();
  }

  @Override
  public Repeating repeat(Duration pause, Runnable task) {
    requireOpen();
    return () -> {};
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new RejectedExecutionException("the scheduler is closed");
    }
  }
}
