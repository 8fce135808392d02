package dev.varve.io;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A fixed number of daemon threads. */
final class ThreadScheduler implements Scheduler {
  private final ScheduledThreadPoolExecutor threads;

  ThreadScheduler(String name, int threadCount) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ScheduledThreadPoolExecutor(
            threadCount,
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    threads.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    threads.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable task) {
    // schedule() and submit() would keep what the task throws in a Future that nobody reads.
    threads.execute(() -> reportingFailure(task));
  }

  @Override
  public Repeating repeat(Duration pause, Runnable task) {
    var future =
        threads.scheduleWithFixedDelay(
            () -> reportingFailure(task), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    // Not threads.close(): in an interrupted thread that drops what is queued and interrupts what
    // runs.
    threads.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void reportingFailure(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
      throw failure;
    }
  }
}
