package dev.varve.soak.session;

import dev.varve.engine.EngineOptions;
import dev.varve.soak.lane.Choice;
import dev.varve.sstable.Compression;
import java.time.Duration;

/**
 * How one opening goes.
 *
 * @param options of the engine and of the tables' database
 * @param millis how long the tasks run
 * @param checksAll whether all keys are checked first, or a range of them
 * @param interrupts whether threads are interrupted all the time
 * @param fillsDisk whether the disk is full for a while
 * @param quiet whether to wait for background work before closing
 */
record OpeningPlan(
    EngineOptions options,
    int millis,
    boolean checksAll,
    boolean interrupts,
    boolean fillsDisk,
    boolean quiet) {
  private static final int KIBIBYTE = 1 << 10;
  private static final int MEBIBYTE = 1 << 20;

  static OpeningPlan choose(Choice choice, boolean first) {
    return new OpeningPlan(
        options(choice),
        choice.oneIn(3) ? choice.between(1, 300) : choice.between(300, 5_000),
        first || choice.oneIn(4),
        choice.oneIn(3),
        choice.oneIn(8),
        choice.oneIn(4));
  }

  private static EngineOptions options(Choice choice) {
    int memtable = choice.of(256 * KIBIBYTE, MEBIBYTE, 4 * MEBIBYTE, 16 * MEBIBYTE);
    int segment = choice.of(4 * MEBIBYTE, 20 * MEBIBYTE);
    long table = choice.of(256 * KIBIBYTE, 2 * MEBIBYTE, 64 * MEBIBYTE);
    int level0 = choice.of(2, 4, 8);
    return EngineOptions.defaults()
        .withCompression(choice.of(Compression.values()))
        .withBlockCacheBytes(choice.of(0L, 2L * MEBIBYTE, 16L * MEBIBYTE, 256L * MEBIBYTE))
        .withMemtables(memtable, (long) memtable * choice.of(1, 2, 8))
        .withWal(segment, (long) segment * choice.of(1, 2, 10))
        .withTables(table, table * choice.of(1, 8, 64))
        .withLevel0(level0, level0 * 3, level0 * 5)
        .withBlockBytes(choice.of(KIBIBYTE, 4 * KIBIBYTE, 16 * KIBIBYTE))
        .withFilterBitsPerKey(choice.of(0, 10, 16))
        .withSyncInterval(choice.of(Duration.ZERO, Duration.ofMillis(50), Duration.ofSeconds(1)));
  }
}
