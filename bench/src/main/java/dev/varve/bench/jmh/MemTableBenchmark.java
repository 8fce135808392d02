package dev.varve.bench.jmh;

import dev.varve.engine.memtable.ChunkPool;
import dev.varve.engine.memtable.MemTable;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.InternalKey;
import dev.varve.sstable.SSTableReader;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does a memtable cost per insert, while it grows from nothing, and per random get? */
public class MemTableBenchmark extends ComponentBenchmark {
  /** A full memtable. */
  @State(Scope.Benchmark)
  public static class Full {
    /** How many keys it holds. */
    @Param("1000000")
    int keys;

    /** Bytes per key. */
    @Param("16")
    int keyBytes;

    /** Bytes per value. */
    @Param("100")
    int valueBytes;

    private BenchmarkKeys present;
    private MemTable table;

    /** Fills the table. */
    @Setup
    public void fill() {
      present = new BenchmarkKeys(keys, keyBytes);
      table = new MemTable(new ChunkPool(new MemoryLedger(), "memtable", Runnable::run, 0), 0);
      insertAll(table, present, Order.RANDOM.numbers(keys), valueBytes);
    }

    /** Frees it. */
    @TearDown
    public void close() {
      table.close();
    }
  }

  /** An empty memtable for each invocation. */
  @State(Scope.Thread)
  public static class Empty {
    /** How many keys are inserted. */
    @Param("1000000")
    int keys;

    /** Bytes per key. */
    @Param("16")
    int keyBytes;

    /** Bytes per value. */
    @Param("100")
    int valueBytes;

    /** In which order they are. */
    @Param Order order;

    private BenchmarkKeys absent;
    private int[] numbers;
    private MemTable table;

    /** Makes the order. */
    @Setup
    public void prepare() {
      absent = new BenchmarkKeys(keys, keyBytes);
      numbers = order.numbers(keys);
    }

    /** Starts afresh. */
    @Setup(Level.Invocation)
    public void open() {
      table = new MemTable(new ChunkPool(new MemoryLedger(), "memtable", Runnable::run, 0), 0);
    }

    /** Frees it. */
    @TearDown(Level.Invocation)
    public void close() {
      table.close();
    }
  }

  /** One random get that hits; the result is the value's length. */
  @Benchmark
  public int get(Full full, KeyWalk walk) {
    byte[] key = walk.present(full.present);
    int record = full.table.find(key, SSTableReader.hash(key), InternalKey.MAX_SEQUENCE);
    return full.table.valueLength(record);
  }

  /** All inserts into an empty table; {@code :entries} is the time of one. */
  @Benchmark
  public long insert(Empty empty, Entries work) {
    insertAll(empty.table, empty.absent, empty.numbers, empty.valueBytes);
    work.entries += empty.keys;
    return empty.table.recordCount();
  }

  private static void insertAll(MemTable table, BenchmarkKeys keys, int[] numbers, int valueBytes) {
    int keyBytes = keys.keyBytes();
    byte[] source = Arrays.copyOf(keys.newKey(), keyBytes + valueBytes);
    for (int i = 0; i < numbers.length; i++) {
      keys.write(numbers[i], source);
      table.put(source, 0, keyBytes, keyBytes, valueBytes, i + 1L, (byte) 1);
    }
  }
}
