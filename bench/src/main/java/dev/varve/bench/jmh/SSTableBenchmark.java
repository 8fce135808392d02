package dev.varve.bench.jmh;

import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.sstable.InternalKey;
import dev.varve.sstable.Lookup;
import dev.varve.sstable.SSTableCursor;
import dev.varve.sstable.SSTableOptions;
import dev.varve.sstable.SSTableReader;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One table in the page cache: what does a point read cost that finds, that does not find, and a
 * range read, by its start and by its entries?
 */
public class SSTableBenchmark extends ComponentBenchmark {
  private static final int SCANNED = 1_000;

  /** The table. */
  @State(Scope.Benchmark)
  public static class Loaded {
    /** How many keys it holds. */
    @Param("1000000")
    int keys;

    /** Bytes per key. */
    @Param("16")
    int keyBytes;

    /** Bytes per value. */
    @Param("100")
    int valueBytes;

    /** How data blocks are stored. */
    @Param Compression compression;

    /** Whether the filter knows places. */
    @Param({"false", "true"})
    boolean places;

    private BenchmarkKeys present;
    private BenchmarkTables tables;
    private SSTableReader table;

    /** Writes and opens it. */
    @Setup
    public void open() throws IOException {
      present = new BenchmarkKeys(keys, keyBytes);
      SSTableOptions options =
          SSTableOptions.DEFAULTS.withCompression(compression).withKeyLocator(places);
      tables = new BenchmarkTables(present, valueBytes, options, 1);
      table = tables.tables().getFirst().reader();
    }

    /** Closes and deletes it. */
    @TearDown
    public void close() throws IOException {
      tables.close();
    }
  }

  /** What one thread reads with. */
  @State(Scope.Thread)
  public static class Reader {
    private final MemoryLedger memory = new MemoryLedger();
    private final Lookup lookup = new Lookup(memory);
    private final SSTableCursor cursor = new SSTableCursor(memory);

    /** Goes to the table. */
    @Setup
    public void open(Loaded loaded) {
      cursor.attach(loaded.table);
    }

    /** Frees what reading needed. */
    @TearDown
    public void close() {
      cursor.close();
      lookup.close();
    }
  }

  /** A read that finds its key, and its value's first byte. */
  @Benchmark
  public int get(Loaded loaded, Reader reader, KeyWalk walk) throws IOException {
    byte[] key = walk.present(loaded.present);
    if (!loaded.table.get(key, InternalKey.MAX_SEQUENCE, reader.lookup)) {
      throw new AssertionError("a key is missing");
    }
    return reader.lookup.valueSegment().get(ValueLayout.JAVA_BYTE, reader.lookup.valueOffset());
  }

  /** A read of a key between those of the table; the filter answers 99 of 100. */
  @Benchmark
  public boolean getAbsent(Loaded loaded, Reader reader, KeyWalk walk) throws IOException {
    byte[] key = walk.absent(loaded.present);
    return loaded.table.get(key, InternalKey.MAX_SEQUENCE, reader.lookup);
  }

  /** A cursor put at a random key. */
  @Benchmark
  public boolean seek(Loaded loaded, Reader reader, KeyWalk walk) throws IOException {
    return reader.cursor.seek(walk.present(loaded.present), InternalKey.MAX_SEQUENCE);
  }

  /** One entry of a forward range read. */
  @Benchmark
  @OperationsPerInvocation(SCANNED)
  public long scan(Reader reader) throws IOException {
    SSTableCursor cursor = reader.cursor;
    long sum = 0;
    for (int count = 0; count < SCANNED; count++) {
      if (!cursor.isValid()) {
        cursor.first();
      }
      sum += cursor.keyLength() + cursor.valueLength() + cursor.sequence();
      cursor.next();
    }
    return sum;
  }

  /** One entry of a backward range read. */
  @Benchmark
  @OperationsPerInvocation(SCANNED)
  public long scanBackward(Reader reader) throws IOException {
    SSTableCursor cursor = reader.cursor;
    long sum = 0;
    for (int count = 0; count < SCANNED; count++) {
      if (!cursor.isValid()) {
        cursor.last();
      }
      sum += cursor.keyLength() + cursor.valueLength() + cursor.sequence();
      cursor.previous();
    }
    return sum;
  }
}
