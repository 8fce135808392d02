package dev.varve.bench.jmh;

import dev.varve.bench.files.Folders;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;

/** An engine in a fresh directory that goes with it. Keys take turns among its partitions. */
final class BenchmarkEngine implements AutoCloseable {
  private final Path directory;
  private final EngineOptions options;
  private final int[] partitions;
  private StorageEngine engine;

  BenchmarkEngine(EngineOptions options, int partitionCount) throws IOException {
    this.options = options;
    directory = BenchmarkDirectory.create();
    open();
    partitions =
        engine.createPartitions(partitionCount).stream().mapToInt(Integer::intValue).toArray();
  }

  /** The defaults but for a log of smaller or larger segments. */
  static EngineOptions options(int segmentBytes) {
    return EngineOptions.defaults().withWal(segmentBytes, 8L * segmentBytes);
  }

  StorageEngine engine() {
    return engine;
  }

  /** The partition of the key with that number. */
  int partitionOf(int number) {
    return partitions[number % partitions.length];
  }

  /** Merges all partitions into one level each. */
  void compact() throws IOException {
    for (int partition : partitions) {
      engine.compact(partition);
    }
  }

  /** Puts every key once, one by one. */
  void fill(BenchmarkKeys keys, int[] numbers, BenchmarkValues values, Durability durability)
      throws IOException {
    byte[] key = keys.newKey();
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < numbers.length; i++) {
      keys.write(numbers[i], key);
      batch.clear();
      batch.put(
          partitionOf(numbers[i]), key, values.array(), values.offset(i), values.valueBytes());
      engine.write(batch, durability);
    }
  }

  /** Opens after {@link #shut}. */
  void open() throws IOException {
    engine = StorageEngine.open(directory, options);
  }

  /** Closes the engine and leaves its directory. */
  void shut() throws IOException {
    engine.close();
  }

  @Override
  public void close() throws IOException {
    shut();
    Folders.delete(directory);
  }
}
