package dev.varve.engine;

/**
 * One moment of the whole engine, consistent over all partitions: whoever reads at it sees exactly
 * the writes with sequence numbers up to its own. Holding one keeps old versions from being
 * dropped; close it. Thread-safe.
 */
public final class Snapshot implements AutoCloseable {
  private final Snapshots owner;
  private final long sequence;

  // Guarded by owner.
  private Snapshot older; // the neighbours among the open ones
  private Snapshot newer;

  private volatile boolean closed; // written under the owner's lock

  /** Links itself to the snapshot taken last, or {@code null}; under the owner's lock. */
  Snapshot(Snapshots owner, long sequence, Snapshot older) {
    this.owner = owner;
    this.sequence = sequence;
    this.older = older;
    if (older != null) {
      older.newer = this;
    }
  }

  /** The newest sequence number that readers at this snapshot see. */
  public long sequence() {
    return sequence;
  }

  /** Lets the versions go that only this snapshot needed. Closing twice is allowed. */
  @Override
  public void close() {
    synchronized (owner) {
      if (!closed) {
        closed = true;
        owner.remove(this);
      }
    }
  }

  boolean isOpenIn(Snapshots snapshots) {
    return owner == snapshots && !closed;
  }

  /** The open snapshot taken before this one, or {@code null}; under the owner's lock. */
  Snapshot older() {
    return older;
  }

  /** The open snapshot taken after this one, or {@code null}; under the owner's lock. */
  Snapshot newer() {
    return newer;
  }

  /** Makes the neighbours neighbours of each other; under the owner's lock. */
  void unlink() {
    if (older != null) {
      older.newer = newer;
    }
    if (newer != null) {
      newer.older = older;
    }
    // A closed snapshot that is still referenced must not hold on to others.
    older = null;
    newer = null;
  }
}
