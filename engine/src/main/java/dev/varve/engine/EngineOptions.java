package dev.varve.engine;

import dev.varve.engine.background.TreeOptions;
import dev.varve.engine.compaction.LeveledPolicy;
import dev.varve.engine.event.EngineListener;
import dev.varve.engine.write.WriteLimits;
import dev.varve.sstable.Compression;
import dev.varve.sstable.SSTableOptions;
import dev.varve.wal.WalOptions;
import java.time.Duration;
import java.util.Objects;

/**
 * How an engine behaves. Immutable; start from {@link #defaults} and change what you need.
 *
 * @param createIfMissing behaviour: whether opening creates a directory that is missing or empty
 * @param readOnly behaviour: whether the engine only shows what an existing directory holds. Then
 *     nothing is written to the directory, which may be in a read-only place; the log is replayed
 *     into memory; writes, flushes and the like are refused by a {@link ReadOnlyEngineException}.
 *     Any number of engines may have a directory open so, and none that writes beside them
 * @param syncInterval behaviour: how long a {@link Durability#BUFFERED} write may wait for storage;
 *     1 s by default; {@link Duration#ZERO} for as long as the operating system likes
 * @param memtableBytes performance: what one partition's memtable holds before it is flushed; 64
 *     MiB by default. More means fewer, larger tables and less write amplification.
 * @param memtableBudgetBytes performance: memory of all memtables that take writes, before the
 *     largest are flushed; 256 MiB by default, 8 KiB for each partition at least, and no more than
 *     an eighth of the memory that the process may take when it opens the engine (but 8 MiB). With
 *     those that wait for their flush it is twice as much at most: then writers wait
 * @param walSegmentBytes performance: length of a log segment; 20 MiB by default; a batch must fit.
 *     The first segment after opening and after a pause is a sixteenth of that, the second a fourth
 * @param walLimitBytes performance: log that may be live before all that needs older parts is
 *     flushed; 512 MiB by default. Bounds the time that recovery takes. Where flushes are behind,
 *     writers are slowed down from there on and wait at twice as much
 * @param compression performance: of tables; {@link Compression#NONE} by default, which is read in
 *     place
 * @param blockCacheBytes performance: memory for decompressed blocks of all tables; 256 MiB by
 *     default, taken as it is needed; less than 2 MiB for none. Only compressed tables use it
 * @param blockBytes performance: about the size of a table's data block, uncompressed; 4 KiB by
 *     default
 * @param filterBitsPerKey performance: size of a table's filter; 10 by default, about 1% of false
 *     positives; 0 for none
 * @param tableBytes performance: about the size of a compacted table; 64 MiB by default
 * @param level0Files performance: tables in level 0 from which on they are compacted; 4 by default.
 *     While a partition is only written, compaction waits for two thirds of {@code
 *     level0SlowdownFiles}
 * @param level0SlowdownFiles performance: tables in level 0 from which on writes are delayed, more
 *     with every table; 24 by default
 * @param level0StopFiles performance: tables in level 0 at which writes wait; 40 by default
 * @param baseLevelBytes performance: largest size of the first level below level 0; 1 GiB by
 *     default. Up to there level 0 is merged into all of the data, and reads meet the fewest sorted
 *     runs
 * @param indexMemoryBytes performance: memory for copies of the tables' indexes and Bloom filters,
 *     some 1% of the tables; 256 MiB by default, taken as it is needed. Tables beyond it are read
 *     in place: a get that meets such pages outside of memory waits for the device more than once
 * @param tablePages performance: how pages of tables come into memory; {@link TablePages#AUTOMATIC}
 *     by default
 * @param listener behaviour: is told of flushes, compactions, stalls, tables, faults and recovery;
 *     {@link EngineListener#NONE} by default
 */
public record EngineOptions(
    boolean createIfMissing,
    boolean readOnly,
    Duration syncInterval,
    int memtableBytes,
    long memtableBudgetBytes,
    int walSegmentBytes,
    long walLimitBytes,
    Compression compression,
    long blockCacheBytes,
    int blockBytes,
    int filterBitsPerKey,
    long tableBytes,
    int level0Files,
    int level0SlowdownFiles,
    int level0StopFiles,
    long baseLevelBytes,
    long indexMemoryBytes,
    TablePages tablePages,
    EngineListener listener) {
  private static final int FANOUT = 10;
  private static final int RECYCLED_SEGMENTS = 4;

  /** Segments of a full one's length at first: growing fourfold, the third is a full one. */
  private static final int FIRST_SEGMENT_SHARE = 16;

  /** Refuses values out of bounds. */
  public EngineOptions {
    Objects.requireNonNull(tablePages);
    Objects.requireNonNull(listener);
    require(!syncInterval.isNegative(), "syncInterval must not be negative", syncInterval);
    require(memtableBytes > 0, "memtableBytes must be positive", memtableBytes);
    require(
        memtableBudgetBytes >= memtableBytes,
        "memtableBudgetBytes must be at least memtableBytes",
        memtableBudgetBytes);
    require(
        walLimitBytes >= walSegmentBytes,
        "walLimitBytes must be at least walSegmentBytes",
        walLimitBytes);
    require(blockCacheBytes >= 0, "blockCacheBytes must not be negative", blockCacheBytes);
    require(indexMemoryBytes >= 0, "indexMemoryBytes must not be negative", indexMemoryBytes);
    require(tableBytes >= 64 << 10, "tableBytes must be at least 64 KiB", tableBytes);
    require(level0Files >= 1, "level0Files must be at least 1", level0Files);
    require(
        level0SlowdownFiles > level0Files && level0StopFiles > level0SlowdownFiles,
        "level0Files < level0SlowdownFiles < level0StopFiles must hold",
        level0Files + ", " + level0SlowdownFiles + ", " + level0StopFiles);
    require(
        baseLevelBytes >= tableBytes, "baseLevelBytes must be at least tableBytes", baseLevelBytes);
    // The components' own bounds.
    walOptions(walSegmentBytes);
    SSTableOptions.DEFAULTS
        .withCompression(compression)
        .withBlockBytes(blockBytes)
        .withFilterBitsPerKey(filterBitsPerKey);
  }

  /** The defaults given above. */
  public static EngineOptions defaults() {
    return new EngineOptions(
        true,
        false,
        Duration.ofSeconds(1),
        64 << 20,
        256L << 20,
        20 << 20,
        512L << 20,
        Compression.NONE,
        256L << 20,
        4 << 10,
        10,
        64L << 20,
        4,
        24,
        40,
        1L << 30,
        256L << 20,
        TablePages.AUTOMATIC,
        EngineListener.NONE);
  }

  /** The same with another {@link #createIfMissing}. */
  public EngineOptions withCreateIfMissing(boolean createIfMissing) {
    Draft draft = new Draft(this);
    draft.createIfMissing = createIfMissing;
    return draft.finish();
  }

  /** The same with another {@link #readOnly}. */
  public EngineOptions withReadOnly(boolean readOnly) {
    Draft draft = new Draft(this);
    draft.readOnly = readOnly;
    return draft.finish();
  }

  /** The same with another {@link #syncInterval}. */
  public EngineOptions withSyncInterval(Duration syncInterval) {
    Draft draft = new Draft(this);
    draft.syncInterval = syncInterval;
    return draft.finish();
  }

  /** The same with another {@link #memtableBytes} and {@link #memtableBudgetBytes}. */
  public EngineOptions withMemtables(int memtableBytes, long memtableBudgetBytes) {
    Draft draft = new Draft(this);
    draft.memtableBytes = memtableBytes;
    draft.memtableBudgetBytes = memtableBudgetBytes;
    return draft.finish();
  }

  /** The same with another {@link #walSegmentBytes} and {@link #walLimitBytes}. */
  public EngineOptions withWal(int walSegmentBytes, long walLimitBytes) {
    Draft draft = new Draft(this);
    draft.walSegmentBytes = walSegmentBytes;
    draft.walLimitBytes = walLimitBytes;
    return draft.finish();
  }

  /** The same with another {@link #compression}. */
  public EngineOptions withCompression(Compression compression) {
    Draft draft = new Draft(this);
    draft.compression = compression;
    return draft.finish();
  }

  /** The same with another {@link #blockCacheBytes}. */
  public EngineOptions withBlockCacheBytes(long blockCacheBytes) {
    Draft draft = new Draft(this);
    draft.blockCacheBytes = blockCacheBytes;
    return draft.finish();
  }

  /** The same with another {@link #blockBytes}. */
  public EngineOptions withBlockBytes(int blockBytes) {
    Draft draft = new Draft(this);
    draft.blockBytes = blockBytes;
    return draft.finish();
  }

  /** The same with another {@link #filterBitsPerKey}. */
  public EngineOptions withFilterBitsPerKey(int filterBitsPerKey) {
    Draft draft = new Draft(this);
    draft.filterBitsPerKey = filterBitsPerKey;
    return draft.finish();
  }

  /** The same with another {@link #tableBytes} and {@link #baseLevelBytes}. */
  public EngineOptions withTables(long tableBytes, long baseLevelBytes) {
    Draft draft = new Draft(this);
    draft.tableBytes = tableBytes;
    draft.baseLevelBytes = baseLevelBytes;
    return draft.finish();
  }

  /** The same with other bounds of level 0. */
  public EngineOptions withLevel0(int level0Files, int level0SlowdownFiles, int level0StopFiles) {
    Draft draft = new Draft(this);
    draft.level0Files = level0Files;
    draft.level0SlowdownFiles = level0SlowdownFiles;
    draft.level0StopFiles = level0StopFiles;
    return draft.finish();
  }

  /** The same with another {@link #indexMemoryBytes}. */
  public EngineOptions withIndexMemoryBytes(long indexMemoryBytes) {
    Draft draft = new Draft(this);
    draft.indexMemoryBytes = indexMemoryBytes;
    return draft.finish();
  }

  /** The same with other {@link #tablePages}. */
  public EngineOptions withTablePages(TablePages tablePages) {
    Draft draft = new Draft(this);
    draft.tablePages = tablePages;
    return draft.finish();
  }

  /** The same with another {@link #listener}. */
  public EngineOptions withListener(EngineListener listener) {
    Draft draft = new Draft(this);
    draft.listener = listener;
    return draft.finish();
  }

  private SSTableOptions tableOptions() {
    return SSTableOptions.DEFAULTS
        .withCompression(compression)
        .withBlockBytes(blockBytes)
        .withFilterBitsPerKey(filterBitsPerKey);
  }

  WalOptions walOptions() {
    return walOptions(walSegmentBytes);
  }

  private static WalOptions walOptions(int segmentBytes) {
    int first = segmentBytes / FIRST_SEGMENT_SHARE & -Long.BYTES;
    return new WalOptions(
        segmentBytes,
        Math.clamp(first, Math.min(1 << 10, segmentBytes), segmentBytes),
        RECYCLED_SEGMENTS);
  }

  /** Memory of freed memtables to keep for the next: about what is filled and what is flushed. */
  long freeChunkBytes() {
    return Math.min(2L * memtableBytes, memtableBudgetBytes);
  }

  WriteLimits writeLimits() {
    return new WriteLimits(
        walOptions().maxPayloadBytes(),
        memtableBytes,
        walSegmentBytes,
        walLimitBytes,
        level0SlowdownFiles,
        level0StopFiles);
  }

  TreeOptions tree() {
    LeveledPolicy policy =
        new LeveledPolicy(
            level0Files,
            Math.max(level0Files, level0SlowdownFiles * 2 / 3),
            level0SlowdownFiles,
            baseLevelBytes,
            FANOUT);
    return new TreeOptions(tableOptions(), tableBytes, baseLevelBytes, policy);
  }

  private static void require(boolean holds, String rule, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + found);
    }
  }

  /** A copy on its way to be changed. */
  private static final class Draft {
    boolean createIfMissing;
    boolean readOnly;
    Duration syncInterval;
    int memtableBytes;
    long memtableBudgetBytes;
    int walSegmentBytes;
    long walLimitBytes;
    Compression compression;
    long blockCacheBytes;
    int blockBytes;
    int filterBitsPerKey;
    long tableBytes;
    int level0Files;
    int level0SlowdownFiles;
    int level0StopFiles;
    long baseLevelBytes;
    long indexMemoryBytes;
    TablePages tablePages;
    EngineListener listener;

    Draft(EngineOptions from) {
      createIfMissing = from.createIfMissing;
      readOnly = from.readOnly;
      syncInterval = from.syncInterval;
      memtableBytes = from.memtableBytes;
      memtableBudgetBytes = from.memtableBudgetBytes;
      walSegmentBytes = from.walSegmentBytes;
      walLimitBytes = from.walLimitBytes;
      compression = from.compression;
      blockCacheBytes = from.blockCacheBytes;
      blockBytes = from.blockBytes;
      filterBitsPerKey = from.filterBitsPerKey;
      tableBytes = from.tableBytes;
      level0Files = from.level0Files;
      level0SlowdownFiles = from.level0SlowdownFiles;
      level0StopFiles = from.level0StopFiles;
      baseLevelBytes = from.baseLevelBytes;
      indexMemoryBytes = from.indexMemoryBytes;
      tablePages = from.tablePages;
      listener = from.listener;
    }

    EngineOptions finish() {
      return new EngineOptions(
          createIfMissing,
          readOnly,
          syncInterval,
          memtableBytes,
          memtableBudgetBytes,
          walSegmentBytes,
          walLimitBytes,
          compression,
          blockCacheBytes,
          blockBytes,
          filterBitsPerKey,
          tableBytes,
          level0Files,
          level0SlowdownFiles,
          level0StopFiles,
          baseLevelBytes,
          indexMemoryBytes,
          tablePages,
          listener);
    }
  }
}
