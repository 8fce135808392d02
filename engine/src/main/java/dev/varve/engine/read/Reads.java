package dev.varve.engine.read;

import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.partition.VersionSet;
import dev.varve.engine.pin.ReadEpochs;
import dev.varve.engine.pin.SnapshotList;
import dev.varve.engine.pin.VisibleSequence;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Prefetch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Point reads of all partitions, and where cursors come from. Each read holds a slot of {@link
 * ReadEpochs}, so that nothing that it looks at is freed meanwhile. Thread-safe; takes no lock.
 */
public final class Reads {
  /** Returned for a key without a value. */
  public static final int NOT_FOUND = -1;

  private final ReadEpochs epochs;
  private final VersionSet versions;
  private final VisibleSequence visible;
  private final SnapshotList snapshots;
  private final CursorPool cursors;
  private final PointReads pointReads;
  private volatile boolean closed;

  /** Creates the reads of an engine. */
  public Reads(
      ReadEpochs epochs,
      VersionSet versions,
      VisibleSequence visible,
      SnapshotList snapshots,
      CursorPool cursors,
      MemoryLedger memory) {
    this.epochs = epochs;
    this.versions = versions;
    this.visible = visible;
    this.snapshots = snapshots;
    this.cursors = cursors;
    pointReads = new PointReads(memory);
  }

  /** The value of a key at a snapshot, or at present if that is {@code null}. */
  public byte[] get(SnapshotList.Entry snapshot, int partition, byte[] key) throws IOException {
    int slot = begin();
    try {
      PointRead read = pointReads.at(slot);
      return find(read, snapshot, partition, key) ? read.copy() : null;
    } finally {
      end(slot);
    }
  }

  /** A value and the write that the answer rests on. */
  public static final class Answer {
    private byte[] value;
    private long loggedSequence;

    /** The value, or {@code null}. */
    public byte[] value() {
      return value;
    }

    /** See {@link PointRead#loggedSequence}. */
    public long loggedSequence() {
      return loggedSequence;
    }
  }

  /** The value of a key at present, and how new the answer is. */
  public Answer ask(int partition, byte[] key) throws IOException {
    Answer answer = new Answer();
    int slot = begin();
    try {
      PointRead read = pointReads.at(slot);
      answer.value = find(read, null, partition, key) ? read.copy() : null;
      answer.loggedSequence = read.loggedSequence();
    } finally {
      end(slot);
    }
    return answer;
  }

  /**
   * Copies the value of a key to the start of a segment.
   *
   * @return the value's length, or {@link #NOT_FOUND}; if it is greater than the target's size,
   *     nothing was copied
   */
  public int get(int partition, byte[] key, MemorySegment target) throws IOException {
    int slot = begin();
    try {
      PointRead read = pointReads.at(slot);
      return find(read, null, partition, key) ? read.copyIfItFits(target) : NOT_FOUND;
    } finally {
      end(slot);
    }
  }

  /** As {@link #get(int, byte[], MemorySegment)}, from a buffer's range to behind an offset. */
  public int get(
      int partition,
      DirectBuffer key,
      int keyOffset,
      int keyLength,
      MutableDirectBuffer target,
      int targetOffset)
      throws IOException {
    int slot = begin();
    try {
      PointRead read = pointReads.at(slot);
      return find(read, null, partition, read.key(key, keyOffset, keyLength))
          ? read.copyIfItFits(target, targetOffset)
          : NOT_FOUND;
    } finally {
      end(slot);
    }
  }

  /** Copies the values of several keys, all as of one moment, to the starts of segments. */
  public void get(
      SnapshotList.Entry snapshot,
      int partition,
      byte[][] keys,
      MemorySegment[] targets,
      int[] lengths)
      throws IOException {
    int slot = begin();
    try {
      PointRead read = pointReads.at(slot);
      Partition source = source(snapshot, partition);
      for (byte[] key : keys) {
        requireHeld(source, key);
      }
      ReadView view = source.view();
      long sequence = sequenceOf(snapshot);
      for (int from = 0; from < keys.length; from += Prefetch.CAPACITY) {
        int to = Math.min(keys.length, from + Prefetch.CAPACITY);
        read.prefetch(view, keys, from, to);
        for (int i = from; i < to; i++) {
          lengths[i] =
              read.find(view, keys[i], sequence) ? read.copyIfItFits(targets[i]) : NOT_FOUND;
        }
      }
    } finally {
      end(slot);
    }
  }

  /** A cursor over a partition's present view, the caller's until the pool gets it back. */
  public ViewCursor cursor(SnapshotList.Entry snapshot, int partition) {
    int slot = begin();
    try {
      requireOwn(snapshot);
      Partition source = versions.get(partition);
      source.noteRead();
      return cursors.take(source);
    } finally {
      epochs.exit(slot);
    }
  }

  /** What is done while a view is kept. */
  @FunctionalInterface
  public interface ViewFunction<T> {
    /** Looks at a live partition. */
    T apply(Partition partition);
  }

  /** Looks at a live partition; its present view stays usable meanwhile. */
  public <T> T look(int partition, ViewFunction<T> function) {
    int slot = begin();
    try {
      return function.apply(versions.get(partition));
    } finally {
      epochs.exit(slot);
    }
  }

  /**
   * The sequence number to read at. Ask for it after the view was taken: a view is never older than
   * the number then, so it holds every version that readers at that number need.
   */
  public long sequenceOf(SnapshotList.Entry snapshot) {
    return snapshot == null ? visible.get() : snapshot.sequence();
  }

  /** Refuses reads from now on; those that have begun go on. */
  public void close() {
    closed = true;
  }

  /** Frees memory; after the last read. */
  public void free() {
    pointReads.close();
  }

  private int begin() {
    int slot = epochs.enter();
    if (closed) {
      epochs.exit(slot);
      throw new IllegalStateException("the engine is closed");
    }
    return slot;
  }

  private void end(int slot) {
    pointReads.release(slot);
    epochs.exit(slot);
  }

  private boolean find(PointRead read, SnapshotList.Entry snapshot, int partition, byte[] key)
      throws IOException {
    Partition source = source(snapshot, partition);
    requireHeld(source, key);
    return read.find(source.view(), key, sequenceOf(snapshot));
  }

  /** Others' keys in shared tables would be taken for present. */
  private static void requireHeld(Partition source, byte[] key) {
    if (!source.range().contains(key)) {
      throw new IllegalArgumentException(
          "partition %d holds keys of %s alone".formatted(source.id(), source.range()));
    }
  }

  private Partition source(SnapshotList.Entry snapshot, int partition) {
    requireOwn(snapshot);
    Partition source = versions.get(partition);
    source.noteRead();
    return source;
  }

  private void requireOwn(SnapshotList.Entry snapshot) {
    if (snapshot != null && !snapshot.isOpenIn(snapshots)) {
      throw new IllegalStateException("the snapshot is closed or another engine's");
    }
  }
}
