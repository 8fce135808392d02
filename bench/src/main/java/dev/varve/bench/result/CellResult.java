package dev.varve.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * What one store did in one workload in one round: a line of {@code results.jsonl}, its fields in
 * snake case. docs/benchmarking.md tells how each figure is made.
 *
 * @param level {@code engine}, or {@code dynamodb} for the operation layer
 * @param store the store's name
 * @param workload the workload's name without its threads
 * @param threads threads that did the operations
 * @param round from 1
 * @param durability of what is written: {@code buffered} or {@code sync}, or {@code none}
 * @param loop {@code closed}: each thread starts an operation when its last one has ended; {@code
 *     open}: operations have intended starts, from which latency counts
 * @param targetRate operations a second that an open loop intends; 0 in a closed loop
 * @param keys keys that the data set has
 * @param keyBytes bytes of a key
 * @param valueBytes bytes of a value, or how they are drawn
 * @param operations operations done
 * @param seconds from the first operation to the end of the last
 * @param settleSeconds from then until background work was done and all was on storage
 * @param opsPerSecond operations by seconds
 * @param latency of all operations
 * @param cpuSecondsPerMillion processor time of the whole process for a million operations,
 *     settling included
 * @param allocatedBytesPerOperation Java heap allocated by the threads of the workload
 * @param deviceReads reads that the device of the files completed, for whatever process, from the
 *     first operation to the end of the last; -1 where the system does not tell, and in files from
 *     before there was this figure
 * @param deviceReadBytes bytes that the process had read from storage meanwhile; -1 likewise
 * @param userBytes keys and values that were written
 * @param writtenBytes bytes that the process had written to storage by the system's account,
 *     settling included
 * @param diskBytes length of all files on storage, after settling
 * @param liveBytes keys and values that the store then held
 * @param peakRssBytes greatest resident set of the process
 * @param pssBytes proportional set at the end
 * @param anonymousBytes of the resident set at the end, what is not a file's
 * @param stalls operations that took at least {@value #STALL_MILLIS} ms
 * @param stallSeconds how long they took together
 * @param verified whether every answer was checked and right
 * @param percentiles the latency distribution
 * @param parts parts of the work with figures of their own (kinds of operations, or partitions);
 *     empty if there is only one
 * @param timeline throughput and background work over time
 * @param levels the levels of a log-structured tree after settling
 * @param storeOptions what the store was opened with
 * @param run the run that this belongs to
 */
public record CellResult(
    String level,
    String store,
    String workload,
    int threads,
    int round,
    String durability,
    String loop,
    double targetRate,
    long keys,
    int keyBytes,
    String valueBytes,
    long operations,
    double seconds,
    double settleSeconds,
    double opsPerSecond,
    @JsonUnwrapped Latency latency,
    double cpuSecondsPerMillion,
    double allocatedBytesPerOperation,
    Long deviceReads,
    Long deviceReadBytes,
    long userBytes,
    long writtenBytes,
    long diskBytes,
    long liveBytes,
    long peakRssBytes,
    long pssBytes,
    long anonymousBytes,
    long stalls,
    double stallSeconds,
    boolean verified,
    List<Percentile> percentiles,
    List<Part> parts,
    Timeline timeline,
    List<Level> levels,
    Map<String, String> storeOptions,
    RunInfo run) {
  private static final long UNKNOWN = -1;

  /** Refuses a result without one of the fields that results have always had. */
  public CellResult {
    deviceReads = deviceReads == null ? UNKNOWN : deviceReads;
    deviceReadBytes = deviceReadBytes == null ? UNKNOWN : deviceReadBytes;
    present(level, "level");
    present(store, "store");
    present(workload, "workload");
    present(durability, "durability");
    present(loop, "loop");
    present(valueBytes, "value_bytes");
    present(latency, "latencies");
    present(percentiles, "percentiles");
    present(parts, "parts");
    present(timeline, "timeline");
    present(timeline.intervals(), "timeline.intervals");
    present(levels, "levels");
    present(storeOptions, "store_options");
    present(run, "run");
  }

  /** An operation that takes so long counts as a stall. */
  public static final int STALL_MILLIS = 10;

  /** Latencies in nanoseconds. */
  public record Latency(
      double meanNs, long p50Ns, long p95Ns, long p99Ns, long p999Ns, long maxNs) {}

  /** A point of a latency distribution: so many of a hundred operations took at most so long. */
  public record Percentile(double percentile, long ns) {}

  /**
   * A part of the work: a kind of operation, or a partition.
   *
   * @param storage of a partition; {@code null} where it is not told
   */
  public record Part(
      String name,
      long operations,
      double opsPerSecond,
      @JsonUnwrapped Latency latency,
      @JsonInclude(JsonInclude.Include.NON_NULL) StorageFigures storage) {}

  /** What happened over time, in intervals of one length from the first operation on. */
  public record Timeline(int intervalMillis, List<Interval> intervals) {}

  /**
   * What happened in an interval.
   *
   * @param operations operations ended
   * @param flushes flushes ended
   * @param compactions compactions ended
   * @param stallMillis how long the store says that it held writers back
   */
  public record Interval(long operations, long flushes, long compactions, long stallMillis) {}

  /**
   * A level of a log-structured tree.
   *
   * @param writtenBytes written to it by flushes and compactions since the store was opened; -1 if
   *     the store does not tell
   */
  public record Level(int level, int files, long bytes, long writtenBytes) {}

  /** Reads of the device for each operation; not a number where the system does not tell. */
  public double deviceReadsPerOperation() {
    return perOperation(deviceReads);
  }

  /** Bytes read from storage for each operation; not a number where the system does not tell. */
  public double deviceReadBytesPerOperation() {
    return perOperation(deviceReadBytes);
  }

  private double perOperation(long figure) {
    return figure == UNKNOWN ? Double.NaN : (double) figure / Math.max(1, operations);
  }

  /** Bytes written to storage for each byte of keys and values written; not a number without. */
  public double writeAmplification() {
    return userBytes == 0 ? Double.NaN : (double) writtenBytes / userBytes;
  }

  /** Bytes on storage for each byte of keys and values held; not a number without. */
  public double spaceAmplification() {
    return liveBytes == 0 ? Double.NaN : (double) diskBytes / liveBytes;
  }

  /** Throws if a field is not there. */
  static void present(Object field, String name) {
    if (field == null) {
      throw new IllegalArgumentException("no " + name);
    }
  }
}
