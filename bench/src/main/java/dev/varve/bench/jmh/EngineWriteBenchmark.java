package dev.varve.bench.jmh;

import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * What do writers cost each other? Puts of random keys into memtables that no flush follows, each
 * iteration in an engine of its own: {@code -t 2 -p partitions=2} gives each thread a partition.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class EngineWriteBenchmark extends ComponentBenchmark {
  /** An engine whose memtables and log have room for an iteration. */
  @State(Scope.Benchmark)
  public static class Roomy {
    /** How many keys there are. */
    @Param("1000000")
    int keys;

    /** Bytes per key. */
    @Param("16")
    int keyBytes;

    /** Bytes per value. */
    @Param("100")
    int valueBytes;

    /** How many partitions there are; threads take turns among them. */
    @Param("1")
    int partitions;

    private BenchmarkKeys present;
    private BenchmarkValues values;
    private BenchmarkEngine opened;

    /** Opens. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
      present = new BenchmarkKeys(keys, keyBytes);
      values = new BenchmarkValues(valueBytes);
      opened =
          new BenchmarkEngine(
              EngineOptions.defaults().withMemtables(1 << 30, 4L << 30).withWal(64 << 20, 4L << 30),
              partitions);
    }

    /** Closes and deletes. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
      opened.close();
    }
  }

  /** One thread's batch and partition. */
  @State(Scope.Thread)
  public static class Writer {
    private final WriteBatch batch = new WriteBatch();
    private int partition;
    private int next;

    /** Takes a turn. */
    @Setup(Level.Iteration)
    public void choose(Roomy roomy, ThreadParams thread) {
      partition = roomy.opened.partitionOf(thread.getThreadIndex());
    }
  }

  /** A put. */
  @Benchmark
  public void put(Roomy roomy, Writer writer, KeyWalk walk) throws IOException {
    BenchmarkValues values = roomy.values;
    writer.batch.clear();
    writer.batch.put(
        writer.partition,
        walk.present(roomy.present),
        values.array(),
        values.offset(writer.next++),
        values.valueBytes());
    roomy.opened.engine().write(writer.batch, Durability.BUFFERED);
  }
}
