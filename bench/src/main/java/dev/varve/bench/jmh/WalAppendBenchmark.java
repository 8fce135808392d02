package dev.varve.bench.jmh;

import dev.varve.io.Env;
import dev.varve.io.StorageFile;
import dev.varve.wal.Wal;
import dev.varve.wal.WalOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a log record cost, in the mapping and with its share of a sync, for one writer and for
 * several? The baseline is a write call (and a sync of its own) on a preallocated file.
 *
 * <p>Segments are released as soon as the next one is in use, so that after the first few all are
 * recycled. A single thread that only appends outruns the making of segments; the figure then holds
 * its share of the disk's work.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WalAppendBenchmark {
  /** When a write counts as done. */
  public enum Durability {
    /** Once it is in the operating system's memory. */
    BUFFERED,
    /** Once it is on storage. */
    SYNC
  }

  /** Length of a record's payload. */
  @Param({"112", "1000"})
  public int payloadBytes;

  /** When a write counts as done. */
  @Param({"BUFFERED", "SYNC"})
  public Durability durability;

  private final ReentrantLock commitLock = new ReentrantLock();
  private Env env;
  private Path directory;
  private Wal wal;
  private byte[] payload;
  private long sequence;
  private long segment;
  private StorageFile file;
  private Arena arena;
  private MemorySegment record;
  private int fileLength;
  private int fileOffset;

  /** Creates a log and the baseline's file. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    env = Env.system(1);
    directory = Files.createTempDirectory("varve-bench");
    WalOptions options = WalOptions.defaults();
    wal = Wal.open(env, directory.resolve("wal"), options, (_, _, _, _, _) -> {});
    payload = new byte[payloadBytes];
    file = env.files().create(directory.resolve("baseline"));
    fileLength = options.segmentBytes();
    file.preallocate(fileLength);
    file.sync();
    arena = Arena.ofShared();
    record = arena.allocate(payloadBytes + 16L);
  }

  /** Closes and deletes all. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    wal.close();
    file.close();
    arena.close();
    env.scheduler().close();
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  /** One writer. */
  @Benchmark
  @Threads(1)
  public long append() {
    return write();
  }

  /** Two writers, a lock around the append as the engine has it. */
  @Benchmark
  @Threads(2)
  public long appendTwoWriters() {
    return write();
  }

  /** Eight writers, which share syncs. */
  @Benchmark
  @Threads(8)
  public long appendEightWriters() {
    return write();
  }

  /** The baseline: a write call per record, one writer. */
  @Benchmark
  @Threads(1)
  public long writeCall() throws IOException {
    file.write(fileOffset, record);
    fileOffset += (int) record.byteSize();
    if (fileOffset + record.byteSize() > fileLength) {
      fileOffset = 0;
    }
    if (durability == Durability.SYNC) {
      file.sync();
    }
    return fileOffset;
  }

  private long write() {
    try {
      long end;
      commitLock.lock();
      try {
        end = wal.append(++sequence, payload, 0, payloadBytes);
        if (wal.currentSegment() != segment) {
          segment = wal.currentSegment();
          wal.releaseBefore(segment);
        }
      } finally {
        commitLock.unlock();
      }
      if (durability == Durability.SYNC) {
        wal.sync(end);
      }
      return end;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
