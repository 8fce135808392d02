package dev.varve.bench.jmh;

import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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

/**
 * How many single puts a second does one thread sustain over five million keys, flushes,
 * compactions and stalls included?
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class EngineFillBenchmark {
  private static final int ENTRIES = 5_000_000;

  /** An empty engine. */
  @State(Scope.Benchmark)
  public static class Empty {
    /** Bytes per value. */
    @Param("100")
    int valueBytes;

    /** Order of arrival. */
    @Param({"random", "ascending"})
    String order;

    private final BenchmarkKeys keys = new BenchmarkKeys(ENTRIES);
    private Path directory;
    private StorageEngine engine;
    private int partition;

    /** Opens. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
      directory = BenchmarkDirectory.create();
      engine = StorageEngine.open(directory, EngineOptions.defaults());
      partition = engine.createPartitions(1).getFirst();
    }

    /** Closes and deletes. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
      engine.close();
      BenchmarkDirectory.delete(directory);
    }
  }

  /** Five million puts; the score is the time of one. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public void fill(Empty empty) throws IOException {
    boolean shuffled = empty.order.equals("random");
    byte[] key = new byte[BenchmarkKeys.KEY_BYTES];
    byte[] value = new byte[empty.valueBytes];
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < ENTRIES; i++) {
      empty.keys.write(shuffled ? empty.keys.shuffled(i) : i, key);
      batch.clear();
      empty.engine.write(batch.put(empty.partition, key, value), Durability.BUFFERED);
    }
  }
}
