package dev.varve.bench.jmh;

import dev.varve.io.Env;
import dev.varve.sstable.Compression;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.InternalKey;
import dev.varve.sstable.Lookup;
import dev.varve.sstable.SSTableCursor;
import dev.varve.sstable.SSTableOptions;
import dev.varve.sstable.SSTableProperties;
import dev.varve.sstable.SSTableReader;
import dev.varve.sstable.SSTableWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
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
 * One table of a million entries, 16-byte keys and 100-byte values, in the page cache: what does a
 * point read cost that finds, that does not find, and an entry of a scan? Keys come in random order
 * from an array, whose misses are part of the figures.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SSTableBenchmark {
  private static final int ENTRIES = 1_000_000;
  private static final int SCANNED = 10_000;
  private static final int KEYS = 1 << 17;
  private static final int KEY_BYTES = 16;
  private static final int VALUE_BYTES = 100;

  /** How data blocks are stored. */
  @Param({"NONE", "LZ4"})
  public Compression compression;

  /** Entries per restart point. */
  @Param("8")
  public int restartInterval;

  private final Env env = Env.system(1);
  private final byte[][] present = new byte[KEYS][];
  private final byte[][] absent = new byte[KEYS][];
  private Path directory;
  private SSTableReader table;
  private Lookup lookup;
  private SSTableCursor cursor;
  private int nextKey;

  /** Writes and opens the table. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Random random = new Random(1);
    long[] ids = random.longs(ENTRIES + KEYS).toArray();
    byte[][] keys = new byte[ENTRIES][];
    for (int at = 0; at < ENTRIES; at++) {
      keys[at] = key(ids[at]);
    }
    for (int at = 0; at < KEYS; at++) {
      present[at] = key(ids[random.nextInt(ENTRIES)]);
      absent[at] = key(ids[ENTRIES + at]);
    }
    Arrays.sort(keys, Arrays::compareUnsigned);
    directory = Files.createTempDirectory("varve-bench");
    Path path = directory.resolve("000001.sst");
    SSTableOptions options =
        SSTableOptions.DEFAULTS.withCompression(compression).withRestartInterval(restartInterval);
    SSTableProperties properties;
    try (SSTableWriter writer = SSTableWriter.create(env, path, options)) {
      byte[] value = new byte[VALUE_BYTES];
      for (int at = 0; at < ENTRIES; at++) {
        // Half random, half constant: LZ4 takes it to somewhat more than half.
        random.nextBytes(value);
        Arrays.fill(value, 0, VALUE_BYTES / 2, (byte) 'v');
        writer.add(
            MemorySegment.ofArray(keys[at]),
            0,
            KEY_BYTES,
            1_000_000 + at,
            EntryKind.PUT,
            MemorySegment.ofArray(value),
            0,
            VALUE_BYTES);
      }
      properties = writer.finish();
    }
    table = SSTableReader.open(env, path, properties.fileLength());
    lookup = new Lookup(env.memory());
    cursor = new SSTableCursor(env.memory()).attach(table);
    cursor.first();
  }

  /** Closes and deletes the table. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    cursor.close();
    lookup.close();
    table.close();
    Files.delete(table.path());
    Files.delete(directory);
    env.scheduler().close();
  }

  /** A read that finds its key, and its value's first byte. */
  @Benchmark
  public int getHit() throws IOException {
    if (!table.get(present[nextKey++ & KEYS - 1], InternalKey.MAX_SEQUENCE, lookup)) {
      throw new IllegalStateException("a key is missing");
    }
    return lookup.valueSegment().get(java.lang.foreign.ValueLayout.JAVA_BYTE, lookup.valueOffset());
  }

  /** A read of a key between those of the table; the filter answers 99 of 100. */
  @Benchmark
  public boolean getMiss() throws IOException {
    return table.get(absent[nextKey++ & KEYS - 1], InternalKey.MAX_SEQUENCE, lookup);
  }

  /** A cursor put at a random key. */
  @Benchmark
  public boolean seek() throws IOException {
    return cursor.seek(present[nextKey++ & KEYS - 1], InternalKey.MAX_SEQUENCE);
  }

  /** One entry of a forward scan. */
  @Benchmark
  @OperationsPerInvocation(SCANNED)
  public long scan() throws IOException {
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

  /** One entry of a backward scan. */
  @Benchmark
  @OperationsPerInvocation(SCANNED)
  public long scanBackward() throws IOException {
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

  private static byte[] key(long id) {
    return "%016x".formatted(id).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
