package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.CrashWalk;
import dev.varve.testing.Leaks;
import dev.varve.testing.ManualClock;
import dev.varve.testing.ManualScheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Power is lost, or the process killed, in front of every file-system operation of a script: what
 * comes back is what was there after some step, batches whole, no older than the last one that must
 * survive; and the engine goes on from there.
 */
class EnginePowerLossTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 4, 6})
  void powerLossLeavesAPrefixWithAllThatWasSynced(long seed) throws Exception {
    EngineOptions options = options(seed);
    int outcomes =
        new CrashWalk<>(
                () -> new CrashScript(seed, steps(seed), options),
                (files, script) -> script.run(files),
                (survivor, script) -> {
                  try (StorageEngine engine = open(survivor, options)) {
                    script.checkAfterPowerLoss(engine);
                  }
                  goesOn(survivor, options, seed);
                })
            .losingPower(3);
    assertTrue(outcomes > 80, "outcomes: " + outcomes);
  }

  /** The table of a flush must not outlive the part of its last batch that is in the log alone. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aBatchIsWholeThoughOneOfItsPartitionsIsFlushedFirst(long seed) throws Exception {
    EngineOptions options = TestOptions.flushingEachBatch(Compression.NONE);
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    ManualScheduler scheduler = new ManualScheduler();
    byte[] key = TestOptions.bytes("key");
    MemoryFileSystem survivor;
    try (StorageEngine engine =
        StorageEngine.open(
            files.env(new ManualClock(), scheduler), CrashScript.DIRECTORY, options)) {
      engine.createPartitions(2);
      scheduler.runAll();
      engine.write(new WriteBatch().put(1, key, key).put(2, key, key), Durability.BUFFERED);
      assertTrue(scheduler.runOne(), "a flush of the first partition");
      assertEquals(1, engine.stats(1).flushes() + engine.stats(2).flushes());
      survivor = files.losePower(new SplittableRandom(seed));
      scheduler.runAll();
    }
    try (StorageEngine engine = open(survivor, options)) {
      assertArrayEquals(engine.get(1, key), engine.get(2, key));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void aKillLeavesAllThatWasAcknowledged(long seed) throws Exception {
    EngineOptions options = options(seed);
    int outcomes =
        new CrashWalk<>(
                () -> new CrashScript(seed, steps(seed), options),
                (files, script) -> script.run(files),
                (survivor, script) -> {
                  try (StorageEngine engine = open(survivor, options)) {
                    script.checkAfterKill(engine);
                  }
                  goesOn(survivor, options, seed);
                })
            .killingTheProcess();
    assertTrue(outcomes > 80, "outcomes: " + outcomes);
  }

  /** A flush is many operations. */
  private static int steps(long seed) {
    return seed % 3 == 0 ? 8 : 32;
  }

  /** Flushes by hand only, with every batch, or whenever the log has four segments. */
  private static EngineOptions options(long seed) {
    Compression compression = seed % 2 == 0 ? Compression.LZ4 : Compression.NONE;
    return seed % 3 == 0
        ? TestOptions.flushingEachBatch(compression)
        : TestOptions.tiny(compression);
  }

  private static StorageEngine open(MemoryFileSystem files, EngineOptions options)
      throws IOException {
    return StorageEngine.open(CrashScript.env(files), CrashScript.DIRECTORY, options);
  }

  /** A recovered engine takes writes, loses power again, and has them afterwards. */
  private static void goesOn(MemoryFileSystem survivor, EngineOptions options, long seed)
      throws IOException {
    byte[] key = TestOptions.bytes("after");
    SortedMap<Integer, NavigableMap<byte[], byte[]>> expected;
    StorageEngine engine = open(survivor, options);
    if (engine.partitions().isEmpty()) {
      engine.createPartitions(1);
    }
    int partition = engine.partitions().getLast();
    expected = CrashScript.contents(engine);
    engine.put(partition, key, key, Durability.SYNC);
    expected.get(partition).put(key, key);
    MemoryFileSystem again = survivor.crash(seed);
    try (StorageEngine recovered = open(again, options)) {
      CrashScript.assertSame(expected, recovered);
      recovered.dropPartitions(recovered.createPartitions(2));
      recovered.compact(partition);
      CrashScript.assertSame(expected, recovered);
    }
    try (StorageEngine reopened = open(again, options)) {
      CrashScript.assertSame(expected, reopened);
    }
    Leaks.assertNone(again);
    engine.close();
    Leaks.assertNone(survivor);
  }
}
