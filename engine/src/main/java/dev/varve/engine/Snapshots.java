package dev.varve.engine;

import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * The open snapshots. Taking one and listing them are atomic, so that a merge that listed them
 * never meets a version that only a later snapshot could see: all it merges is at most the newest
 * sequence number at its start.
 *
 * <p>A list linked through the snapshots themselves: in whatever order they are closed, each takes
 * itself out at once. They are taken in the order of their sequence numbers, so it is sorted.
 */
final class Snapshots {
  private final LongSupplier visibleSequence;
  private Snapshot newest; // guarded by this
  private Snapshot oldest; // guarded by this
  private volatile long oldestSequence = Long.MAX_VALUE;

  Snapshots(LongSupplier visibleSequence) {
    this.visibleSequence = visibleSequence;
  }

  synchronized Snapshot take() {
    Snapshot snapshot = new Snapshot(this, visibleSequence.getAsLong(), newest);
    newest = snapshot;
    if (oldest == null) {
      setOldest(snapshot);
    }
    return snapshot;
  }

  /** Takes an open snapshot out; under this object's lock. */
  void remove(Snapshot snapshot) {
    if (snapshot == newest) {
      newest = snapshot.older();
    }
    if (snapshot == oldest) {
      setOldest(snapshot.newer());
    }
    snapshot.unlink();
  }

  /**
   * The sequence number of the oldest open snapshot, {@link Long#MAX_VALUE} if none is open: for
   * choices, since the next one may be open already.
   */
  long oldestSequence() {
    return oldestSequence;
  }

  /** Distinct sequence numbers of the open snapshots, ascending. */
  synchronized long[] sequences() {
    LongStream.Builder found = LongStream.builder();
    for (Snapshot snapshot = newest; snapshot != null; snapshot = snapshot.older()) {
      found.add(snapshot.sequence());
    }
    return found.build().distinct().sorted().toArray();
  }

  private void setOldest(Snapshot snapshot) {
    oldest = snapshot;
    oldestSequence = snapshot == null ? Long.MAX_VALUE : snapshot.sequence();
  }
}
