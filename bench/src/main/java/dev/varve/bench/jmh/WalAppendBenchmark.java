package dev.varve.bench.jmh;

import dev.varve.bench.files.Folders;
import dev.varve.engine.Durability;
import dev.varve.io.Env;
import dev.varve.io.StorageFile;
import dev.varve.wal.Wal;
import dev.varve.wal.WalOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

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
public class WalAppendBenchmark extends ComponentBenchmark {
  private static final int RECYCLED_SEGMENTS = 2;

  /** Bytes of a record. */
  @Param({"112", "1000"})
  int valueBytes;

  /** When a write counts as done. */
  @Param Durability durability;

  /** Length of a segment of the log. */
  @Param("67108864")
  int segmentBytes;

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
  private int fileOffset;

  /** Creates a log and the baseline's file. */
  @Setup
  public void open() throws IOException {
    env = Env.system(1);
    directory = BenchmarkDirectory.create();
    WalOptions options = new WalOptions(segmentBytes, segmentBytes, RECYCLED_SEGMENTS);
    wal = Wal.open(env, directory.resolve("wal"), options, (_, _, _, _, _, _) -> {});
    payload = new byte[valueBytes];
    file = env.files().create(directory.resolve("baseline"));
    file.preallocate(segmentBytes);
    file.sync();
    arena = Arena.ofShared();
    record = arena.allocate(valueBytes + 16L);
  }

  /** Closes and deletes all. */
  @TearDown
  public void close() throws IOException {
    wal.close();
    file.close();
    arena.close();
    env.scheduler().close();
    Folders.delete(directory);
  }

  /** One writer. */
  @Benchmark
  @Threads(1)
  public long append() throws IOException {
    return write();
  }

  /** Two writers, a lock around the append as the engine has it. */
  @Benchmark
  @Threads(2)
  public long appendTwoWriters() throws IOException {
    return write();
  }

  /** Eight writers, which share syncs. */
  @Benchmark
  @Threads(8)
  public long appendEightWriters() throws IOException {
    return write();
  }

  /** The baseline: a write call per record, one writer. */
  @Benchmark
  @Threads(1)
  public long writeCall() throws IOException {
    file.write(fileOffset, record);
    fileOffset += (int) record.byteSize();
    if (fileOffset + record.byteSize() > segmentBytes) {
      fileOffset = 0;
    }
    if (durability == Durability.SYNC) {
      file.sync();
    }
    return fileOffset;
  }

  private long write() throws IOException {
    long end;
    commitLock.lock();
    try {
      end = wal.append(++sequence, payload, 0, valueBytes);
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
  }
}
