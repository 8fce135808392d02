package dev.varve.soak.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Threads that repeat tasks until they are told to stop. The first error of any stops all. For one
 * thread.
 */
public final class Workers {
  /** One turn of a task. */
  public interface Task {
    void run() throws Exception;
  }

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /** Begins with no threads. */
  public Workers() {}

  /** Starts a thread that repeats a task, with a pause after each turn. */
  public void start(String name, long pauseMicros, Task task) {
    threads.add(Thread.ofPlatform().name(name).start(() -> repeat(pauseMicros, task)));
  }

  /** Interrupts one of the threads. */
  public void interrupt(int index) {
    threads.get(Math.floorMod(index, threads.size())).interrupt();
  }

  /** Waits, less long if a task fails, then ends all threads and throws what a task threw. */
  public void finish(long millis) throws Exception {
    long end = System.nanoTime() + millis * 1_000_000;
    finish(() -> System.nanoTime() - end >= 0);
  }

  /** The same, waiting until something has happened. */
  public void finish(BooleanSupplier happened) throws Exception {
    while (!happened.getAsBoolean() && failure.get() == null) {
      LockSupport.parkNanos(1_000_000);
    }
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    switch (failure.get()) {
      case null -> {
        return;
      }
      case Exception exception -> throw exception;
      case Throwable error -> throw new AssertionError(error);
    }
  }

  private void repeat(long pauseMicros, Task task) {
    try {
      while (!stopped && failure.get() == null) {
        task.run();
        // An interrupt is for whatever is running; the next turn begins without it.
        boolean _ = Thread.interrupted();
        if (pauseMicros > 0) {
          LockSupport.parkNanos(pauseMicros * 1_000);
        }
      }
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }
  }
}
