package dev.varve.engine.read;

import dev.varve.engine.memtable.MemTable;
import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.table.SortedRun;
import dev.varve.engine.version.Version;
import dev.varve.io.Bytes;
import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.Lookup;
import dev.varve.sstable.Prefetch;
import dev.varve.sstable.SSTableReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Looks up one key in one view, newest source first, and holds where its value is. Reused; for one
 * thread at a time, within its read epoch.
 */
public final class PointRead {
  private static final int MOST_RECENT_HITS = 8;

  private final Lookup lookup;
  private final Prefetch prefetch;
  private MemTable memtable;
  private int record;
  private byte[] key = new byte[0];

  /** Whether keys of late were found in the deepest run, where most of the data is, or not. */
  private int recentHitsInDeepestRun;

  public PointRead(MemoryLedger memory) {
    lookup = new Lookup(memory);
    prefetch = new Prefetch(lookup);
  }

  /** Whether the key has a value at a snapshot; if so the other methods speak of it. */
  public boolean find(ReadView view, byte[] key, long snapshot) throws CorruptionException {
    long hash = SSTableReader.hash(key);
    if (findIn(view.active(), key, hash, snapshot)) {
      return isPut();
    }
    List<LoggedMemTable> sealed = view.sealed();
    for (int i = 0; i < sealed.size(); i++) {
      if (findIn(sealed.get(i), key, hash, snapshot)) {
        return isPut();
      }
    }
    memtable = null;
    return findInTables(view.version(), key, hash, snapshot) && lookup.kind() == EntryKind.PUT;
  }

  /**
   * The sequence number of the entry that the last answer rests on, a tombstone too; 0 if it is in
   * a table, and so on storage, or if there is none.
   */
  public long loggedSequence() {
    return memtable == null ? 0 : memtable.sequence(record);
  }

  /**
   * Begins to load what reads of some keys are going to need of the deepest run, where most of the
   * data is.
   */
  public void prefetch(ReadView view, byte[][] keys, int from, int to) throws CorruptionException {
    int deepest = view.version().runCount() - 1;
    if (deepest < 0) {
      return;
    }
    SortedRun run = view.version().run(deepest);
    for (int i = from; i < to; i++) {
      SSTableHandle table = run.tableOf(keys[i], Bytes.prefix(keys[i], 0));
      if (table != null) {
        prefetch.add(table.reader(), SSTableReader.hash(keys[i]));
      }
    }
    prefetch.run();
  }

  /**
   * Copies the value to the start of a segment.
   *
   * @return its length; if that is greater than the target's size, nothing was copied
   */
  public int copyIfItFits(MemorySegment target) throws CorruptionException {
    int length = valueLength();
    if (length <= target.byteSize()) {
      copyTo(target);
    }
    return length;
  }

  /**
   * Copies the value to behind an offset in a buffer.
   *
   * @return its length; if there is less room behind the offset, nothing was copied
   */
  int copyIfItFits(MutableDirectBuffer target, int offset) throws CorruptionException {
    int length = valueLength();
    if (length <= target.capacity() - offset) {
      MemorySegment memory = BufferSegments.of(target, offset, length);
      if (memory == null) {
        target.putBytes(offset, copy());
      } else {
        copyTo(memory);
      }
    }
    return length;
  }

  /**
   * A key from a buffer; valid until the next call. Keys of one length after another allocate
   * nothing.
   */
  byte[] key(DirectBuffer source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.capacity());
    if (key.length != length) {
      key = new byte[length];
    }
    source.getBytes(offset, key);
    return key;
  }

  /** Length of the value in bytes. */
  public int valueLength() {
    return memtable == null ? lookup.valueLength() : memtable.valueLength(record);
  }

  /** Copies the value to the start of a segment that is long enough. */
  public void copyTo(MemorySegment target) throws CorruptionException {
    if (memtable == null) {
      lookup.copyValue(target, 0);
    } else {
      MemorySegment.copy(
          memtable.segment(record),
          memtable.valueOffset(record),
          target,
          0,
          memtable.valueLength(record));
    }
  }

  /** A fresh copy of the value. */
  public byte[] copy() throws CorruptionException {
    if (memtable == null) {
      return lookup.copyValue();
    }
    byte[] copy = new byte[memtable.valueLength(record)];
    MemorySegment.copy(
        memtable.segment(record),
        ValueLayout.JAVA_BYTE,
        memtable.valueOffset(record),
        copy,
        0,
        copy.length);
    return copy;
  }

  /** Gives back what an uncommonly large value needed; the value copied last is forgotten. */
  public void release() {
    lookup.release();
  }

  public void close() {
    lookup.close();
  }

  private boolean findIn(LoggedMemTable handle, byte[] key, long hash, long snapshot) {
    memtable = handle.table();
    record = memtable.find(key, hash, snapshot);
    return record != MemTable.NONE;
  }

  private boolean isPut() {
    return memtable.kind(record) == EntryKind.PUT.code();
  }

  private boolean findInTables(Version version, byte[] key, long hash, long snapshot)
      throws CorruptionException {
    long prefix = Bytes.prefix(key, 0);
    int deepest = version.runCount() - 1;
    SSTableHandle likely = deepest < 0 ? null : version.run(deepest).tableOf(key, prefix);
    if (likely != null && recentHitsInDeepestRun > 0) {
      // What that read waits for can be on its way while newer tables say no.
      likely.prefetch(key, hash, lookup);
    }
    List<SSTableHandle> level0 = version.level(0);
    for (int i = 0; i < level0.size(); i++) {
      SSTableHandle table = level0.get(i);
      if (table.covers(key, prefix) && table.get(key, hash, snapshot, lookup)) {
        recentHitsInDeepestRun = Math.max(recentHitsInDeepestRun - 1, -MOST_RECENT_HITS);
        return true;
      }
    }
    for (int run = 0; run < deepest; run++) {
      SSTableHandle table = version.run(run).tableOf(key, prefix);
      if (table != null && table.get(key, hash, snapshot, lookup)) {
        return true;
      }
    }
    if (likely != null && likely.get(key, hash, snapshot, lookup)) {
      recentHitsInDeepestRun = Math.min(recentHitsInDeepestRun + 1, MOST_RECENT_HITS);
      return true;
    }
    recentHitsInDeepestRun = Math.max(recentHitsInDeepestRun - 1, -MOST_RECENT_HITS);
    return false;
  }
}
