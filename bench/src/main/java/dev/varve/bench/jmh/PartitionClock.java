package dev.varve.bench.jmh;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Takes the time of a thread's calls to the engine by partition, for {@link PartitionsProfiler}:
 * the engine itself keeps no latencies, as the operation layer does. Without that profiler it reads
 * no clock; with it, it adds some 50 ns to each call.
 */
@State(Scope.Thread)
public class PartitionClock implements PartitionLatencies.Source {
  private static final int SIGNIFICANT_DIGITS = 2;

  private final Map<Integer, Histogram> latencies = new HashMap<>();
  private boolean running;

  /** Starts to take the time if somebody asks for it. */
  @Setup
  public void open() throws IOException {
    running = PartitionLatencies.isEnabled();
    PartitionLatencies.add(this);
  }

  /** Hands in what it has. */
  @TearDown
  public void close() throws IOException {
    PartitionLatencies.remove(this);
  }

  /** A call begins: its time, for {@link #stop}. */
  long start() {
    return running ? System.nanoTime() : 0;
  }

  /** A call has ended. */
  void stop(int partition, long start) {
    if (running) {
      latencies
          .computeIfAbsent(partition, _ -> new Histogram(SIGNIFICANT_DIGITS))
          .recordValue(System.nanoTime() - start);
    }
  }

  @Override
  public Map<PartitionLatencies.Part, Histogram> read() {
    Map<PartitionLatencies.Part, Histogram> copies = new HashMap<>();
    latencies.forEach((partition, histogram) ->
        copies.put(new PartitionLatencies.Part(partition, "call"), histogram.copy()));
    return copies;
  }
}
