package dev.varve.engine.pin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.stream.LongStream;

/**
 * The open snapshots. Taking one and listing them are atomic, so that a merge that listed them
 * never meets a version that only a later snapshot could see: all it merges is at most the newest
 * sequence number at its start.
 *
 * <p>A list linked through its entries: in whatever order snapshots are closed, each takes itself
 * out at once. They are taken in the order of their sequence numbers, so the list is sorted.
 * Thread-safe.
 */
public final class SnapshotList {
  private final VisibleSequence visible;

  @GuardedBy("this")
  private Entry newest;

  @GuardedBy("this")
  private Entry oldest;

  private volatile long oldestSequence = Long.MAX_VALUE;

  /** Creates an empty list. */
  public SnapshotList(VisibleSequence visible) {
    this.visible = visible;
  }

  /** Takes a snapshot of the present moment. */
  public synchronized Entry take() {
    Entry entry = new Entry(visible.get());
    entry.older = newest;
    if (newest != null) {
      newest.newer = entry;
    }
    newest = entry;
    if (oldest == null) {
      setOldest(entry);
    }
    return entry;
  }

  /**
   * The sequence number of the oldest open snapshot, {@link Long#MAX_VALUE} if none is open: for
   * choices, since the next one may be open already.
   */
  public long oldestSequence() {
    return oldestSequence;
  }

  /** Distinct sequence numbers of the open snapshots, ascending. */
  public synchronized long[] sequences() {
    LongStream.Builder open = LongStream.builder();
    for (Entry entry = oldest; entry != null; entry = entry.newer) {
      open.add(entry.sequence);
    }
    return open.build().distinct().toArray();
  }

  private synchronized void remove(Entry entry) {
    if (entry.closed) {
      return;
    }
    entry.closed = true;
    if (entry == newest) {
      newest = entry.older;
    } else {
      entry.newer.older = entry.older;
    }
    if (entry == oldest) {
      setOldest(entry.newer);
    } else {
      entry.older.newer = entry.newer;
    }
    // A closed snapshot that is still referenced must not hold on to others.
    entry.older = null;
    entry.newer = null;
  }

  @GuardedBy("this")
  private void setOldest(Entry entry) {
    oldest = entry;
    oldestSequence = entry == null ? Long.MAX_VALUE : entry.sequence;
  }

  /** One open snapshot. */
  public final class Entry {
    private final long sequence;
    private Entry older; // guarded by the list
    private Entry newer; // guarded by the list
    private volatile boolean closed; // written under the list's lock

    private Entry(long sequence) {
      this.sequence = sequence;
    }

    /** The newest sequence number that readers at this snapshot see. */
    public long sequence() {
      return sequence;
    }

    /** Whether the snapshot is open, and of that list. */
    public boolean isOpenIn(SnapshotList list) {
      return list == SnapshotList.this && !closed;
    }

    /** Takes the snapshot out of the list; also twice. */
    public void close() {
      remove(this);
    }
  }
}
