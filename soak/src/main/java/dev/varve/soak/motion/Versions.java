package dev.varve.soak.motion;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What the table must hold: the version of each key, 0 for no item. Each key has one writer, which
 * holds {@link #writing} while it writes items and notes it here.
 */
final class Versions {
  private final long[] present;

  /** The newest version that a key has had. */
  private final long[] newest;

  private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final AtomicLong expiring = new AtomicLong();

  Versions(int keys) {
    present = new long[keys];
    newest = new long[keys];
  }

  int keys() {
    return present.length;
  }

  static String id(int key) {
    return "k" + key;
  }

  static int key(String id) {
    return Integer.parseInt(id.substring(1));
  }

  /** Held by writers, several at a time. */
  Lock writing() {
    return lock.readLock();
  }

  /** Held where nothing is written. */
  Lock resting() {
    return lock.writeLock();
  }

  /** The version of a key, for its writer. */
  long of(int key) {
    return present[key];
  }

  /** The version that the next write of a key has. */
  long next(int key) {
    return ++newest[key];
  }

  void wrote(int key, long version) {
    present[key] = version;
  }

  /** A number that no item which expires has had. */
  long nextExpiring() {
    return expiring.incrementAndGet();
  }

  /** How many items expire. */
  long expiring() {
    return expiring.get();
  }

  /** All versions; while {@link #resting} is held, or nobody writes any more. */
  long[] all() {
    return present.clone();
  }
}
