package dev.varve.server.http;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A bounded number of virtual threads for requests that may wait. They are kept: the engine knows
 * its readers by their threads. At most one request of each connection is with them, so that no
 * more can wait in the queue than there are connections.
 */
final class Workers {
  private static final long KEPT_SECONDS = 30;

  private final ThreadPoolExecutor threads;

  Workers(int count) {
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofVirtual().name("varve-request-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
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
