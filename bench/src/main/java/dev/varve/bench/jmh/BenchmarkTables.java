package dev.varve.bench.jmh;

import dev.varve.bench.files.Folders;
import dev.varve.engine.compaction.TableOutput;
import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.KeyRange;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.io.Env;
import dev.varve.sstable.BlockCache;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.SSTableOptions;
import dev.varve.sstable.TableReading;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Open tables among which keys are dealt out in turn, in a fresh directory that goes with them. */
final class BenchmarkTables implements AutoCloseable {
  private final Env env = Env.system(1);
  private final List<SSTableHandle> tables = new ArrayList<>();
  private static final long CACHE_BYTES = 1L << 30;

  private final SSTableOptions options;
  private final BlockCache cache;
  private final Path directory;
  private long lastNumber;

  /**
   * Writes the tables.
   *
   * @param sources how many
   */
  BenchmarkTables(BenchmarkKeys keys, int valueBytes, SSTableOptions options, int sources)
      throws IOException {
    this.options = options;
    cache = new BlockCache(env.memory(), CACHE_BYTES, options.blockBytes());
    directory = BenchmarkDirectory.create();
    BenchmarkValues values = new BenchmarkValues(valueBytes);
    MemorySegment value = MemorySegment.ofArray(values.array());
    byte[] key = keys.newKey();
    MemorySegment keySegment = MemorySegment.ofArray(key);
    for (int source = 0; source < sources; source++) {
      try (TableOutput output = newOutput(Long.MAX_VALUE)) {
        for (int i = source; i < keys.count(); i += sources) {
          keys.write(i, key);
          output.add(
              true,
              keySegment,
              0,
              key.length,
              1_000_000 + i,
              EntryKind.PUT,
              value,
              values.offset(i),
              valueBytes);
        }
        for (FileMetadata file : output.finish()) {
          TableReading reading = TableReading.with(cache);
          tables.add(SSTableHandle.open(env, path(file.number()), file, reading, KeyRange.ALL));
        }
      }
    }
  }

  Env env() {
    return env;
  }

  List<SSTableHandle> tables() {
    return tables;
  }

  /** Writes further tables beside these. */
  TableOutput newOutput(long targetBytes) {
    return new TableOutput(env, directory, options, targetBytes, () -> ++lastNumber, this::path);
  }

  /** Deletes what such an output wrote. */
  void delete(List<FileMetadata> files) throws IOException {
    for (FileMetadata file : files) {
      env.files().delete(path(file.number()));
    }
  }

  @Override
  public void close() throws IOException {
    tables.forEach(SSTableHandle::release);
    cache.close();
    env.scheduler().close();
    Folders.delete(directory);
  }

  private Path path(long number) {
    return directory.resolve(number + ".sst");
  }
}
