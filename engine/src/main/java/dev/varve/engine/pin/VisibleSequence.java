package dev.varve.engine.pin;

/**
 * The newest sequence number that readers see. Set by one writer after the other, in the order of
 * their batches, once all writes up to it are in memtables; read by any number of threads.
 */
public final class VisibleSequence {
  private volatile long sequence;

  /** Begins with what was recovered. */
  public VisibleSequence(long recovered) {
    sequence = recovered;
  }

  /** The newest sequence number that readers see. */
  public long get() {
    return sequence;
  }

  /** Shows all writes up to a sequence number, which is not smaller than the one before. */
  public void publish(long newest) {
    sequence = newest;
  }
}
