package dev.varve.bench.jmh;

import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What do the engine's own calls cost on a million keys that fit in memory: get into a caller's
 * buffer, seek and scan, put?
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EngineBenchmark {
  private static final int ENTRIES = 1_000_000;
  private static final int SCAN_LENGTH = 100;

  /** An engine with a million keys. */
  @State(Scope.Benchmark)
  public static class Loaded {
    /** Bytes per value. */
    @Param("100")
    int valueBytes;

    /**
     * Where the data are: all in the memtable, in tables as random writes leave them, or in one
     * compacted level.
     */
    @Param({"memtable", "tables", "compacted"})
    String place;

    private Path directory;
    private StorageEngine engine;
    private int partition;
    private BenchmarkKeys keys;

    /** Loads. */
    @Setup
    public void load() throws IOException {
      keys = new BenchmarkKeys(ENTRIES);
      directory = BenchmarkDirectory.create();
      EngineOptions options = EngineOptions.defaults();
      if (place.equals("memtable")) {
        options = options.withMemtables(1 << 30, 1 << 30);
      }
      engine = StorageEngine.open(directory, options);
      partition = engine.createPartitions(1).getFirst();
      byte[] key = new byte[BenchmarkKeys.KEY_BYTES];
      byte[] value = new byte[valueBytes];
      WriteBatch batch = new WriteBatch();
      for (int i = 0; i < ENTRIES; i++) {
        keys.write(keys.shuffled(i), key);
        batch.clear();
        engine.write(batch.put(partition, key, value), Durability.BUFFERED);
      }
      if (place.equals("tables")) {
        engine.flush();
      } else if (place.equals("compacted")) {
        engine.compact(partition);
      }
    }

    /** Closes and deletes. */
    @TearDown
    public void close() throws IOException {
      engine.close();
      BenchmarkDirectory.delete(directory);
    }
  }

  /** One thread's buffers and walk. */
  @State(Scope.Thread)
  public static class Caller {
    private final SplittableRandom random = new SplittableRandom(42);
    private final byte[] key = new byte[BenchmarkKeys.KEY_BYTES];
    private final MemorySegment target = Arena.ofAuto().allocate(4096);
    private final WriteBatch batch = new WriteBatch();
    private final byte[] value = new byte[100];
  }

  /** A random get that hits. */
  @Benchmark
  public int get(Loaded loaded, Caller caller) throws IOException {
    loaded.keys.write(caller.random.nextInt(ENTRIES), caller.key);
    return loaded.engine.get(loaded.partition, caller.key, caller.target);
  }

  /** A random get of a key that is absent, between present ones. */
  @Benchmark
  public int getMissing(Loaded loaded, Caller caller) throws IOException {
    loaded.keys.write(caller.random.nextInt(ENTRIES), caller.key);
    caller.key[BenchmarkKeys.KEY_BYTES - 1] |= 0x40;
    return loaded.engine.get(loaded.partition, caller.key, caller.target);
  }

  /** A put of a random present key; background work included. */
  @Benchmark
  public void overwrite(Loaded loaded, Caller caller) throws IOException {
    loaded.keys.write(caller.random.nextInt(ENTRIES), caller.key);
    caller.batch.clear();
    loaded.engine.write(
        caller.batch.put(loaded.partition, caller.key, caller.value), Durability.BUFFERED);
  }

  /** One entry of a scan: a cursor is opened, put on a random key and moved on a hundred times. */
  @Benchmark
  @OperationsPerInvocation(SCAN_LENGTH)
  public void scan(Loaded loaded, Caller caller, Blackhole blackhole) throws IOException {
    loaded.keys.write(caller.random.nextInt(ENTRIES), caller.key);
    try (Cursor cursor = loaded.engine.cursor(loaded.partition, CursorOptions.all())) {
      boolean more = cursor.seek(caller.key);
      for (int i = 0; i < SCAN_LENGTH && more; i++) {
        blackhole.consume(cursor.valueLength());
        more = cursor.next();
      }
    }
  }
}
