package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.sstable.Compression;
import dev.varve.testing.ManualClock;
import dev.varve.testing.ManualScheduler;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What writers wait for comes first, and whatever goes wrong in the background is told. */
class EngineUrgencyTest {
  private static final EngineOptions OPTIONS =
      TestOptions.small(Compression.NONE).withTables(1 << 20, 1 << 20);
  private static final int BUSY = 1;
  private static final int URGENT = 2;
  private static final int OTHER = 3;

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final ManualScheduler scheduler = new ManualScheduler();

  /** Short tasks run at once, within the call. */
  private final Scheduler shortTasksAtOnce =
      new Scheduler() {
        @Override
        public void execute(Runnable task) {
          scheduler.execute(task);
        }

        @Override
        public void executeShort(Runnable task) {
          task.run();
        }

        @Override
        public Repeating repeat(Duration pause, Runnable task) {
          return scheduler.repeat(pause, task);
        }

        @Override
        public void close() {
          scheduler.close();
        }
      };

  private final Env env = files.env(new ManualClock(), shortTasksAtOnce);
  private StorageEngine engine;
  private int perMemtable;

  @BeforeEach
  void open() throws IOException {
    engine = StorageEngine.open(env, CrashScript.DIRECTORY, OPTIONS);
    engine.createPartitions(3);
    while (scheduler.pending() == 0) {
      put(OTHER, perMemtable++);
    }
    perMemtable += perMemtable / 20; // enough for any to be sealed, and too few for a second
    scheduler.runAll();
  }

  @AfterEach
  void close() throws IOException {
    files.onOperation(_ -> {});
    scheduler.close();
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void aCompactionPausesForOneThatWritersWaitFor() throws IOException {
    whileCompacting(() -> {
      flushedMemtables(URGENT, OPTIONS.level0SlowdownFiles());
    });
    assertEquals(0, level0(URGENT));
    assertTrue(finished.indexOf(URGENT) < finished.indexOf(BUSY), finished.toString());
  }

  @Test
  void aCompactionPausesWhoseOwnWritersHaveGone() throws IOException {
    whileCompacting(() -> {
      flushedMemtables(BUSY, OPTIONS.level0SlowdownFiles());
      scheduler.tick();
      scheduler.tick();
      flushedMemtables(URGENT, OPTIONS.level0SlowdownFiles());
      assertTrue(level0(BUSY) > level0(URGENT));
    });
    assertEquals(0, level0(URGENT));
    assertTrue(finished.indexOf(URGENT) < finished.indexOf(BUSY), finished.toString());
  }

  @Test
  void tombstonesThatASnapshotKeepsStayInTheMemtable() throws IOException {
    fillMemtable(BUSY);
    scheduler.runAll();
    long flushes = engine.stats(BUSY).flushes();
    try (Snapshot snapshot = engine.snapshot()) {
      for (int at = 0; at < perMemtable / 2; at++) {
        engine.delete(BUSY, key(at), Durability.BUFFERED);
      }
      readAndLook();
      assertEquals(flushes, engine.stats(BUSY).flushes());
      assertTrue(snapshot.sequence() > 0);
    }
    readAndLook();
    assertEquals(flushes + 1, engine.stats(BUSY).flushes());
  }

  /** A reader passes over the tombstones, and the engine looks what that makes due. */
  private void readAndLook() throws IOException {
    for (int pass = 0; pass < 3; pass++) {
      try (Cursor cursor = engine.cursor(BUSY, CursorOptions.all())) {
        cursor.first();
      }
      scheduler.tick();
      scheduler.runAll();
    }
  }

  @Test
  void aCompactionGoesOnWhereNobodyWaits() throws IOException {
    whileCompacting(() -> {
      flushedMemtables(URGENT, OPTIONS.level0SlowdownFiles() - 1);
    });
    assertEquals(OPTIONS.level0SlowdownFiles() - 1, level0(URGENT));
    assertEquals(BUSY, finished.getFirst());
  }

  @Test
  void aCompactionPausesForAFlushThatFindsNoThread() throws IOException {
    whileCompacting(() -> {
      fillMemtable(URGENT);
      fillMemtable(URGENT);
    });
    assertEquals(2, engine.stats(URGENT).flushes());
  }

  @Test
  void theLongestLevel0ThatWritersWaitForComesFirst() throws IOException {
    fillMemtables(URGENT, 3);
    fillMemtables(BUSY, 3);
    scheduler.runAll();
    fillMemtables(URGENT, 3);
    fillMemtables(BUSY, 2);
    for (int flush = 0; flush < 3; flush++) {
      assertTrue(scheduler.runOne());
    }
    assertEquals(OPTIONS.level0SlowdownFiles(), level0(URGENT));
    assertEquals(OPTIONS.level0SlowdownFiles() - 1, level0(BUSY));
    // The higher score: it is read, so that its level 0 is to be short.
    assertEquals(null, engine.get(BUSY, key(-1)));
    watchInstalls();
    scheduler.runAll();
    assertEquals(URGENT, finished.getFirst(), finished.toString());
  }

  @Test
  void flushesGoWhereMostMemtablesWait() throws IOException {
    fillMemtables(BUSY, 2);
    fillMemtables(URGENT, 3);
    assertTrue(scheduler.runOne());
    assertEquals(0, engine.stats(BUSY).flushes());
    assertEquals(2, engine.stats(URGENT).flushes(), "two: then the other has more left");
    scheduler.runAll();
    assertEquals(2, engine.stats(BUSY).flushes());
    assertEquals(3, engine.stats(URGENT).flushes());
  }

  @Test
  void aBugInABackgroundTaskIsReportedAndEndsWriting() {
    files.onOperation(operation -> {
      if (operation.path().toString().contains(".sst")) {
        throw new IllegalStateException("injected bug");
      }
    });
    RuntimeException bug =
        assertThrows(
            IllegalStateException.class,
            () -> {
              fillMemtable(BUSY);
              scheduler.runAll();
            });
    assertEquals("injected bug", bug.getMessage());
    assertWritesRefusedFor(bug);
  }

  @Test
  void aBugInARepeatedTaskIsReportedAndEndsWriting() throws IOException {
    fillMemtable(BUSY);
    scheduler.runAll();
    scheduler.tick();
    files.onOperation(operation -> {
      if (operation.kind() == Operation.Kind.DELETE) {
        throw new IllegalStateException("injected bug");
      }
    });
    // The writers are found idle, and the log's files that nobody needs are deleted.
    RuntimeException bug = assertThrows(IllegalStateException.class, scheduler::tick);
    assertEquals("injected bug", bug.getMessage());
    assertWritesRefusedFor(bug);
  }

  private void assertWritesRefusedFor(Throwable bug) {
    files.onOperation(_ -> {});
    IOException refused =
        assertThrows(
            IOException.class, () -> engine.put(BUSY, key(1), new byte[1], Durability.BUFFERED));
    assertEquals(bug, refused.getCause());
    scheduler.close();
    try {
      engine.close();
    } catch (IOException closing) {
      assertEquals(bug, closing.getCause());
    }
    engine = null;
  }

  /** Partitions in the order in which a compaction of theirs ended. */
  private final List<Integer> finished = new ArrayList<>();

  /** Runs one compaction of the busy partition, and something in its midst. */
  private void whileCompacting(Meanwhile meanwhile) throws IOException {
    fillMemtable(BUSY);
    assertTrue(scheduler.runOne());
    fillMemtable(BUSY);
    assertEquals(null, engine.get(BUSY, key(-1))); // read, so that two tables are to be merged
    assertTrue(scheduler.runOne());
    assertEquals(2, level0(BUSY));
    assertEquals(1, scheduler.pending());
    boolean[] begun = new boolean[1];
    files.onOperation(operation -> {
      if (operation.path().toString().contains(".sst") && !begun[0]) {
        begun[0] = true;
        meanwhile.run();
        watchInstalls();
      }
    });
    assertTrue(scheduler.runOne());
    assertTrue(begun[0]);
    assertEquals(1, engine.stats(BUSY).compactions());
  }

  /** A compaction's end shows by the manifest's next sync. */
  private void watchInstalls() {
    long[] before = {engine.stats(BUSY).compactions(), engine.stats(URGENT).compactions()};
    files.onOperation(operation -> {
      for (int partition = BUSY; partition <= URGENT; partition++) {
        if (engine.stats(partition).compactions() > before[partition - 1]
            && !finished.contains(partition)) {
          finished.add(partition);
        }
      }
    });
  }

  /** Fills memtables and flushes each, as the other thread would. */
  private void flushedMemtables(int partition, int count) throws IOException {
    for (int memtable = 0; memtable < count; memtable++) {
      fillMemtable(partition);
      assertTrue(scheduler.runOne());
    }
  }

  private void fillMemtables(int partition, int count) throws IOException {
    for (int memtable = 0; memtable < count; memtable++) {
      fillMemtable(partition);
    }
  }

  /** Writes just enough for the memtable to be sealed; the same keys each time. */
  private void fillMemtable(int partition) throws IOException {
    for (int at = 0; at < perMemtable; at++) {
      put(partition, at);
    }
  }

  private void put(int partition, int number) throws IOException {
    engine.put(partition, key(number), new byte[40], Durability.BUFFERED);
  }

  private int level0(int partition) {
    return engine.stats(partition).levels().getFirst().tables();
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private interface Meanwhile {
    void run() throws IOException;
  }
}
