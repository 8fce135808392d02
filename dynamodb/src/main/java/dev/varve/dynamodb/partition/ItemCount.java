package dev.varve.dynamodb.partition;

import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many items a partition holds, exactly.
 *
 * <p>A write that reads knows under its key's lock whether the item existed, so it can add one,
 * take one or leave it. A clean shutdown writes the counts to the catalog. After a crash, after a
 * write that read nothing, and after one that failed and may have happened or not, they are
 * unknown: then the first who asks counts the keys of a snapshot, taken while no write runs, and
 * adds what was changed since. Nobody who does not ask pays for that.
 */
public final class ItemCount {
  private final int partition;

  /** Change since the base was taken. */
  private final LongAdder change = new LongAdder();

  /**
   * Whether a write did not know since the base was taken if it added an item: the change is not
   * certain then. Set while its key's lock is held, cleared while all locks are held.
   */
  private volatile boolean doubtful;

  /** Guarded by this. Negative while unknown. */
  private long base;

  private ItemCount(int partition, long base) {
    this.partition = partition;
    this.base = base;
  }

  public static ItemCount known(int partition, long count) {
    return new ItemCount(partition, count);
  }

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

  /** The count, after counting if need be. The caller holds no key's lock. */
  public synchronized long get(StorageEngine engine, KeyLocks locks) throws IOException {
    if (base < 0 || doubtful) {
      base = -1;
      base = count(engine, locks);
    }
    return base + change.sum();
  }

  /** The count, if it is known without counting. */
  public synchronized OptionalLong ifKnown() {
    return base < 0 || doubtful ? OptionalLong.empty() : OptionalLong.of(base + change.sum());
  }

  private long count(StorageEngine engine, KeyLocks locks) throws IOException {
    try (Snapshot snapshot = snapshot(engine, locks);
        Cursor cursor = engine.cursor(partition, CursorOptions.all().at(snapshot))) {
      long items = 0;
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        items++;
      }
      return items;
    }
  }

  /** A snapshot, and no change since. */
  private Snapshot snapshot(StorageEngine engine, KeyLocks locks) {
    locks.lockAll();
    try {
      change.reset();
      doubtful = false;
      return engine.snapshot();
    } finally {
      locks.unlockAll();
    }
  }
}
