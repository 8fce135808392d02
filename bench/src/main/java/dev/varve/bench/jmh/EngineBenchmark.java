package dev.varve.bench.jmh;

import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.sstable.Compression;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What do the engine's own calls cost on keys that fit in memory: get into a caller's buffer, seek
 * and scan, put?
 */
public class EngineBenchmark extends ComponentBenchmark {
  private static final int SCANNED = 100;

  /** Where the data are. */
  public enum Place {
    /** All in the memtable. */
    MEMTABLE,
    /** In tables as random writes leave them. */
    TABLES,
    /** In one compacted level. */
    COMPACTED
  }

  /** A loaded engine. */
  @State(Scope.Benchmark)
  public static class Loaded {
    /** How many keys it holds. */
    @Param("1000000")
    int keys;

    /** Bytes per key. */
    @Param("16")
    int keyBytes;

    /** Bytes per value. */
    @Param("100")
    int valueBytes;

    /** How many partitions they are spread over. */
    @Param("1")
    int partitions;

    /** How tables' data blocks are stored. */
    @Param("NONE")
    Compression compression;

    /** Where the data are. */
    @Param Place place;

    /** Length of a segment of the log. */
    @Param("67108864")
    int segmentBytes;

    private BenchmarkKeys present;
    private BenchmarkValues values;
    private BenchmarkEngine opened;
    private StorageEngine engine;

    /** Loads. */
    @Setup
    public void load() throws IOException {
      present = new BenchmarkKeys(keys, keyBytes);
      values = new BenchmarkValues(valueBytes);
      EngineOptions options = BenchmarkEngine.options(segmentBytes).withCompression(compression);
      opened =
          new BenchmarkEngine(
              place == Place.MEMTABLE ? options.withMemtables(1 << 30, 1 << 30) : options,
              partitions);
      engine = opened.engine();
      opened.fill(present, Order.RANDOM.numbers(keys), values, Durability.BUFFERED);
      switch (place) {
        case MEMTABLE -> {}
        case TABLES -> engine.flush();
        case COMPACTED -> opened.compact();
      }
    }

    /** Closes and deletes. */
    @TearDown
    public void close() throws IOException {
      opened.close();
    }
  }

  /** One thread's buffer. */
  @State(Scope.Thread)
  public static class Reader {
    private MemorySegment target;

    /** Makes room for a value. */
    @Setup
    public void allocate(Loaded loaded) {
      target = Arena.ofAuto().allocate(loaded.valueBytes);
    }
  }

  /** One thread's batch. */
  @State(Scope.Thread)
  public static class Writer {
    /** When a write is acknowledged. */
    @Param("BUFFERED")
    Durability durability;

    private final WriteBatch batch = new WriteBatch();
    private int next;
  }

  /** A random get that hits. */
  @Benchmark
  public int get(Loaded loaded, Reader reader, KeyWalk walk, PartitionClock clock)
      throws IOException {
    byte[] key = walk.present(loaded.present);
    int partition = loaded.opened.partitionOf(walk.last());
    long start = clock.start();
    int length = loaded.engine.get(partition, key, reader.target);
    clock.stop(partition, start);
    return length;
  }

  /** A random get of a key that is absent, between present ones. */
  @Benchmark
  public int getAbsent(Loaded loaded, Reader reader, KeyWalk walk, PartitionClock clock)
      throws IOException {
    byte[] key = walk.absent(loaded.present);
    int partition = loaded.opened.partitionOf(walk.last());
    long start = clock.start();
    int length = loaded.engine.get(partition, key, reader.target);
    clock.stop(partition, start);
    return length;
  }

  /** A put of a random present key; background work included. */
  @Benchmark
  public void overwrite(Loaded loaded, Writer writer, KeyWalk walk, PartitionClock clock)
      throws IOException {
    BenchmarkValues values = loaded.values;
    byte[] key = walk.present(loaded.present);
    int partition = loaded.opened.partitionOf(walk.last());
    long start = clock.start();
    writer.batch.clear();
    writer.batch.put(
        partition, key, values.array(), values.offset(writer.next++), values.valueBytes());
    loaded.engine.write(writer.batch, writer.durability);
    clock.stop(partition, start);
  }

  /** One entry of a scan: a cursor is opened, put on a random key and moved on a hundred times. */
  @Benchmark
  @OperationsPerInvocation(SCANNED)
  public void scan(Loaded loaded, KeyWalk walk, PartitionClock clock, Blackhole blackhole)
      throws IOException {
    byte[] key = walk.present(loaded.present);
    int partition = loaded.opened.partitionOf(walk.last());
    long start = clock.start();
    try (Cursor cursor = loaded.engine.cursor(partition, CursorOptions.all())) {
      boolean more = cursor.seek(key);
      for (int i = 0; i < SCANNED && more; i++) {
        blackhole.consume(cursor.valueLength());
        more = cursor.next();
      }
    }
    clock.stop(partition, start);
  }
}
