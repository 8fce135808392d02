package dev.varve.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.io.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/**
 * Queues tasks until the test runs them, in its own thread and in an order it chooses. Tasks may be
 * handed in by any thread.
 */
public final class ManualScheduler implements Scheduler {
  @GuardedBy("this")
  private final Deque<Runnable> queue = new ArrayDeque<>();

  @GuardedBy("this")
  private final List<Runnable> repeated = new ArrayList<>();

  @GuardedBy("this")
  private boolean closed;

  /** Creates a scheduler with nothing to do. */
  public ManualScheduler() {}

  @Override
  public synchronized void execute(Runnable task) {
    requireOpen();
    queue.add(task);
  }

  @Override
  public synchronized Repeating repeat(Duration pause, Runnable task) {
    requireOpen();
    // A wrapper, so that the same task repeated twice can be stopped once.
    Runnable entry = () -> task.run();
    repeated.add(entry);
    return () -> stop(entry);
  }

  /** Tasks that wait to run, repeated ones not counted. */
  public synchronized int pending() {
    return queue.size();
  }

  /**
   * Runs the task that waits longest.
   *
   * @return whether there was one
   */
  public boolean runOne() {
    Runnable next;
    synchronized (this) {
      next = queue.poll();
    }
    return run(next);
  }

  /**
   * Runs any of the waiting tasks, as threads that overtake each other might.
   *
   * @return whether there was one
   */
  public boolean runOne(RandomGenerator random) {
    Runnable next;
    synchronized (this) {
      if (queue.isEmpty()) {
        return false;
      }
      List<Runnable> waiting = new ArrayList<>(queue);
      next = waiting.remove(random.nextInt(waiting.size()));
      queue.clear();
      queue.addAll(waiting);
    }
    return run(next);
  }

  /** Runs waiting tasks, and those they hand in, until none is left. */
  public void runAll() {
    while (runOne()) {
      // Each call runs one.
    }
  }

  /** Runs each repeated task once. */
  public void tick() {
    List<Runnable> due;
    synchronized (this) {
      due = List.copyOf(repeated);
    }
    due.forEach(Runnable::run);
  }

  /** Refuses new tasks, stops repeated ones and runs what is queued. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      repeated.clear();
    }
    runAll();
  }

  private static boolean run(Runnable task) {
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }

  private synchronized void stop(Runnable entry) {
    repeated.remove(entry);
  }

  @GuardedBy("this")
  private void requireOpen() {
    if (closed) {
      throw new RejectedExecutionException("the scheduler is closed");
    }
  }
}
