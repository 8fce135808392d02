package dev.varve.bench.jmh;

import dev.varve.io.Env;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.SSTableOptions;
import dev.varve.sstable.SSTableProperties;
import dev.varve.sstable.SSTableReader;
import dev.varve.sstable.SSTableWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to ask a filter of ten bits per key, and to hash a key for it? The filter of a
 * million keys has 1.25 MB, that of a thousand stays in the first-level cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FilterBenchmark {
  /** Number of keys in the filter. */
  @Param({"1000", "1000000"})
  public int keyCount;

  private final Env env = Env.system(1);
  private final SplittableRandom random = new SplittableRandom(1);
  private final byte[] key16 = new byte[16];
  private final byte[] key100 = new byte[100];
  private final MemorySegment segment100 = MemorySegment.ofArray(key100);
  private Path directory;
  private SSTableReader table;

  /** Writes and opens a table of small entries. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    directory = Files.createTempDirectory("varve-bench");
    Path path = directory.resolve("000001.sst");
    SSTableProperties properties;
    try (SSTableWriter writer = SSTableWriter.create(env, path, SSTableOptions.DEFAULTS)) {
      byte[] key = new byte[Integer.BYTES];
      MemorySegment segment = MemorySegment.ofArray(key);
      for (int id = 0; id < keyCount; id++) {
        ByteBuffer.wrap(key).putInt(id);
        writer.add(segment, 0, key.length, 1, EntryKind.DELETE, segment, 0, 0);
      }
      properties = writer.finish();
    }
    table = SSTableReader.open(env, path, properties.fileLength());
  }

  /** Closes and deletes the table. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    table.close();
    Files.delete(table.path());
    Files.delete(directory);
    env.scheduler().close();
  }

  /** A probe with a random hash: nearly all are absent. */
  @Benchmark
  public boolean probeAbsent() throws IOException {
    return table.mayContain(random.nextLong());
  }

  /** Hash of a 16-byte key. */
  @Benchmark
  public long hash16() {
    key16[0]++;
    return SSTableReader.hash(key16);
  }

  /** Hash of a 100-byte key. */
  @Benchmark
  public long hash100() {
    key100[0]++;
    return SSTableReader.hash(key100);
  }

  /** Hash of a 100-byte key in a segment. */
  @Benchmark
  public long hashSegment100() {
    key100[0]++;
    return SSTableReader.hash(segment100, 0, key100.length);
  }
}
