package dev.varve.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The controlled schedulers and clock. */
final class SchedulersTest {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final List<String> ran = new ArrayList<>();

  @Test
  void theManualSchedulerRunsNothingByItself() {
    try (ManualScheduler scheduler = new ManualScheduler()) {
      scheduler.execute(() -> ran.add("a"));
      scheduler.execute(() -> ran.add("b"));
      assertEquals(2, scheduler.pending());
      assertEquals(List.of(), ran);
      assertTrue(scheduler.runOne());
      assertEquals(List.of("a"), ran);
      assertTrue(scheduler.runOne());
      assertFalse(scheduler.runOne());
      assertEquals(List.of("a", "b"), ran);
    }
  }

  @Test
  void runAllAlsoRunsWhatTasksHandIn() {
    try (ManualScheduler scheduler = new ManualScheduler()) {
      scheduler.execute(() -> scheduler.execute(() -> ran.add("inner")));
      scheduler.runAll();
      assertEquals(List.of("inner"), ran);
    }
  }

  @Test
  void tasksCanRunInAnyOrder() {
    TreeSet<String> orders = new TreeSet<>();
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ran.clear();
      try (ManualScheduler scheduler = new ManualScheduler()) {
        scheduler.execute(() -> ran.add("a"));
        scheduler.execute(() -> ran.add("b"));
        scheduler.execute(() -> ran.add("c"));
        while (scheduler.runOne(random)) {
          assertEquals(3, scheduler.pending() + ran.size());
        }
      }
      orders.add(String.join("", ran));
    }
    assertEquals(new TreeSet<>(List.of("abc", "acb", "bac", "bca", "cab", "cba")), orders);
  }

  @Test
  void repeatedTasksRunOncePerTickUntilStopped() {
    try (ManualScheduler scheduler = new ManualScheduler()) {
      Runnable task = () -> ran.add("tick");
      Scheduler.Repeating one = scheduler.repeat(PAUSE, task);
      Scheduler.Repeating two = scheduler.repeat(PAUSE, task);
      scheduler.runAll();
      assertEquals(0, ran.size());
      scheduler.tick();
      assertEquals(2, ran.size());
      one.close();
      one.close();
      scheduler.tick();
      assertEquals(3, ran.size());
      two.close();
      scheduler.tick();
      assertEquals(3, ran.size());
    }
  }

  @Test
  void closingTheManualSchedulerRunsWhatIsQueued() {
    ManualScheduler scheduler = new ManualScheduler();
    scheduler.execute(() -> ran.add("a"));
    scheduler.close();
    assertEquals(List.of("a"), ran);
    assertThrows(RejectedExecutionException.class, () -> scheduler.execute(() -> {}));
  }

  @Test
  void theDirectSchedulerRunsAtOnceInTheCaller() {
    DirectScheduler scheduler = new DirectScheduler();
    scheduler.execute(() -> ran.add(Thread.currentThread().getName()));
    assertEquals(List.of(Thread.currentThread().getName()), ran);
    scheduler.repeat(PAUSE, () -> ran.add("never")).close();
    scheduler.close();
    assertEquals(1, ran.size());
    assertThrows(RejectedExecutionException.class, () -> scheduler.execute(() -> {}));
  }

  @Test
  void theManualClockMovesOnlyWhenTold() {
    ManualClock clock = new ManualClock();
    long nanos = clock.nanoTime();
    long millis = clock.epochMillis();
    clock.advance(Duration.ofMillis(1_500));
    assertEquals(1_500_000_000L, clock.nanoTime() - nanos);
    assertEquals(1_500, clock.epochMillis() - millis);
    assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofMillis(-1)));
  }
}
