package dev.varve.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The open snapshots. Taking one and listing them are atomic, so that a merge that listed them
 * never meets a version that only a later snapshot could see: all it merges is at most the newest
 * sequence number at its start.
 */
final class Snapshots {
  private final LongSupplier visibleSequence;
  private final List<Snapshot> open = new ArrayList<>(); // guarded by this

  Snapshots(LongSupplier visibleSequence) {
    this.visibleSequence = visibleSequence;
  }

  synchronized Snapshot take() {
    Snapshot snapshot = new Snapshot(this, visibleSequence.getAsLong());
    open.add(snapshot);
    return snapshot;
  }

  synchronized void remove(Snapshot snapshot) {
    open.remove(snapshot);
  }

  /** Distinct sequence numbers of the open snapshots, ascending. */
  synchronized long[] sequences() {
    return open.stream().mapToLong(Snapshot::sequence).sorted().distinct().toArray();
  }
}
