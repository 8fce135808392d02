package dev.varve.testing;

import dev.varve.io.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs each task at once in the thread that hands it in, so that background work is done when the
 * call returns. A task handed in by a running task runs inside it. Repeated tasks run when the test
 * says so. Thread-safe.
 */
public final class DirectScheduler implements Scheduler {
  private final List<Runnable> repeated = new CopyOnWriteArrayList<>();
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
    // A wrapper, so that the same task repeated twice can be stopped once.
    Runnable entry = () -> task.run();
    repeated.add(entry);
    return () -> repeated.remove(entry);
  }

  /** Runs each repeated task once. */
  public void tick() {
    repeated.forEach(Runnable::run);
  }

  @Override
  public void close() {
    closed = true;
    repeated.clear();
  }

  private void requireOpen() {
    if (closed) {
      throw new RejectedExecutionException("the scheduler is closed");
    }
  }
}
