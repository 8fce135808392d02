package dev.varve.wal;

import dev.varve.io.Env;
import dev.varve.io.Scheduler;
import dev.varve.io.StorageFile;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A log in memory, with what was recovered when it was opened and what was appended since. */
final class TestLog implements AutoCloseable {
  static final Path DIRECTORY = Path.of("/log");
  static final WalOptions SMALL = new WalOptions(1024, 1024, 2);

  /** One record; payloads follow from the sequence number and the length. */
  record Entry(long sequence, int length, boolean intact) {
    static Entry of(long sequence, int length) {
      return new Entry(sequence, length, true);
    }
  }

  final MemoryFileSystem files;
  final Wal wal;
  final List<Entry> recovered = new ArrayList<>();
  final List<Long> recoveredSegments = new ArrayList<>();
  final List<Entry> appended = new ArrayList<>();
  long nextSequence = 1;

  private TestLog(MemoryFileSystem files, WalOptions options, Scheduler scheduler)
      throws IOException {
    this.files = files;
    Env env = files.env(new ManualClock(), scheduler);
    this.wal =
        Wal.open(
            env,
            DIRECTORY,
            options,
            (sequence, bytes, offset, length, segmentId, _) -> {
              byte[] expected = payload(sequence, length);
              boolean intact =
                  MemorySegment.ofArray(bytes)
                          .asSlice(offset, length)
                          .mismatch(MemorySegment.ofArray(expected))
                      < 0;
              recovered.add(new Entry(sequence, length, intact));
              recoveredSegments.add(segmentId);
              nextSequence = sequence + 1;
            });
  }

  static TestLog open(MemoryFileSystem files) throws IOException {
    return open(files, SMALL);
  }

  static TestLog open(MemoryFileSystem files, WalOptions options) throws IOException {
    return open(files, options, new DirectScheduler());
  }

  static TestLog open(MemoryFileSystem files, WalOptions options, Scheduler scheduler)
      throws IOException {
    return new TestLog(files, options, scheduler);
  }

  /** What a log holds, seen by opening and closing it. */
  static List<Entry> read(MemoryFileSystem files) throws IOException {
    try (TestLog log = open(files)) {
      return log.recovered;
    }
  }

  static byte[] payload(long sequence, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(sequence).nextBytes(bytes);
    return bytes;
  }

  /** Appends a record with the next sequence number. */
  long append(int length) throws IOException {
    byte[] padded = new byte[length + 5];
    System.arraycopy(payload(nextSequence, length), 0, padded, 3, length);
    appended.add(Entry.of(nextSequence, length));
    return wal.append(nextSequence++, padded, 3, length);
  }

  /** Appends a record and syncs it. */
  void appendSynced(int length) throws IOException {
    wal.sync(append(length));
  }

  /** Recovered and appended records. */
  List<Entry> all() {
    List<Entry> all = new ArrayList<>(recovered);
    all.addAll(appended);
    return all;
  }

  @Override
  public void close() throws IOException {
    wal.close();
  }

  // ---- Files from outside ----

  /** Segment files in the order of their names. */
  static List<Path> segmentFiles(MemoryFileSystem files) throws IOException {
    return files.list(DIRECTORY).stream().map(DIRECTORY::resolve).toList();
  }

  /** The file that holds a segment now. */
  static Path fileOf(MemoryFileSystem files, long segmentId) throws IOException {
    for (SegmentFile segment : SegmentFile.list(files, DIRECTORY)) {
      if (segment.header() != null && segment.id() == segmentId) {
        return segment.path();
      }
    }
    throw new AssertionError("no segment " + segmentId);
  }

  static byte[] bytes(MemoryFileSystem files, Path path) throws IOException {
    try (StorageFile file = files.openReadOnly(path)) {
      byte[] bytes = new byte[Math.toIntExact(file.length())];
      file.read(0, MemorySegment.ofArray(bytes));
      return bytes;
    }
  }

  static void overwrite(MemoryFileSystem files, Path path, long offset, byte... bytes)
      throws IOException {
    try (StorageFile file = files.open(path)) {
      file.write(offset, MemorySegment.ofArray(bytes));
    }
  }

  static void flip(MemoryFileSystem files, Path path, long offset, int bits) throws IOException {
    try (StorageFile file = files.open(path)) {
      MemorySegment one = MemorySegment.ofArray(new byte[1]);
      file.read(offset, one);
      one.set(ValueLayout.JAVA_BYTE, 0, (byte) (one.get(ValueLayout.JAVA_BYTE, 0) ^ bits));
      file.write(offset, one);
    }
  }
}
