package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ThreadSchedulerTest {
  @Test
  void runsTasksInItsOwnDaemonThreads() {
    try (Scheduler scheduler = new ThreadScheduler("test", 2)) {
      CompletableFuture<Thread> ran = new CompletableFuture<>();
      scheduler.execute(() -> ran.complete(Thread.currentThread()));
      Thread thread = ran.join();
      assertTrue(thread.isDaemon());
      assertTrue(thread.getName().startsWith("test-"), thread.getName());
    }
  }

  @Test
  void whatIsToRunAheadDoesNotWaitForLongTasks() {
    try (Scheduler scheduler = new ThreadScheduler("test", 1)) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      scheduler.execute(end::join);
      CompletableFuture<Void> ran = new CompletableFuture<>();
      scheduler.executeShort(() -> ran.complete(null));
      ran.orTimeout(10, TimeUnit.SECONDS).join();
      end.complete(null);
    }
  }

  @Test
  void closeRunsWhatQueuedTasksHandInToRunAhead() {
    AtomicInteger done = new AtomicInteger();
    try (Scheduler scheduler = new ThreadScheduler("test", 1)) {
      for (int task = 0; task < 10; task++) {
        scheduler.execute(() -> scheduler.executeShort(done::incrementAndGet));
      }
    }
    assertEquals(10, done.get());
  }

  @Test
  void closeWaitsForRunningAndQueuedTasks() {
    AtomicInteger done = new AtomicInteger();
    closeWithAQueue(done);
    assertEquals(10, done.get());
  }

  @Test
  void closeWaitsInAnInterruptedThreadToo() {
    AtomicInteger done = new AtomicInteger();
    Thread.currentThread().interrupt();
    closeWithAQueue(done);
    assertTrue(Thread.interrupted());
    assertEquals(10, done.get());
  }

  @Test
  void aClosedSchedulerRefusesTasks() {
    Scheduler scheduler = new ThreadScheduler("test", 1);
    scheduler.close();
    scheduler.close();
    assertThrows(RejectedExecutionException.class, () -> scheduler.execute(() -> {}));
    assertThrows(
        RejectedExecutionException.class, () -> scheduler.repeat(Duration.ofSeconds(1), () -> {}));
  }

  @Test
  void repeatsUntilStopped() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(3);
    try (Scheduler scheduler = new ThreadScheduler("test", 1)) {
      Scheduler.Repeating repeating = scheduler.repeat(Duration.ofMillis(1), runs::countDown);
      runs.await();
      repeating.close();
      repeating.close();
    }
    assertEquals(0, runs.getCount());
  }

  @Test
  void closeStopsRepeatedTasks() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1);
    Scheduler scheduler = new ThreadScheduler("test", 1);
    Scheduler.Repeating repeating = scheduler.repeat(Duration.ofMillis(1), runs::countDown);
    runs.await();
    scheduler.close();
    repeating.close();
  }

  @Test
  void whatATaskThrowsIsReportedAndTheThreadsGoOn() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    CompletableFuture<Throwable> reported = new CompletableFuture<>();
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> reported.complete(failure));
    try (Scheduler scheduler = new ThreadScheduler("test", 1)) {
      AssertionError bug = new AssertionError("bug");
      scheduler.execute(() -> {
        throw bug;
      });
      assertSame(bug, reported.join());
      CompletableFuture<Void> next = new CompletableFuture<>();
      scheduler.execute(() -> next.complete(null));
      next.join();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void aRepeatedTaskThatThrowsIsReportedAndGoesOn() throws InterruptedException {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<String> reported = new CopyOnWriteArrayList<>();
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> {
      reported.add(failure.getMessage());
      throw new IllegalStateException("a handler that throws");
    });
    CountDownLatch runs = new CountDownLatch(3);
    try (Scheduler scheduler = new ThreadScheduler("test", 1)) {
      scheduler.repeat(
          Duration.ofMillis(1),
          () -> {
            runs.countDown();
            throw new IllegalStateException("bug " + runs.getCount());
          });
      assertTrue(runs.await(10, TimeUnit.SECONDS), "runs: " + reported);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertEquals(List.of("bug 2", "bug 1"), reported.subList(0, 2));
  }

  @Test
  void whatATaskThrowsIsReportedOnce() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    AtomicInteger reported = new AtomicInteger();
    Thread.setDefaultUncaughtExceptionHandler((_, _) -> reported.incrementAndGet());
    try (Scheduler scheduler = new ThreadScheduler("test", 1)) {
      Runnable failing =
          () -> {
            throw new IllegalStateException("bug");
          };
      scheduler.execute(failing);
      scheduler.executeShort(failing);
      // The end of a thread that a task has killed would report again.
      CompletableFuture<Void> next = new CompletableFuture<>();
      scheduler.execute(() -> next.complete(null));
      next.join();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertEquals(2, reported.get());
  }

  /** Closes a scheduler whose one thread is held until the closing has begun. */
  private static void closeWithAQueue(AtomicInteger done) {
    ThreadScheduler scheduler = new ThreadScheduler("test", 1);
    CountDownLatch closing = new CountDownLatch(1);
    scheduler.execute(() -> {
      boolean interrupted = false;
      try {
        closing.await();
      } catch (InterruptedException _) {
        interrupted = true;
      }
      if (!interrupted) {
        done.incrementAndGet();
      }
    });
    for (int task = 1; task < 10; task++) {
      scheduler.execute(done::incrementAndGet);
    }
    Thread closer = Thread.currentThread();
    Thread.ofPlatform()
        .start(() -> {
          // Once the closer waits, or has wrongly come back, in which case the count is short.
          while (closer.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
          }
          closing.countDown();
        });
    scheduler.close();
  }
}
