package dev.varve.dynamodb.partition;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many items a partition holds.
 *
 * <p>The count is kept where that is free. A write that reads the item before it knows under its
 * key's lock whether the item existed, so it adds one, takes one or leaves it. A clean shutdown
 * writes the known counts to the catalog. After a crash, after a write that read nothing, and after
 * one that failed and may have happened or not, the count is unknown. {@link #estimate} then is
 * made from the engine's counts of entries, which flushes and compactions make exact; {@link
 * #count} counts the keys of a snapshot, taken while no write runs, and later changes are added to
 * that. Only its callers pay for it.
 */
public final class ItemCount {
  private final int partition;

  /** Held while keys are counted, which may take long. */
  private final Object counting = new Object();

  /** Change since the base was taken. */
  private final LongAdder change = new LongAdder();

  /**
   * Whether a write did not know since the base was taken if it added an item: the change is not
   * certain then. Set while its key's lock is held, cleared while all locks are held.
   */
  private volatile boolean doubtful;

  /** Negative while unknown. This object's monitor is held for an instant alone. */
  @GuardedBy("this")
  private long base;

  private ItemCount(int partition, long base) {
    this.partition = partition;
    this.base = base;
  }

  /** The count of a partition that holds {@code count} items. */
  public static ItemCount known(int partition, long count) {
    return new ItemCount(partition, count);
  }

  /** The count of a partition whose items have not been counted. */
  public static ItemCount unknown(int partition) {
    return new ItemCount(partition, -1);
  }

  /** Notes that a write added (1) or removed (-1) an item. While its key's lock is held. */
  public void add(int items) {
    change.add(items);
  }

  /** Notes that a write does not know if it added an item. While its key's lock is held. */
  public void doubt() {
    if (!doubtful) { // no store to a line that other writers read, but the first time
      doubtful = true;
    }
  }

  /**
   * The exact count, after reading all keys if it is unknown. The caller holds no key's lock.
   *
   * @param locks the locks of all keys, which are held for an instant
   */
  public long count(StorageEngine engine, KeyLocks locks) throws IOException {
    synchronized (counting) { // a second reader would find the same
      OptionalLong known = ifKnown();
      return known.isPresent() ? known.getAsLong() : countKeys(engine, locks);
    }
  }

  /** The count as far as it is known without reading an item. */
  public CountEstimate estimate(StorageEngine engine) {
    OptionalLong known = ifKnown();
    return known.isPresent()
        ? new CountEstimate(known.getAsLong(), true)
        : CountEstimate.of(engine.stats(partition));
  }

  /** The exact count, if it has been kept. */
  public synchronized OptionalLong ifKnown() {
    return base < 0 || doubtful ? OptionalLong.empty() : OptionalLong.of(base + change.sum());
  }

  private long countKeys(StorageEngine engine, KeyLocks locks) throws IOException {
    try (Snapshot snapshot = snapshot(engine, locks);
        Cursor cursor = engine.cursor(partition, CursorOptions.all().at(snapshot))) {
      long items = 0;
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        items++;
      }
      synchronized (this) {
        base = items;
      }
      // What changed since is known, or else the count is that of the snapshot.
      return ifKnown().orElse(items);
    }
  }

  /** A snapshot, and no change since. */
  private Snapshot snapshot(StorageEngine engine, KeyLocks locks) {
    locks.lockAll();
    try {
      synchronized (this) {
        base = -1;
        change.reset();
        doubtful = false;
      }
      return engine.snapshot();
    } finally {
      locks.unlockAll();
    }
  }
}
