package dev.varve.server.http;

import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A bounded number of virtual threads for requests that may wait, no more of them than have been
 * needed at the same time. They are kept: the engine knows its readers by their threads. At most
 * one request of each connection is with them, so that no more can wait in the queue than there are
 * connections.
 */
final class Workers {
  private static final long KEPT_SECONDS = 30;

  private final TaskQueue waiting = new TaskQueue();
  private final ThreadPoolExecutor threads;

  /** Virtual threads, {@code count} at most. */
  Workers(int count) {
    this(count, Thread.ofVirtual().name("varve-request-", 1).factory());
  }

  /**
   * One thread of the system that waits for storage: by the time that the first of several writes
   * is there, the others are, too.
   */
  static Workers one() {
    return new Workers(1, Thread.ofPlatform().name("varve-sync").daemon().factory());
  }

  private Workers(int count, ThreadFactory factory) {
    threads =
        new ThreadPoolExecutor(
            0, count, KEPT_SECONDS, TimeUnit.SECONDS, waiting, factory, this::await);
  }

  /** Takes a task only if a thread is waiting for one: else another thread is started first. */
  private static final class TaskQueue extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }

  /** Lets a task wait, since all threads are busy and there may be no more. */
  private void await(Runnable task, ThreadPoolExecutor pool) {
    if (!pool.isShutdown()) {
      waiting.put(task);
      if (!pool.isShutdown() || !waiting.remove(task)) {
        return;
      }
      // All threads may have ended before it came.
    }
    throw new RejectedExecutionException("no more tasks are taken");
  }

  /** Runs a task, which must not throw; returns false if no more are taken. */
  boolean execute(Runnable task) {
    try {
      threads.execute(task);
      return true;
    } catch (RejectedExecutionException _) {
      return false;
    }
  }

  /** Runs a task, which must not throw, in a thread of its own. */
  static void executeAlone(Runnable task) {
    Thread.ofVirtual().name("varve-request-alone").start(task);
  }

  /** Takes no more tasks; returns whether all have ended within {@code patience}. */
  boolean close(Duration patience) throws InterruptedException {
    threads.shutdown();
    return threads.awaitTermination(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
  }
}
