package dev.varve.bench.measure;

import com.sun.management.ThreadMXBean;
import dev.varve.bench.result.CellResult;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One thread's latencies, apart by part. Not thread-safe. */
final class Recorder {
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(CellResult.STALL_MILLIS);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<Histogram> latencies = new ArrayList<>();
  private final long[] operations;
  private long stalls;
  private long stallNanos;

  Recorder(int parts) {
    for (int i = 0; i < parts; i++) {
      latencies.add(newHistogram());
    }
    operations = new long[parts];
  }

  static Histogram newHistogram() {
    return new Histogram(SIGNIFICANT_DIGITS);
  }

  /** Java heap that the current thread has allocated so far. */
  static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  void record(int part, long nanos, int stepOperations, int calls) {
    latencies.get(part).recordValueWithCount(Math.max(0, nanos) / calls, calls);
    operations[part] += stepOperations;
    if (nanos >= STALL_NANOS) {
      stalls++;
      stallNanos += nanos;
    }
  }

  void add(Recorder other) {
    for (int i = 0; i < operations.length; i++) {
      latencies.get(i).add(other.latencies.get(i));
      operations[i] += other.operations[i];
    }
    stalls += other.stalls;
    stallNanos += other.stallNanos;
  }

  List<Histogram> latencies() {
    return latencies;
  }

  long operations(int part) {
    return operations[part];
  }

  long stalls() {
    return stalls;
  }

  long stallNanos() {
    return stallNanos;
  }
}
