package dev.varve.engine;

import dev.varve.sstable.Compression;
import java.nio.charset.StandardCharsets;

/** Options so small that a short history flushes, merges and moves tables through the levels. */
final class TestOptions {
  private TestOptions() {}

  /**
   * Memtables and tables of 64 KiB, and a base level of 64 KiB, so that some hundred KiB reach down
   * four levels; log segments of 64 KiB.
   */
  static EngineOptions small(Compression compression) {
    return EngineOptions.defaults()
        .withMemtables(64 << 10, 400 << 10)
        .withTables(64 << 10, 64 << 10)
        .withLevel0(2, 6, 10)
        .withWal(64 << 10, 512 << 10)
        .withBlockBytes(512)
        .withCompression(compression);
  }

  /** As {@link #small}, but every batch fills a memtable and is flushed at once. */
  static EngineOptions flushingEachBatch(Compression compression) {
    return small(compression).withMemtables(1, 400 << 10);
  }

  /** As {@link #small} with log segments of 1 KiB, so that even a few batches rotate them. */
  static EngineOptions tiny(Compression compression) {
    return small(compression).withWal(1 << 10, 4 << 10);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
