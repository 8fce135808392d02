package dev.varve.bench.report;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One phase of a run.
 *
 * @param name short, fit for a file name: {@code read-zipfian}
 * @param what one sentence about what was done
 * @param elapsedNanos from the first operation to the end of the last, over all threads
 * @param partitions one entry per partition of the table, in order
 * @param total the storage of all partitions together
 */
public record PhaseResult(
    String name,
    String what,
    long elapsedNanos,
    List<PartitionResult> partitions,
    StorageFigures total) {
  /** Copies the list. */
  public PhaseResult {
    partitions = List.copyOf(partitions);
  }

  /** Returns the latencies of all partitions together. */
  public Histogram latencies() {
    return LatencyRecorder.total(partitions.stream().map(PartitionResult::latencies).toList());
  }

  /** Returns how many of {@code operations} there were per second of this phase. */
  double perSecond(long operations) {
    return elapsedNanos == 0 ? 0 : operations * 1e9 / elapsedNanos;
  }
}
