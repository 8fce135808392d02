package dev.varve.engine;

import dev.varve.engine.pin.SnapshotList;

/**
 * One moment of the whole engine, consistent over all partitions: whoever reads at it sees exactly
 * the writes with sequence numbers up to its own. Holding one keeps old versions from being
 * dropped; close it. Thread-safe.
 */
public final class Snapshot implements AutoCloseable {
  private final SnapshotList.Entry entry;

  Snapshot(SnapshotList.Entry entry) {
    this.entry = entry;
  }

  /** The newest sequence number that readers at this snapshot see. */
  public long sequence() {
    return entry.sequence();
  }

  /** Lets the versions go that only this snapshot needed. Closing twice is allowed. */
  @Override
  public void close() {
    entry.close();
  }

  SnapshotList.Entry entry() {
    return entry;
  }
}
