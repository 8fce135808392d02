package dev.varve.bench.jmh;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Where benchmarks with partitions and {@link PartitionsProfiler} meet: JMH gives a profiler no way
 * to the state of a benchmark. Does nothing unless there is a profiler in this virtual machine.
 *
 * <p>Thread-safe. Sources are read while no operation is under way: before and after an iteration,
 * and as they come and go.
 */
final class PartitionLatencies {
  /** Source and what it had told when the iteration began, or when it came during it. */
  private static final IdentityHashMap<Source, Map<Part, Histogram>> SOURCES =
      new IdentityHashMap<>();

  /** Of the iteration, by sources that have gone since. */
  private static final Map<Part, Histogram> ENDED = new TreeMap<>();

  private static volatile boolean enabled;
  private static long began;
  private static long ended;

  /** Keeps latencies in nanoseconds by partition and operation, from some time on. */
  @FunctionalInterface
  interface Source {
    /** Copies of them, the caller's. */
    Map<Part, Histogram> read() throws IOException;
  }

  /**
   * A partition and an operation on it.
   *
   * @param partition as the database numbers it
   * @param operation in lower case
   */
  record Part(int partition, String operation) implements Comparable<Part>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compareTo(Part other) {
      int byOperation = operation.compareTo(other.operation);
      return byOperation != 0 ? byOperation : Integer.compare(partition, other.partition);
    }
  }

  /**
   * What happened between {@link #begin} and {@link #end}.
   *
   * @param latencies nanoseconds; parts without operations are absent
   */
  record Interval(Map<Part, Histogram> latencies, long nanos) {}

  private PartitionLatencies() {}

  /** A profiler is there. */
  static void enable() {
    enabled = true;
  }

  /** Whether somebody asks for latencies. */
  static boolean isEnabled() {
    return enabled;
  }

  /** A source comes: what it holds already does not count. */
  static synchronized void add(Source source) throws IOException {
    if (enabled) {
      boolean first = SOURCES.isEmpty();
      SOURCES.put(source, source.read());
      if (first) {
        // The operations of this source may run while others still come.
        began = System.nanoTime();
      }
    }
  }

  /** A source goes, and can still be read. */
  static synchronized void remove(Source source) throws IOException {
    if (SOURCES.containsKey(source)) {
      ended = System.nanoTime();
      collect(source);
      SOURCES.remove(source);
    }
  }

  /** An iteration begins. */
  static synchronized void begin() {
    ENDED.clear();
    SOURCES.replaceAll((source, _) -> now(source));
    ended = 0;
    began = System.nanoTime();
  }

  /** An iteration ends: what it did. */
  static synchronized Interval end() {
    long end = ended != 0 ? ended : System.nanoTime();
    SOURCES.keySet().forEach(PartitionLatencies::collect);
    return new Interval(new TreeMap<>(ENDED), end - began);
  }

  /** Adds what the source has told since the iteration began. */
  private static void collect(Source source) {
    Map<Part, Histogram> before = SOURCES.get(source);
    now(source)
        .forEach((part, latencies) -> {
          Histogram known = before.get(part);
          if (known != null) {
            latencies.subtract(known);
          }
          if (latencies.getTotalCount() > 0) {
            ENDED.merge(part, latencies, PartitionLatencies::sum);
          }
        });
  }

  static Histogram sum(Histogram one, Histogram other) {
    Histogram sum = one.copy();
    sum.add(other);
    return sum;
  }

  private static Map<Part, Histogram> now(Source source) {
    try {
      return new HashMap<>(source.read());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
