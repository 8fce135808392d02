package dev.varve.bench.jmh;

import dev.varve.bench.files.Folders;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;

/** An engine with one partition, in a fresh directory that goes with it. */
final class BenchmarkEngine implements AutoCloseable {
  final StorageEngine engine;
  final int partition;
  private final Path directory;

  BenchmarkEngine(EngineOptions options) throws IOException {
    directory = BenchmarkDirectory.create();
    engine = StorageEngine.open(directory, options);
    partition = engine.createPartitions(1).getFirst();
  }

  /** The defaults but for a log of smaller or larger segments. */
  static EngineOptions options(int segmentBytes) {
    return EngineOptions.defaults().withWal(segmentBytes, 8L * segmentBytes);
  }

  /** Puts every key once, one by one. */
  void fill(BenchmarkKeys keys, int[] numbers, BenchmarkValues values, Durability durability)
      throws IOException {
    byte[] key = keys.newKey();
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < numbers.length; i++) {
      keys.write(numbers[i], key);
      batch.clear();
      batch.put(partition, key, values.array(), values.offset(i), values.valueBytes());
      engine.write(batch, durability);
    }
  }

  @Override
  public void close() throws IOException {
    engine.close();
    Folders.delete(directory);
  }
}
