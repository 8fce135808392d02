package dev.varve.bench.jmh;

import dev.varve.io.ByteWriter;
import dev.varve.sstable.filter.BlockedBloomFilter;
import dev.varve.sstable.filter.FilterBuilder;
import dev.varve.sstable.filter.KeyHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What does it cost to ask a filter, and to hash a key for it, and how often is it wrong? At ten
 * bits per key the filter of a million keys has 1.25 MB, that of a thousand stays in the
 * first-level cache.
 */
@State(Scope.Thread)
public class FilterBenchmark extends ComponentBenchmark {
  private static final int CACHE_LINE_BYTES = 64;

  /** How many keys are in the filter. */
  @Param({"1000", "1000000"})
  int keys;

  /** Bytes per key. */
  @Param("16")
  int keyBytes;

  /** Size of the filter. */
  @Param("10")
  int bitsPerKey;

  private final SplittableRandom random = new SplittableRandom(1);
  private BenchmarkKeys present;
  private BlockedBloomFilter filter;
  private byte[] key;
  private MemorySegment keySegment;

  /** How often the filter lets a key through that it does not hold. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Errors {
    private static final int LEAST_PROBES = 1_000_000;

    private double percent;
    private double share;

    /** Asks for absent keys of the same kind as the present ones. */
    @Setup
    public void measure(FilterBenchmark asked, BenchmarkParams run) {
      byte[] key = asked.present.newKey();
      int probes = Math.max(LEAST_PROBES, asked.keys);
      int passed = 0;
      for (int i = 0; i < probes; i++) {
        asked.present.writeAbsent(i, key);
        passed += asked.filter.mayContain(KeyHash.of(key)) ? 1 : 0;
      }
      percent = 100.0 * passed / probes;
      // JMH shows the sum of what all threads report in all iterations of all forks.
      share =
          1.0 / run.getThreads() / run.getMeasurement().getCount() / Math.max(1, run.getForks());
    }

    /** This thread's and iteration's part of the figure. */
    public double falsePositivePercent() {
      return percent * share;
    }
  }

  /** Builds the filter. */
  @Setup
  public void build() {
    present = new BenchmarkKeys(keys, keyBytes);
    key = present.newKey();
    keySegment = MemorySegment.ofArray(key);
    FilterBuilder builder = new FilterBuilder(bitsPerKey, false);
    for (int i = 0; i < keys; i++) {
      present.write(i, key);
      builder.add(KeyHash.of(key), 0, 0);
    }
    ByteWriter content = new ByteWriter(1 << 12);
    builder.finish(content);
    MemorySegment memory = Arena.ofAuto().allocate(content.length(), CACHE_LINE_BYTES);
    MemorySegment.copy(content.segment(), 0, memory, 0, content.length());
    filter = new BlockedBloomFilter(memory, 0, content.length());
  }

  /** A probe with a random hash: nearly all are absent. */
  @Benchmark
  public boolean probeAbsent(Errors errors) {
    return filter.mayContain(random.nextLong());
  }

  /** Hash of a key. */
  @Benchmark
  public long hash() {
    key[0]++;
    return KeyHash.of(key);
  }

  /** Hash of a key in a segment. */
  @Benchmark
  public long hashSegment() {
    key[0]++;
    return KeyHash.of(keySegment, 0, keyBytes);
  }
}
