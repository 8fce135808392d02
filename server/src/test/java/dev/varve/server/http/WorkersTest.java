package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void soManyTasksRunAtOnceAndTheOthersWait() throws InterruptedException {
    Workers workers = new Workers(3);
    CountDownLatch begun = new CountDownLatch(3);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    for (int task = 0; task < 100; task++) {
      assertTrue(
          workers.execute(() -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            begun.countDown();
            await(mayEnd);
            running.decrementAndGet();
            done.incrementAndGet();
          }));
    }
    await(begun);
    mayEnd.countDown();
    assertTrue(workers.close(PATIENCE));
    assertEquals(3, most.get());
    assertEquals(100, done.get(), "tasks that were taken are done");
    assertFalse(workers.execute(() -> {}));
  }

  @Test
  void thereAreNoMoreThreadsThanAreNeededAtOnce() throws InterruptedException {
    Workers workers = new Workers(200);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    for (int task = 0; task < 1_000; task++) {
      CountDownLatch done = new CountDownLatch(1);
      assertTrue(
          workers.execute(() -> {
            threads.add(Thread.currentThread());
            done.countDown();
          }));
      await(done);
    }
    assertTrue(workers.close(PATIENCE));
    // A thread that has just ended its task need not be waiting for the next one yet.
    assertTrue(threads.size() < 200, () -> threads.size() + " threads");
  }

  @Test
  void whoIsNotDoneInTimeIsTold() throws InterruptedException {
    Workers workers = new Workers(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    assertTrue(workers.execute(() -> await(mayEnd)));
    assertFalse(workers.close(Duration.ofMillis(1)));
    mayEnd.countDown();
    assertTrue(workers.close(PATIENCE));
  }
}
