package dev.varve.sstable;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that all tables of an engine may take for copies of their indexes and Bloom filters. A
 * table that finds none left reads its own in place, so that the system may drop the pages that are
 * not used. Thread-safe.
 */
public final class IndexBudget {
  private final long bytes;
  private final AtomicLong taken = new AtomicLong();

  /** Creates a budget of which nothing is taken. */
  public IndexBudget(long bytes) {
    this.bytes = bytes;
  }

  /** Takes memory if there is so much left; returns whether there is. */
  boolean take(long count) {
    if (taken.addAndGet(count) <= bytes) {
      return true;
    }
    taken.addAndGet(-count);
    return false;
  }

  void giveBack(long count) {
    taken.addAndGet(-count);
  }
}
