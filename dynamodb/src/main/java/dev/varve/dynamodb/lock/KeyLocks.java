package dev.varve.dynamodb.lock;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed number of locks for any number of keys: two keys may share one, which only makes them
 * wait for each other.
 *
 * <p>Who holds one key's lock must not ask for another's; {@link #lockAll} takes all, in order,
 * while the caller holds none. Readers take no locks.
 */
public final class KeyLocks {
  /**
   * A power of two; far more than threads that write, so that two of them seldom meet by chance.
   */
  private static final int STRIPES = 1024;

  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  public KeyLocks() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  /** The lock of a key in a partition. Not held yet. */
  public ReentrantLock of(int partition, byte[] key) {
    int hash = (31 * partition + Arrays.hashCode(key)) * 0x9E3779B9;
    return stripes[(hash >>> 16) & (STRIPES - 1)];
  }

  /** Waits until no key is locked and keeps it so, until {@link #unlockAll}. */
  public void lockAll() {
    for (ReentrantLock stripe : stripes) {
      stripe.lock();
    }
  }

  /** Ends {@link #lockAll}. By the same thread. */
  public void unlockAll() {
    for (ReentrantLock stripe : stripes) {
      stripe.unlock();
    }
  }
}
