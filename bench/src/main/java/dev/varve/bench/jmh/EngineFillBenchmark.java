package dev.varve.bench.jmh;

import dev.varve.engine.Durability;
import dev.varve.sstable.Compression;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a put cost one thread that fills an empty engine, flushes, compactions and stalls
 * included? An iteration is one fill.
 */
@State(Scope.Thread)
@Warmup(iterations = 1, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 1, timeUnit = TimeUnit.MILLISECONDS)
public class EngineFillBenchmark extends ComponentBenchmark {
  /** How many keys are put. */
  @Param("5000000")
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

  /** In which order they are. */
  @Param Order order;

  /** How tables' data blocks are stored. */
  @Param("NONE")
  Compression compression;

  /** When a write is acknowledged. */
  @Param("BUFFERED")
  Durability durability;

  /** Length of a segment of the log. */
  @Param("67108864")
  int segmentBytes;

  private BenchmarkKeys absent;
  private BenchmarkValues values;
  private int[] numbers;
  private BenchmarkEngine empty;

  /** Makes the order. */
  @Setup
  public void prepare() {
    absent = new BenchmarkKeys(keys, keyBytes);
    values = new BenchmarkValues(valueBytes);
    numbers = order.numbers(keys);
  }

  /** Opens. */
  @Setup(Level.Invocation)
  public void open() throws IOException {
    empty =
        new BenchmarkEngine(
            BenchmarkEngine.options(segmentBytes).withCompression(compression), partitions);
  }

  /** Closes and deletes. */
  @TearDown(Level.Invocation)
  public void close() throws IOException {
    empty.close();
  }

  /** All puts; {@code :entries} is the time of one. */
  @Benchmark
  public void fill(Entries work) throws IOException {
    empty.fill(absent, numbers, values, durability);
    work.entries += keys;
  }
}
