package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.sstable.Compression;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.ManualScheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Whoever waits for background work waits for all of it. */
class EngineQuiescenceTest {
  private static final EngineOptions OPTIONS = TestOptions.small(Compression.NONE);
  private static final int LEVEL0_FILES = 2;

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final SplittableRandom random = new SplittableRandom(6);

  @Test
  void nothingIsLeftToDoAfterwards() throws Exception {
    ManualScheduler scheduler = new ManualScheduler();
    Env env = files.env(new ManualClock(), scheduler);
    try (StorageEngine engine = StorageEngine.open(env, CrashScript.DIRECTORY, OPTIONS)) {
      engine.createPartitions(2);
      for (int round = 0; round < 25; round++) {
        // So little that no write waits for a flush, since this thread runs the flushes.
        fill(engine, 150 << 10);
        FutureTask<?> waiting = start(engine::awaitQuiescence);
        while (!waiting.isDone()) {
          scheduler.runOne();
        }
        waiting.get();
        assertQuiet(engine, scheduler);
      }
      assertTrue(engine.stats(1).compactions() > 0);
      scheduler.close();
    }
  }

  @Test
  void memtablesThatAreNotFullStay() throws IOException {
    Env env = files.env(new ManualClock(), new DirectScheduler());
    try (StorageEngine engine = StorageEngine.open(env, CrashScript.DIRECTORY, OPTIONS)) {
      engine.createPartitions(1);
      engine.awaitQuiescence();
      engine.put(1, TestOptions.bytes("key"), new byte[10], Durability.BUFFERED);
      engine.awaitQuiescence();
      assertEquals(0, engine.stats(1).flushes());
      assertEquals(1, engine.stats(1).memtableEntries());
    }
  }

  @Test
  void theLogOfAStoreAtRestIsOneShortSegment() throws IOException {
    Env env = files.env(new ManualClock(), new DirectScheduler());
    EngineOptions options = OPTIONS.withMemtables(1 << 20, 4 << 20);
    byte[] key = TestOptions.bytes("key");
    try (StorageEngine engine = StorageEngine.open(env, CrashScript.DIRECTORY, options)) {
      engine.createPartitions(2);
      fill(engine, 500 << 10);
      engine.awaitQuiescence();
      assertTrue(logBytes() > 500 << 10, "needed by a memtable");

      engine.flush();
      engine.awaitQuiescence();
      assertEquals(options.walSegmentBytes() / 16, logBytes());
      engine.put(1, key, new byte[10], Durability.SYNC);
    }
    try (StorageEngine engine = StorageEngine.open(env, CrashScript.DIRECTORY, options)) {
      assertEquals(10, engine.get(1, key).length);
    }
  }

  private long logBytes() throws IOException {
    long bytes = 0;
    Path log = CrashScript.DIRECTORY.resolve("wal");
    for (String name : files.list(log)) {
      try (StorageFile file = files.openReadOnly(log.resolve(name))) {
        bytes += file.length();
      }
    }
    return bytes;
  }

  @Test
  void aFailureEndsTheWait() throws Exception {
    ManualScheduler scheduler = new ManualScheduler();
    Env env = files.env(new ManualClock(), scheduler);
    StorageEngine engine = StorageEngine.open(env, CrashScript.DIRECTORY, OPTIONS);
    engine.createPartitions(1);
    fill(engine, 150 << 10);
    files.onOperation(_ -> {
      throw new IOException("injected failure");
    });
    FutureTask<?> waiting = start(engine::awaitQuiescence);
    while (!waiting.isDone()) {
      scheduler.runOne();
    }
    Throwable failure = assertThrows(Exception.class, waiting::get).getCause();
    assertTrue(failure instanceof IOException, failure.toString());
    assertThrows(IOException.class, engine::awaitQuiescence);
    scheduler.close();
    assertThrows(IOException.class, engine::close);
  }

  private static void assertQuiet(StorageEngine engine, ManualScheduler scheduler) {
    for (int partition : engine.partitions()) {
      PartitionStats stats = engine.stats(partition);
      assertTrue(stats.levels().getFirst().tables() < LEVEL0_FILES, stats.toString());
    }
    List<PartitionStats> before = engine.partitions().stream().map(engine::stats).toList();
    scheduler.runAll();
    assertEquals(before, engine.partitions().stream().map(engine::stats).toList());
  }

  private void fill(StorageEngine engine, int bytes) throws IOException {
    byte[] value = new byte[1000];
    byte[] key = new byte[4];
    for (int written = 0; written < bytes; written += value.length) {
      random.nextBytes(key);
      int partition = engine.partitions().get(random.nextInt(engine.partitions().size()));
      engine.put(partition, key, value, Durability.BUFFERED);
    }
  }

  private static FutureTask<?> start(Task task) {
    FutureTask<?> future =
        new FutureTask<>(() -> {
          task.run();
          return null;
        });
    Thread.ofPlatform().start(future);
    return future;
  }

  private interface Task {
    void run() throws IOException;
  }
}
