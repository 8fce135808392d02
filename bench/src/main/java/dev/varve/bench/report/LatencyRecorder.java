package dev.varve.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Latencies of one thread, apart by partition; three significant digits from 1 ns to an hour.
 * Recording takes no lock and allocates nothing, except when a latency is the first of its order of
 * magnitude.
 *
 * <p>Not thread-safe: each thread has its own, and {@link #merge} joins them when all have ended.
 */
public final class LatencyRecorder {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final List<Histogram> byPartition;

  /** Makes a recorder for partitions {@code 0 .. partitionCount-1}. */
  public LatencyRecorder(int partitionCount) {
    byPartition = new ArrayList<>(partitionCount);
    for (int i = 0; i < partitionCount; i++) {
      byPartition.add(newHistogram());
    }
  }

  /** Records one operation of {@code nanos} that went to the partition of that index. */
  public void record(int partitionIndex, long nanos) {
    byPartition.get(partitionIndex).recordValue(nanos);
  }

  /** Joins the recorders of all threads: one histogram per partition, in order. */
  public static List<Histogram> merge(List<LatencyRecorder> recorders) {
    List<Histogram> merged = new ArrayList<>();
    for (int i = 0; i < recorders.getFirst().byPartition.size(); i++) {
      Histogram sum = newHistogram();
      for (LatencyRecorder recorder : recorders) {
        sum.add(recorder.byPartition.get(i));
      }
      merged.add(sum);
    }
    return merged;
  }

  /** Joins the histograms of all partitions. */
  public static Histogram total(List<Histogram> byPartition) {
    Histogram sum = newHistogram();
    byPartition.forEach(sum::add);
    return sum;
  }

  private static Histogram newHistogram() {
    return new Histogram(SIGNIFICANT_DIGITS);
  }
}
