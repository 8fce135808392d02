package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that share syncs, with a lock around append as the engine has it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GroupSyncTest {
  private static final int WRITERS = 8;
  private static final WalOptions OPTIONS = new WalOptions(1 << 14, 1 << 14, 2);

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ReentrantLock commitLock = new ReentrantLock();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Lets the next sync begin and holds it until it is released. */
  private final class HeldSync {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean armed = new AtomicBoolean(true);

    HeldSync(IOException failure) {
      files.onOperation(op -> {
        if (op.kind() == Operation.Kind.SYNC && armed.compareAndSet(true, false)) {
          begun.countDown();
          await(released);
          if (failure != null) {
            throw failure;
          }
        }
      });
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private long append(TestLog log, int length) throws IOException {
    commitLock.lock();
    try {
      return log.append(length);
    } finally {
      commitLock.unlock();
    }
  }

  @Test
  void allWhoArriveDuringASyncShareTheNext() throws Exception {
    TestLog log = TestLog.open(files, OPTIONS);
    HeldSync held = new HeldSync(null);
    List<Future<Void>> writers = new ArrayList<>();
    writers.add(threads.submit(write(log, new CountDownLatch(1))));
    await(held.begun);
    CountDownLatch appended = new CountDownLatch(WRITERS - 1);
    for (int writer = 1; writer < WRITERS; writer++) {
      writers.add(threads.submit(write(log, appended)));
    }
    // Appenders are not held up by the sync.
    await(appended);
    for (Future<Void> writer : writers) {
      assertFalse(writer.isDone());
    }
    held.released.countDown();
    for (Future<Void> writer : writers) {
      writer.get();
    }
    assertEquals(2, log.wal.stats().syncs());
    assertEquals(log.wal.appendedPosition(), log.wal.syncedPosition());
    log.close();
    assertEquals(WRITERS, TestLog.read(files).size());
  }

  private Callable<Void> write(TestLog log, CountDownLatch appended) {
    return () -> {
      long end = append(log, 20);
      appended.countDown();
      log.wal.sync(end);
      assertTrue(log.wal.syncedPosition() >= end);
      return null;
    };
  }

  @Test
  void aFailureReachesAllWhoWait() throws Exception {
    TestLog log = TestLog.open(files, OPTIONS);
    IOException broken = new IOException("the disk is gone");
    HeldSync held = new HeldSync(broken);
    List<Future<Void>> writers = new ArrayList<>();
    CountDownLatch appended = new CountDownLatch(WRITERS);
    writers.add(threads.submit(write(log, appended)));
    await(held.begun);
    for (int writer = 1; writer < WRITERS; writer++) {
      writers.add(threads.submit(write(log, appended)));
    }
    await(appended);
    held.released.countDown();
    for (Future<Void> writer : writers) {
      try {
        writer.get();
        throw new AssertionError("acknowledged after a failed sync");
      } catch (ExecutionException e) {
        assertEquals(broken, e.getCause().getCause());
      }
    }
    assertEquals(0, log.wal.stats().syncs());
  }

  @Test
  void anInterruptedWriterStillWaitsAndStaysInterrupted() throws Exception {
    TestLog log = TestLog.open(files, OPTIONS);
    HeldSync held = new HeldSync(null);
    Future<Void> leader = threads.submit(write(log, new CountDownLatch(1)));
    await(held.begun);
    CountDownLatch appended = new CountDownLatch(1);
    Callable<Void> write = write(log, appended);
    Future<Boolean> follower =
        threads.submit(() -> {
          Thread.currentThread().interrupt();
          long end = append(log, 10);
          appended.countDown();
          log.wal.sync(end);
          assertTrue(log.wal.syncedPosition() >= end);
          return Thread.interrupted();
        });
    await(appended);
    assertFalse(follower.isDone());
    held.released.countDown();
    leader.get();
    assertTrue(follower.get());
    write.call();
    log.close();
  }

  @Test
  void concurrentWritersShareSyncsOverManySegments() throws Exception {
    int each = 250;
    // Every sync lets the other threads go on first, as a disk would.
    files.onOperation(op -> {
      if (op.kind() == Operation.Kind.SYNC) {
        LockSupport.parkNanos(50_000);
      }
    });
    List<TestLog.Entry> expected;
    try (TestLog log = TestLog.open(files, OPTIONS)) {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        writers.add(
            threads.submit(() -> {
              await(go);
              for (int record = 0; record < each; record++) {
                long end = append(log, record);
                log.wal.sync(end);
                assertTrue(log.wal.syncedPosition() >= end);
              }
              return null;
            }));
      }
      go.countDown();
      for (Future<Void> writer : writers) {
        writer.get();
      }
      long writes = (long) WRITERS * each;
      assertEquals(writes, log.wal.stats().records());
      // Background syncs of full segments are among them.
      assertTrue(
          log.wal.stats().syncs() <= writes + log.wal.stats().rotations(),
          () -> log.wal.stats().toString());
      assertTrue(log.wal.stats().rotations() > 10);
      expected = log.all();
      assertEquals(expected, TestLog.read(files.crash(5)));
    }
    assertEquals(expected, TestLog.read(files));
  }

  @Test
  void everyWriterReturnsIfSyncsTakeNoTime() throws Exception {
    AtomicLong appended = new AtomicLong();
    writeAndSync(new GroupSync(0, appended::get), appended, 20_000);
  }

  @Test
  void everyWriterReturnsIfSyncsTakeLongerThanWritersYield() throws Exception {
    AtomicLong appended = new AtomicLong();
    GroupSync sync =
        new GroupSync(
            0,
            () -> {
              long end = appended.get();
              LockSupport.parkNanos(2_000_000);
              return end;
            });
    writeAndSync(sync, appended, 50);
    assertTrue(sync.syncs() < (long) WRITERS * 50, () -> "syncs: " + sync.syncs());
  }

  private void writeAndSync(GroupSync sync, AtomicLong appended, int each) throws Exception {
    List<Future<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      writers.add(
          threads.submit(() -> {
            for (int i = 0; i < each; i++) {
              long end = appended.incrementAndGet();
              sync.sync(end);
              assertTrue(sync.durablePosition() >= end);
            }
            return null;
          }));
    }
    for (Future<Void> writer : writers) {
      writer.get();
    }
    assertEquals((long) WRITERS * each, sync.durablePosition());
  }

  @Test
  void closingWaitsForTheLeader() throws Exception {
    TestLog log = TestLog.open(files, OPTIONS);
    HeldSync held = new HeldSync(null);
    Future<Void> leader = threads.submit(write(log, new CountDownLatch(1)));
    await(held.begun);
    Future<Void> closing =
        threads.submit(() -> {
          log.close();
          return null;
        });
    assertFalse(closing.isDone());
    held.released.countDown();
    leader.get();
    closing.get();
    assertEquals(1, TestLog.read(files).size());
  }
}
