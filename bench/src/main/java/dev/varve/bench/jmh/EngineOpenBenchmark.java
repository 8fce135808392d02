package dev.varve.bench.jmh;

import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
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

/**
 * How long does it take to open an engine that was closed? Its files are in the page cache, and the
 * virtual machine has run the engine before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class EngineOpenBenchmark extends ComponentBenchmark {
  /** How many keys there are. */
  @Param("1000000")
  int keys;

  /** Bytes per key. */
  @Param("16")
  int keyBytes;

  /** Bytes per value. */
  @Param("100")
  int valueBytes;

  /** How many partitions they are spread over. */
  @Param({"1", "1000"})
  int partitions;

  private BenchmarkEngine filled;

  /** Fills and closes. */
  @Setup
  public void fill() throws IOException {
    filled = new BenchmarkEngine(EngineOptions.defaults(), partitions);
    filled.fill(
        new BenchmarkKeys(keys, keyBytes),
        Order.RANDOM.numbers(keys),
        new BenchmarkValues(valueBytes),
        Durability.BUFFERED);
    filled.engine().flush();
    filled.shut();
  }

  /** Closes what an invocation opened. */
  @TearDown(Level.Invocation)
  public void shut() throws IOException {
    filled.shut();
  }

  /** Deletes. */
  @TearDown
  public void delete() throws IOException {
    filled.close();
  }

  /** One opening. */
  @Benchmark
  public void open() throws IOException {
    filled.open();
  }
}
