package dev.varve.bench.measure;

import dev.varve.bench.result.CellResult;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What was measured. Operations of parts beyond those that count are in {@link #byPart} alone.
 *
 * @param operations operations of the parts that count
 * @param nanos from the first operation to the end of the last
 * @param latencies nanoseconds, of the parts that count
 * @param byPart one entry for each of the plan's parts
 * @param operationsByPart one entry for each of the plan's parts
 * @param stalls steps of at least {@link CellResult#STALL_MILLIS} ms
 * @param stallNanos how long they took together
 * @param allocatedBytes Java heap that the threads allocated
 * @param timeline throughput and background work over time
 */
public record Measured(
    long operations,
    long nanos,
    Histogram latencies,
    List<Histogram> byPart,
    List<Long> operationsByPart,
    long stalls,
    long stallNanos,
    long allocatedBytes,
    CellResult.Timeline timeline) {
  /** Copies the lists. */
  public Measured {
    byPart = List.copyOf(byPart);
    operationsByPart = List.copyOf(operationsByPart);
  }

  /** Operations of the parts that count, in a second. */
  public double perSecond() {
    return operations * 1e9 / Math.max(1, nanos);
  }
}
