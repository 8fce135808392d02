package dev.varve.bench.jmh;

import dev.varve.engine.memtable.MemTable;
import dev.varve.io.MemoryLedger;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a memtable cost per insert, into one that grows to a million entries, and per random
 * get from it?
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MemTableBenchmark {
  private static final int ENTRIES = 1_000_000;

  /** A full memtable and keys to look up. */
  @State(Scope.Benchmark)
  public static class Full {
    /** Bytes per value. */
    @Param("100")
    int valueBytes;

    private final MemoryLedger ledger = new MemoryLedger();
    private MemTable table;
    private BenchmarkKeys keys;

    /** Fills the table. */
    @Setup
    public void fill() {
      keys = new BenchmarkKeys(ENTRIES);
      table = new MemTable(ledger, "memtable");
      insertAll(table, keys, valueBytes, true);
    }

    /** Frees it. */
    @TearDown
    public void close() {
      table.close();
    }
  }

  /** Where a thread is in its random walk over the keys. */
  @State(Scope.Thread)
  public static class Walk {
    private final SplittableRandom random = new SplittableRandom(42);
    private final byte[] key = new byte[BenchmarkKeys.KEY_BYTES];
  }

  /** Inserts in random or ascending order. */
  @State(Scope.Benchmark)
  public static class Empty {
    /** Bytes per value. */
    @Param("100")
    int valueBytes;

    /** Order of arrival. */
    @Param({"random", "ascending"})
    String order;

    private final MemoryLedger ledger = new MemoryLedger();
    private final BenchmarkKeys keys = new BenchmarkKeys(ENTRIES);
    private MemTable table;

    /** Starts afresh. */
    @Setup(Level.Invocation)
    public void open() {
      table = new MemTable(ledger, "memtable");
    }

    /** Frees it. */
    @TearDown(Level.Invocation)
    public void close() {
      table.close();
    }
  }

  /** One random get that hits; the result is the value's length. */
  @Benchmark
  public int get(Full full, Walk walk) {
    full.keys.write(walk.random.nextInt(ENTRIES), walk.key);
    int record = full.table.find(walk.key, Long.MAX_VALUE >>> 8);
    return full.table.valueLength(record);
  }

  /** A million inserts into an empty table. */
  @Benchmark
  @Warmup(iterations = 2, time = 2)
  @Measurement(iterations = 3, time = 3)
  @OperationsPerInvocation(ENTRIES)
  public long insert(Empty empty) {
    insertAll(empty.table, empty.keys, empty.valueBytes, empty.order.equals("random"));
    return empty.table.recordCount();
  }

  private static void insertAll(
      MemTable table, BenchmarkKeys keys, int valueBytes, boolean shuffled) {
    byte[] source = new byte[BenchmarkKeys.KEY_BYTES + valueBytes];
    for (int i = 0; i < ENTRIES; i++) {
      keys.write(shuffled ? keys.shuffled(i) : i, source);
      table.put(
          source,
          0,
          BenchmarkKeys.KEY_BYTES,
          BenchmarkKeys.KEY_BYTES,
          valueBytes,
          i + 1L,
          (byte) 1);
    }
  }
}
