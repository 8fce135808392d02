package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.Leaks;
import dev.varve.testing.ManualClock;
import dev.varve.testing.ManualScheduler;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The native memory of memtables keeps to its budget, whatever is written and to how many. */
class EngineMemoryTest {
  private static final int BUDGET = 16 << 20;
  private static final int LEAST_PER_PARTITION = 8 << 10;
  private static final EngineOptions OPTIONS =
      EngineOptions.defaults().withMemtables(4 << 20, BUDGET);

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final SplittableRandom random = new SplittableRandom(7);

  @ParameterizedTest
  @CsvSource({
    "1, 1000, 40000",
    "300, 100, 12000",
    "6000, 1000, 70000",
    "1, 16000000, 4",
    "50, 16000000, 4"
  })
  void memtablesKeepToTheirBudget(int partitions, int valueBytes, int puts) throws IOException {
    long budget = Math.max(BUDGET, (long) partitions * LEAST_PER_PARTITION);
    byte[] value = new byte[valueBytes];
    for (int session = 0; session < 2; session++) {
      try (StorageEngine engine = open(new DirectScheduler())) {
        if (session == 0) {
          engine.createPartitions(partitions);
        }
        for (int i = 0; i < puts; i++) {
          engine.put(1 + i % partitions, key(i), value, Durability.BUFFERED);
          if (i % 50 == 0 || valueBytes > 1000) {
            // Flushed at once by this scheduler; one chunk may have come beyond the budget.
            long held = held(engine, "memtable");
            assertTrue(held <= budget + valueBytes + (4 << 20), "held: " + held);
            assertTrue(held(engine, "memtable.free") <= 2L * OPTIONS.memtableBytes());
          }
        }
        long flushes = flushes(engine);
        long written = (long) puts * valueBytes;
        long least = Math.min(OPTIONS.memtableBytes(), budget / partitions) / 4;
        assertTrue(flushes <= written / least + 1, () -> flushes + " flushes");
      }
      Leaks.assertNone(files);
    }
  }

  /** A few writes to each of many partitions fit a budget that has room for them. */
  @Test
  void nearlyEmptyMemtablesAreNotFlushed() throws IOException {
    try (StorageEngine engine = open(new DirectScheduler())) {
      engine.createPartitions(2_000);
      for (int i = 0; i < 6_000; i++) {
        engine.put(1 + i % 2_000, key(i), new byte[100], Durability.BUFFERED);
      }
      assertEquals(0, flushes(engine));
      assertTrue(held(engine, "memtable") <= 2_000L * LEAST_PER_PARTITION);
    }
  }

  @Test
  void droppedPartitionsLeaveTheBudget() throws IOException {
    try (StorageEngine engine = open(new DirectScheduler())) {
      for (int round = 0; round < 60; round++) {
        List<Integer> created = engine.createPartitions(2);
        for (int i = 0; i < 400; i++) {
          engine.put(created.get(i % 2), key(i), new byte[1000], Durability.BUFFERED);
        }
        assertEquals(0, flushes(engine), "what was dropped counts no more");
        Integer gone = created.getFirst();
        engine.dropPartitions(List.of(gone));
        assertThrows(
            IllegalArgumentException.class,
            () -> engine.dropPartitions(List.of(created.getLast(), gone)));
        engine.dropPartitions(List.of(created.getLast()));
      }
      int many = 60;
      engine.createPartitions(many);
      for (int i = 0; i < 60_000; i++) {
        int partition = engine.partitions().get(i % many);
        engine.put(partition, key(i), new byte[1000], Durability.BUFFERED);
        assertTrue(i % 500 != 0 || held(engine, "memtable") <= BUDGET + (4 << 20));
      }
    }
    Leaks.assertNone(files);
  }

  @Test
  void aDropThatFailedLeaksNothing() throws IOException {
    StorageEngine engine = open(new DirectScheduler());
    List<Integer> created = engine.createPartitions(2);
    for (int i = 0; i < 1_000; i++) {
      engine.put(created.get(i % 2), key(i), new byte[1000], Durability.BUFFERED);
    }
    engine.sync();
    long before = held(engine, "memtable");
    files.onOperation(OperationHook.failing(operation -> operation.kind() == Operation.Kind.SYNC));
    assertThrows(IOException.class, () -> engine.dropPartitions(created));
    assertEquals(before, held(engine, "memtable"));
    files.onOperation(operation -> {});
    try {
      engine.close();
    } catch (IOException refused) {
      assertTrue(refused.getMessage().contains("read-only"), refused.getMessage());
    }
    Leaks.assertNone(files);
  }

  /** Where flushes are behind, writers wait before memory has doubled. */
  @Test
  void sealedMemtablesCountToo() throws Exception {
    ManualScheduler scheduler = new ManualScheduler();
    // A clock that goes on, since delays are measured.
    Env env = new Env(files, Clock.SYSTEM, scheduler, files.memory());
    StorageEngine engine = StorageEngine.open(env, CrashScript.DIRECTORY, OPTIONS);
    int partitions = 40;
    engine.createPartitions(partitions);
    FutureTask<Void> writes =
        new FutureTask<>(() -> {
          for (int i = 0; i < 40_000; i++) {
            engine.put(1 + i % partitions, key(i), new byte[1000], Durability.BUFFERED);
          }
          assertTrue(engine.stats().writeStallNanos() > 0);
          engine.close();
          return null;
        });
    Thread writer = Thread.ofPlatform().start(writes);
    while (!writes.isDone()) {
      long held = files.memory().bytesByOwner().getOrDefault("memtable", 0L);
      assertTrue(held <= 2L * BUDGET + (8 << 20), () -> "held: " + held);
      // Flushes only once the writer waits for them.
      if (writer.getState() == Thread.State.WAITING || random.nextInt(5_000) == 0) {
        scheduler.runOne();
      }
      Thread.onSpinWait();
    }
    writes.get();
    scheduler.close();
    Leaks.assertNone(files);
  }

  private StorageEngine open(Scheduler scheduler) throws IOException {
    Env env = files.env(new ManualClock(), scheduler);
    return StorageEngine.open(env, CrashScript.DIRECTORY, OPTIONS);
  }

  private static long held(StorageEngine engine, String owner) {
    Map<String, Long> held = engine.stats().nativeBytes();
    return held.getOrDefault(owner, 0L);
  }

  private static long flushes(StorageEngine engine) {
    return engine.partitions().stream().mapToLong(id -> engine.stats(id).flushes()).sum();
  }

  private byte[] key(int number) {
    return TestOptions.bytes(Integer.toHexString(number * 0x9E3779B9) + "/" + number);
  }
}
