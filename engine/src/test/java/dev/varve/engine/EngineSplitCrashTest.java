package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.sstable.Compression;
import dev.varve.testing.CrashWalk;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Power is lost, or the process killed, in front of every file-system operation of splits, merges
 * and what goes on beside them: the partitions that come back hold together what was written, each
 * its own keys, and go on.
 */
class EngineSplitCrashTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void powerLossLeavesAPrefixInWhatPartitionsThereAre(long seed) throws Exception {
    int outcomes = walk(seed, SplitScript::checkAfterPowerLoss).losingPower(1);
    assertTrue(outcomes > 80, "outcomes: " + outcomes);
  }

  @ParameterizedTest
  @ValueSource(longs = {11})
  void aKillLeavesAllThatWasAcknowledged(long seed) throws Exception {
    int outcomes = walk(seed, SplitScript::checkAfterKill).killingTheProcess();
    assertTrue(outcomes > 80, "outcomes: " + outcomes);
  }

  private interface Check {
    void check(SplitScript script, StorageEngine recovered) throws IOException;
  }

  private static CrashWalk<SplitScript> walk(long seed, Check check) {
    EngineOptions options = options(seed);
    return new CrashWalk<>(
        () -> new SplitScript(seed, 14, options),
        (files, script) -> script.run(files),
        (survivor, script) -> {
          try (StorageEngine engine = open(survivor, options)) {
            check.check(script, engine);
          }
          goesOn(survivor, options);
        });
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

  private static void goesOn(MemoryFileSystem survivor, EngineOptions options) throws IOException {
    byte[] key = TestOptions.bytes("key 33");
    try (StorageEngine engine = open(survivor, options)) {
      RangedMap map = RangedMap.of(engine);
      engine.put(map.partitionOf(key), key, key, Durability.SYNC);
      Replacement split = map.split(key);
      if (split != null) {
        try (split) {
          split.apply();
          split.show();
          map.splitApplied(key, split);
        }
      }
      assertArrayEquals(key, engine.get(map.partitionOf(key), key));
    }
    try (StorageEngine engine = open(survivor, options)) {
      assertArrayEquals(key, engine.get(RangedMap.of(engine).partitionOf(key), key));
      assertTrue(engine.recovery().movedAside().isEmpty());
    }
  }
}
