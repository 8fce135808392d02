package dev.varve.engine;

/**
 * One moment of the whole engine, consistent over all partitions: whoever reads at it sees exactly
 * the writes with sequence numbers up to its own. Holding one keeps old versions from being
 * dropped; close it. Thread-safe.
 */
public final class Snapshot implements AutoCloseable {
  private final Snapshots owner;
  private final long sequence;
  private boolean closed; // guarded by owner

  Snapshot(Snapshots owner, long sequence) {
    this.owner = owner;
    this.sequence = sequence;
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
    synchronized (owner) {
      return owner == snapshots && !closed;
    }
  }
}
