package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.Generators;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What nobody can read any more goes: at once by compacting, and by itself in time. */
class EngineReclaimTest {
  private static final EngineOptions OPTIONS = TestOptions.small(Compression.NONE);

  /** Of so many entries in tables, fewer than one may be garbage when all is quiet. */
  private static final int ENTRIES_PER_GARBAGE = 4;

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final DirectScheduler scheduler = new DirectScheduler();

  @Provide
  Arbitrary<Long> seeds() {
    return Generators.seeds();
  }

  /** Puts, deletes and overwrites of one partition, whose live keys it knows. */
  private static final class Script {
    private static final int KEYS = 1_500;

    private final SplittableRandom random;
    private final TreeMap<Integer, Integer> live = new TreeMap<>(); // value lengths
    private final List<Snapshot> snapshots = new ArrayList<>();
    private StorageEngine engine;

    Script(long seed, StorageEngine engine) throws IOException {
      random = new SplittableRandom(seed);
      this.engine = engine;
      engine.createPartitions(1);
    }

    void run(int steps) throws IOException {
      for (int step = 0; step < steps; step++) {
        switch (random.nextInt(40)) {
          case 0 -> engine.compact(1);
          case 1, 2 -> engine.flush(1);
          case 3, 4, 5 -> snapshots.add(engine.snapshot());
          case 6, 7, 8, 9 -> {
            if (!snapshots.isEmpty()) {
              snapshots.remove(random.nextInt(snapshots.size())).close();
            }
          }
          case 10, 11, 12 -> deleteRange();
          default -> write();
        }
      }
    }

    private void deleteRange() throws IOException {
      int from = random.nextInt(KEYS);
      for (int at = from; at < Math.min(KEYS, from + random.nextInt(300)); at++) {
        delete(at);
      }
    }

    private void write() throws IOException {
      for (int count = random.nextInt(100); count > 0; count--) {
        int at = random.nextInt(KEYS);
        int length = random.nextInt(100);
        if (random.nextInt(3) == 0) {
          delete(at);
        } else {
          engine.put(1, key(at), new byte[length], Durability.BUFFERED);
          live.put(at, length);
        }
      }
    }

    private void delete(int at) throws IOException {
      engine.delete(1, key(at), Durability.BUFFERED);
      live.remove(at);
    }

    void deleteAll() throws IOException {
      for (int at = 0; at < KEYS; at++) {
        delete(at);
      }
    }

    void closeSnapshots() {
      snapshots.forEach(Snapshot::close);
      snapshots.clear();
    }

    long liveBytes() {
      return live.values().stream().mapToLong(length -> Integer.BYTES + length).sum();
    }
  }

  @Property(tries = 30)
  void compactingLeavesOneRunOfWhatIsLive(@ForAll("seeds") long seed) throws IOException {
    MemoryFileSystem own = new MemoryFileSystem(new MemoryLedger());
    Env env = own.env(new ManualClock(), new DirectScheduler());
    Script script;
    try (StorageEngine engine = StorageEngine.open(env, CrashScript.DIRECTORY, OPTIONS)) {
      script = new Script(seed, engine);
      script.run(100);
      if (seed % 2 == 0) {
        script.closeSnapshots();
        engine.compact(1);
        assertCompact(script, engine.stats(1));
      }
    }
    script.snapshots.clear(); // the end of the engine was theirs
    try (StorageEngine engine = StorageEngine.open(env, CrashScript.DIRECTORY, OPTIONS)) {
      engine.compact(1);
      assertCompact(script, engine.stats(1));
      script.engine = engine;
      script.run(30);
      script.closeSnapshots();
      script.deleteAll();
      engine.compact(1);
      assertCompact(script, engine.stats(1));
    }
  }

  private static void assertCompact(Script script, PartitionStats stats) {
    List<LevelStats> used = stats.levels().stream().filter(level -> level.tables() > 0).toList();
    assertEquals(script.live.isEmpty() ? 0 : 1, used.size(), stats.toString());
    assertEquals(0, stats.levels().getFirst().tables(), stats.toString());
    assertEquals(script.live.size(), stats.entries(), stats.toString());
    assertEquals(0, tombstones(stats) + oldVersions(stats), stats.toString());
    // 20 bytes an entry for words, columns and filter; 1 KB a table.
    long most = script.liveBytes() + 20L * script.live.size();
    long tables = used.stream().mapToLong(LevelStats::tables).sum();
    assertTrue(stats.tableBytes() <= most + 1_000 * tables, most + " " + stats);
  }

  @Property(tries = 30)
  void whatNobodyCanReadGoesByItself(@ForAll("seeds") long seed) throws IOException {
    MemoryFileSystem own = new MemoryFileSystem(new MemoryLedger());
    Env env = own.env(new ManualClock(), new DirectScheduler());
    try (StorageEngine engine = StorageEngine.open(env, CrashScript.DIRECTORY, OPTIONS)) {
      Script script = new Script(seed, engine);
      script.run(100);
      script.closeSnapshots();
      engine.flush(1);
      engine.awaitQuiescence();
      PartitionStats stats = engine.stats(1);
      long garbage = tombstones(stats) + oldVersions(stats);
      assertTrue(garbage == 0 || ENTRIES_PER_GARBAGE * garbage < stats.entries(), stats.toString());

      script.deleteAll();
      engine.flush(1);
      engine.awaitQuiescence();
      assertEquals(0, engine.stats(1).tableBytes(), engine.stats(1).toString());
    }
  }

  @Test
  void anEmptiedPartitionHasNoTablesWhenWritersPause() throws IOException {
    try (StorageEngine engine = open(OPTIONS)) {
      engine.createPartitions(2);
      for (int at = 0; at < 1_100; at++) {
        engine.put(1, key(at), new byte[1_000], Durability.BUFFERED);
      }
      engine.flush(1);
      for (int at = 0; at < 1_100; at++) {
        engine.delete(1, key(at), Durability.BUFFERED);
      }
      assertTrue(engine.stats(1).tableBytes() > 1 << 20);
      for (int look = 0; look < 4; look++) {
        // Somebody else's writes are no reason to wait.
        engine.put(2, key(look), new byte[10], Durability.BUFFERED);
        scheduler.tick();
      }
      assertEquals(0, engine.stats(1).tableBytes());
      assertEquals(0, engine.stats(1).memtableEntries());
    }
  }

  @Test
  void versionsThatSnapshotsHeldGoWhenTheseAreClosed() throws IOException {
    try (StorageEngine engine = open(OPTIONS)) {
      engine.createPartitions(1);
      List<Snapshot> snapshots = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        fill(engine, 1, 1_000);
        snapshots.add(engine.snapshot());
        engine.compact(1);
      }
      assertEquals(2_000, oldVersions(engine.stats(1)));
      scheduler.tick();
      scheduler.tick();
      assertEquals(2_000, oldVersions(engine.stats(1)), "somebody can read them");
      snapshots.removeFirst().close();
      engine.compact(1);
      assertEquals(1_000, oldVersions(engine.stats(1)), "what the first one held goes at once");
      snapshots.forEach(Snapshot::close);
      scheduler.tick();
      assertEquals(0, oldVersions(engine.stats(1)));
      assertEquals(1_000, engine.stats(1).entries());
    }
  }

  @Test
  void readersOfTombstonesHaveThemRemoved() throws IOException {
    // No share of the whole would ever make it worth while.
    int count = 20_000;
    int deleted = 600;
    EngineOptions options = OPTIONS.withMemtables(4 << 20, 16 << 20).withTables(4 << 20, 4 << 20);
    try (StorageEngine engine = open(options)) {
      engine.createPartitions(1);
      fill(engine, 1, count);
      engine.compact(1);
      for (int at = 0; at < deleted; at++) {
        engine.delete(1, key(at), Durability.BUFFERED);
      }
      int rounds = 0;
      do {
        // Never quiet, so that nothing else asks for it.
        engine.put(1, key(count + rounds), new byte[10], Durability.BUFFERED);
        try (Cursor cursor = engine.cursor(1, CursorOptions.all())) {
          assertTrue(cursor.first());
          assertEquals(deleted, ByteBuffer.wrap(cursor.key()).getInt());
        }
        scheduler.tick();
        rounds++;
      } while (engine.stats(1).entries() > count - deleted + rounds && rounds < 200);
      // They pass over 600 a round; about 21,000 entries have to be merged.
      assertTrue(rounds <= (count + deleted) / deleted + 5, "rounds " + rounds);
      assertEquals(0, tombstones(engine.stats(1)));
    }
  }

  @Test
  void aFlushOfTombstonesOverNothingMakesNoTable() throws IOException {
    try (StorageEngine engine = open(OPTIONS)) {
      engine.createPartitions(1);
      engine.delete(1, key(1), Durability.BUFFERED);
      engine.flush(1);
      assertEquals(0, engine.stats(1).tableBytes());
      assertEquals(0, engine.stats(1).memtableEntries());
    }
  }

  @Test
  void fillsAndOverwritesAreWrittenNoOftener() throws IOException {
    // Without a tombstone and a snapshot no table holds garbage: nothing is reclaimed.
    try (StorageEngine engine = open(OPTIONS)) {
      engine.createPartitions(1);
      for (int round = 0; round < 4; round++) {
        fill(engine, 1, 700);
        engine.flush(1);
        try (Cursor cursor = engine.cursor(1, CursorOptions.all())) {
          assertTrue(cursor.first());
        }
        scheduler.tick();
        scheduler.tick();
        assertFalse(engine.stats(1).levels().getFirst().tables() > 1);
      }
      assertEquals(2, engine.stats(1).compactions(), engine.stats(1).toString());
    }
  }

  private StorageEngine open(EngineOptions options) throws IOException {
    Env env = files.env(new ManualClock(), scheduler);
    return StorageEngine.open(env, CrashScript.DIRECTORY, options);
  }

  private static void fill(StorageEngine engine, int partition, int count) throws IOException {
    for (int at = 0; at < count; at++) {
      engine.put(partition, key(at), new byte[10], Durability.BUFFERED);
    }
  }

  private static long tombstones(PartitionStats stats) {
    return stats.levels().stream().mapToLong(LevelStats::tombstones).sum();
  }

  private static long oldVersions(PartitionStats stats) {
    return stats.levels().stream().mapToLong(LevelStats::oldVersions).sum();
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }
}
