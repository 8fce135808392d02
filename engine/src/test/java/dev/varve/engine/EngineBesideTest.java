package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls beside others that take long, or that close the engine. */
class EngineBesideTest {
  private static final EngineOptions OPTIONS = TestOptions.small(Compression.NONE);
  private static final byte[] KEY = TestOptions.bytes("key");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final Scheduler scheduler = Env.system(2).scheduler();
  private final Env env = files.env(Clock.SYSTEM, scheduler);

  @AfterEach
  void end() {
    scheduler.close();
    Leaks.assertNone(files);
  }

  @Test
  void writersGoOnWhileADropWaitsForStorage() throws Exception {
    try (StorageEngine engine = open();
        AutoCloseable opening = this::openGates) {
      assertNotNull(opening);
      engine.createPartitions(3);
      engine.put(2, KEY, KEY, Durability.BUFFERED);
      Gate gate =
          gate(operation ->
              operation.kind() == Operation.Kind.SYNC
                  && operation.path().toString().contains("MANIF"));
      FutureTask<Void> drop = start(() -> engine.dropPartitions(List.of(2)));
      gate.awaitArrival();
      engine.put(1, KEY, KEY, Durability.SYNC);
      assertArrayEquals(KEY, engine.get(2, KEY));
      refused(() -> engine.put(2, KEY, KEY, Durability.BUFFERED));
      refused(() ->
          engine.write(new WriteBatch().put(1, KEY, KEY).put(2, KEY, KEY), Durability.BUFFERED));
      refused(() -> engine.dropPartitions(List.of(3, 2)));
      engine.put(3, KEY, KEY, Durability.BUFFERED);
      assertFalse(drop.isDone());
      gate.open();
      drop.get();
      assertEquals(List.of(1, 3), engine.partitions());
      refused(() -> engine.get(2, KEY));
    }
  }

  @Test
  void othersGoOnWhileDirectoriesAreMade() throws Exception {
    try (StorageEngine engine = open();
        AutoCloseable opening = this::openGates) {
      assertNotNull(opening);
      engine.createPartitions(2);
      Gate gate = gate(operation -> operation.kind() == Operation.Kind.CREATE_DIRECTORIES);
      FutureTask<Void> create =
          start(() -> assertEquals(List.of(3, 4), engine.createPartitions(2)));
      gate.awaitArrival();
      engine.put(1, KEY, KEY, Durability.SYNC);
      engine.flush();
      engine.dropPartitions(List.of(2));
      assertEquals(List.of(5), engine.createPartitions(1));
      assertEquals(List.of(1, 5), engine.partitions());
      gate.open();
      create.get();
      assertEquals(List.of(1, 3, 4, 5), engine.partitions());
      engine.put(4, KEY, KEY, Durability.SYNC);
    }
    try (StorageEngine engine = open()) {
      assertEquals(List.of(1, 3, 4, 5), engine.partitions());
      assertArrayEquals(KEY, engine.get(4, KEY));
      assertEquals(List.of(6), engine.createPartitions(1));
    }
  }

  @Test
  void aFlushWaitsForItsOwnMemtablesOnly() throws Exception {
    try (StorageEngine engine = open();
        AutoCloseable opening = this::openGates) {
      assertNotNull(opening);
      engine.createPartitions(1);
      engine.put(1, KEY, KEY, Durability.BUFFERED);
      Gate first = gate(EngineBesideTest::createsTable);
      FutureTask<Void> flush = start(() -> engine.flush(1));
      first.awaitArrival();
      while (engine.stats(1).memtableBytes() <= 2L * OPTIONS.memtableBytes()) {
        engine.put(1, KEY, new byte[1_000], Durability.BUFFERED); // seals another memtable
      }
      Gate later = gate(EngineBesideTest::createsTable);
      first.open();
      later.awaitArrival();
      flush.get(); // while the later memtable cannot be flushed
      assertEquals(1, engine.stats(1).flushes());
      later.open();
    }
  }

  private static boolean createsTable(Operation operation) {
    return operation.kind() == Operation.Kind.CREATE
        && operation.path().toString().endsWith(".sst.tmp");
  }

  @Test
  void oneOfTwoDropsOfTheSamePartitionSucceeds() throws Exception {
    try (StorageEngine engine = open()) {
      for (int round = 0; round < 30; round++) {
        int partition = engine.createPartitions(1).getFirst();
        engine.put(partition, KEY, new byte[1_000], Durability.BUFFERED);
        AtomicInteger dropped = new AtomicInteger();
        List<FutureTask<Void>> drops = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
          drops.add(
              start(() -> {
                try {
                  engine.dropPartitions(List.of(partition));
                  dropped.incrementAndGet();
                } catch (IllegalArgumentException gone) {
                  assertTrue(gone.getMessage().contains("partition " + partition));
                }
              }));
        }
        for (FutureTask<Void> drop : drops) {
          drop.get();
        }
        assertEquals(1, dropped.get());
      }
      int last = engine.createPartitions(1).getFirst();
      for (int i = 0; i < 10; i++) {
        engine.put(last, KEY, KEY, Durability.BUFFERED);
      }
      assertEquals(0, engine.stats(last).flushes(), "the budget is not overdrawn");
    }
  }

  @Test
  void closeReportsWhatFailedBefore() throws Exception {
    StorageEngine engine = open();
    engine.createPartitions(1);
    engine.put(1, KEY, KEY, Durability.SYNC);
    files.onOperation(operation -> {
      if (createsTable(operation)) {
        throw new IOException("injected failure");
      }
    });
    assertThrows(IOException.class, engine::flush);
    files.onOperation(_ -> {});
    IOException failure = assertThrows(IOException.class, engine::close);
    assertTrue(failure.getMessage().contains("injected failure"), failure.getMessage());
    engine.close();
    try (StorageEngine again = open()) {
      assertArrayEquals(KEY, again.get(1, KEY));
    }
  }

  @Test
  void closeReportsWhatFailsMeanwhile() throws Exception {
    StorageEngine engine = open();
    engine.createPartitions(1);
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch opened = new CountDownLatch(1);
    files.onOperation(operation -> {
      if (createsTable(operation)) {
        arrived.countDown();
        Gate.await(opened);
        throw new IOException("injected failure");
      }
    });
    while (arrived.getCount() > 0) {
      engine.put(1, KEY, new byte[100], Durability.BUFFERED);
    }
    FutureTask<Void> close =
        start(() -> {
          IOException failure = assertThrows(IOException.class, engine::close);
          assertTrue(failure.getMessage().contains("injected failure"), failure.getMessage());
        });
    while (!isClosed(engine)) {
      Thread.onSpinWait();
    }
    Thread.sleep(50); // now it waits for the flush
    opened.countDown();
    close.get();
    files.onOperation(_ -> {});
    try (StorageEngine again = open()) {
      assertEquals(100, again.get(1, KEY).length);
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  @Test
  void everyCallBesideCloseSucceedsOrSaysThatItIsClosed() throws Exception {
    for (int round = 0; round < 12; round++) {
      StorageEngine engine = open();
      if (round == 0) {
        engine.createPartitions(2);
      }
      List<Integer> own = new ArrayList<>(engine.partitions());
      MemorySegment target = MemorySegment.ofArray(new byte[100]);
      List<Call> calls =
          List.of(
              () -> engine.put(1, KEY, new byte[3_000], Durability.BUFFERED),
              () -> engine.put(2, KEY, new byte[100], Durability.SYNC),
              () -> engine.delete(1, KEY, Durability.SYNC),
              () -> engine.get(1, KEY),
              () -> engine.get(2, KEY, target),
              () -> readByCursor(engine),
              () -> engine.snapshot().close(),
              engine::stats,
              () -> engine.stats(1),
              engine::partitions,
              engine::sync,
              engine::flush,
              () -> engine.flush(2),
              () -> engine.compact(1),
              engine::awaitQuiescence,
              () -> engine.dropPartitions(engine.createPartitions(1)));
      CountDownLatch started = new CountDownLatch(calls.size());
      List<FutureTask<Void>> threads = new ArrayList<>();
      for (Call call : calls) {
        threads.add(
            start(() -> {
              started.countDown();
              while (true) {
                try {
                  call.run();
                  if (call == calls.get(9) && engine.partitions().isEmpty()) {
                    return;
                  }
                } catch (IllegalStateException closed) {
                  assertTrue(closed.getMessage().contains("closed"), closed.toString());
                  return;
                }
                if (isClosed(engine)) {
                  return;
                }
              }
            }));
      }
      started.await();
      Thread.sleep(round % 5);
      engine.close();
      for (FutureTask<Void> thread : threads) {
        thread.get();
      }
      assertTrue(own.containsAll(List.of(1, 2)));
      Leaks.assertNone(files);
    }
  }

  private static void readByCursor(StorageEngine engine) throws IOException {
    try (Cursor cursor = engine.cursor(1, CursorOptions.all())) {
      if (cursor.first()) {
        cursor.value();
      }
    } catch (IllegalStateException closed) {
      // A cursor that is open while its engine closes may find its memory gone.
      throw new IllegalStateException("closed", closed);
    }
  }

  private static boolean isClosed(StorageEngine engine) {
    try {
      engine.stats();
      return false;
    } catch (IllegalStateException closed) {
      return true;
    }
  }

  private final List<Gate> gates = new ArrayList<>();

  private Gate gate(Predicate<Operation> matches) {
    Gate gate = new Gate(matches);
    gates.add(gate);
    return gate;
  }

  /** So that a test that failed ends. */
  private void openGates() {
    gates.forEach(Gate::open);
  }

  /** Holds back the first operation that matches, until it is opened. */
  private final class Gate {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    Gate(Predicate<Operation> matches) {
      files.onOperation(operation -> {
        if (matches.test(operation) && arrived.getCount() > 0) {
          arrived.countDown();
          await(opened);
        }
      });
    }

    void awaitArrival() {
      await(arrived);
    }

    void open() {
      opened.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        assertTrue(latch.await(5, TimeUnit.MINUTES), "it never came");
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private StorageEngine open() throws IOException {
    return StorageEngine.open(env, CrashScript.DIRECTORY, OPTIONS);
  }

  private static void refused(Call call) {
    assertThrows(IllegalArgumentException.class, call::run);
  }

  private static FutureTask<Void> start(Call call) {
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          call.run();
          return null;
        });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }
}
