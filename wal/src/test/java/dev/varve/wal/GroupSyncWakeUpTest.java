package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that wait for a sync and come back early, as a parked thread may at any moment. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GroupSyncWakeUpTest {
  private static final int SYNCS = 100;

  /** So long that waiters park at once. */
  private static final long SYNC_NANOS = 400_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong appended = new AtomicLong();
  private final GroupSync sync =
      new GroupSync(
          0,
          () -> {
            long end = appended.get();
            sleep(SYNC_NANOS);
            return end;
          });

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64})
  void permitsLeftOverHurtNobody(int count) throws Exception {
    wakeAtRandom(count, LockSupport::unpark);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64})
  void interruptsHurtNobody(int count) throws Exception {
    wakeAtRandom(count, Thread::interrupt);
  }

  private interface WakeUp {
    void wake(Thread thread);
  }

  /** One thread in eight waits for a position of its own, the others for the newest of all. */
  private void wakeAtRandom(int count, WakeUp wakeUp) throws Exception {
    Thread[] waiting = new Thread[count];
    List<Future<Void>> ended = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      Callable<Void> syncs =
          () -> {
            waiting[number] = Thread.currentThread();
            waitForSyncs(number % 8 == 0, number % 2 == 0);
            return null;
          };
      ended.add(threads.submit(syncs));
    }
    SplittableRandom random = new SplittableRandom(count);
    while (sync.durablePosition() < appended.get() || !ended.stream().allMatch(Future::isDone)) {
      Thread thread = waiting[random.nextInt(count)];
      if (thread != null) {
        wakeUp.wake(thread);
      }
      Thread.onSpinWait();
    }
    for (Future<Void> end : ended) {
      end.get();
    }
    assertEquals(appended.get(), sync.durablePosition());
  }

  private void waitForSyncs(boolean appends, boolean interrupted) throws Exception {
    while (sync.syncs() < SYNCS) {
      long position = appends ? appended.incrementAndGet() : appended.get();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      sync.sync(position);
      assertTrue(sync.durablePosition() >= position);
      boolean kept = Thread.interrupted();
      assertTrue(kept || !interrupted, "the interrupt was lost");
    }
  }

  /** Not one pause: who leads is woken early, too. */
  private static void sleep(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
