package dev.varve.io;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of daemon threads, and two more for short tasks, which long ones do not hold up.
 */
final class ThreadScheduler implements Scheduler {
  /** One may be held up by a repeated task that syncs. */
  private static final int SHORT_TASK_THREADS = 2;

  private final int threadCount;
  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor shortTasks;

  ThreadScheduler(String name, int threadCount) {
    this.threadCount = threadCount;
    threads = Executors.newFixedThreadPool(threadCount, factory(name));
    shortTasks = new ScheduledThreadPoolExecutor(SHORT_TASK_THREADS, factory(name + "-short"));
    shortTasks.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    shortTasks.setRemoveOnCancelPolicy(true);
  }

  @Override
  public int threads() {
    return threadCount;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(() -> reportingFailure(task));
  }

  @Override
  public void executeShort(Runnable task) {
    shortTasks.execute(() -> reportingFailure(task));
  }

  @Override
  public Repeating repeat(Duration pause, Runnable task) {
    // Not toNanos(), which refuses more than 292 years: they are for ever here.
    long nanos = TimeUnit.NANOSECONDS.convert(pause);
    var future =
        shortTasks.scheduleWithFixedDelay(
            () -> reportingFailure(task), nanos, nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    // In this order: long tasks hand in short ones.
    boolean interrupted = end(threads);
    interrupted |= end(shortTasks);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends an executor when its queue is empty; returns whether this thread was interrupted
   * meanwhile. Not ExecutorService.close(): in an interrupted thread that drops what is queued and
   * interrupts what runs.
   */
  private static boolean end(ExecutorService executor) {
    executor.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  private static ThreadFactory factory(String name) {
    return Thread.ofPlatform().name(name + "-", 1).daemon().factory();
  }

  /**
   * Runs a task. What it throws goes to the thread's handler and no further: an executor would drop
   * a repeated task that has thrown, and keep the cause where nobody looks.
   */
  private static void reportingFailure(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      report(failure);
    }
  }

  private static void report(Throwable failure) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (Throwable _) {
      // As the virtual machine does: a handler that throws has no say in what runs next.
      return;
    }
  }
}
