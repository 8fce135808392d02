package dev.varve.dynamodb;

import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.error.ResourceNotFoundException;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Items in the engine: read without a lock, written under the lock of their key, counted. Safe for
 * use by many threads.
 */
final class ItemStore {
  /** Receives nothing: to ask the engine whether a key exists. */
  private static final MemorySegment NOWHERE = MemorySegment.ofArray(new byte[0]);

  private final StorageEngine engine;
  private final Catalog catalog;
  private final Durability durability;
  private final KeyLocks locks = new KeyLocks();

  /**
   * Whether the catalog's item counts are void already. Guarded by {@link #voidCounts}'s monitor
   * when it is written.
   */
  private volatile boolean changed;

  /** Set while all locks are held. */
  private volatile boolean closed;

  ItemStore(StorageEngine engine, Catalog catalog, Durability durability) {
    this.engine = engine;
    this.catalog = catalog;
    this.durability = durability;
  }

  StorageEngine engine() {
    return engine;
  }

  KeyLocks locks() {
    return locks;
  }

  /** The item, or null. */
  Item read(Table table, Partition partition, byte[] key) throws IOException {
    byte[] value;
    try {
      value = engine.get(partition.id(), key);
    } catch (IllegalArgumentException e) {
      throw gone(table, e);
    }
    return value == null ? null : table.items().decode(key, value);
  }

  /** What an engine's refusal of a partition means to an operation on items. */
  static RuntimeException gone(Table table, IllegalArgumentException refusal) {
    return table.isDeleted() ? ResourceNotFoundException.forItems() : refusal;
  }

  /** Whether there is an item. Copies nothing. */
  boolean exists(Partition partition, byte[] key) throws IOException {
    return engine.get(partition.id(), key, NOWHERE) != StorageEngine.NOT_FOUND;
  }

  /**
   * Locks a key for a write. The caller unlocks.
   *
   * @throws ResourceNotFoundException if the table has been deleted meanwhile; nothing is locked
   *     then
   * @throws IllegalStateException if the database has been closed meanwhile; nothing is locked then
   */
  ReentrantLock lock(Table table, Partition partition, byte[] key) {
    ReentrantLock lock = locks.of(partition.id(), key);
    lock.lock();
    boolean usable = false;
    try {
      requireOpen();
      Tables.require(table);
      usable = true;
      return lock;
    } finally {
      if (!usable) {
        lock.unlock();
      }
    }
  }

  /**
   * Stores an item. While its key is locked.
   *
   * @param existed whether there is one with this key
   */
  void put(Partition partition, byte[] key, byte[] value, boolean existed) throws IOException {
    voidCounts();
    write(partition, new WriteBatch().put(partition.id(), key, value));
    if (!existed) {
      partition.itemCount().add(1);
    }
  }

  /** Deletes an item that exists. While its key is locked. */
  void delete(Partition partition, byte[] key) throws IOException {
    voidCounts();
    write(partition, new WriteBatch().delete(partition.id(), key));
    partition.itemCount().add(-1);
  }

  private void write(Partition partition, WriteBatch batch) throws IOException {
    boolean written = false;
    try {
      engine.write(batch, durability);
      written = true;
    } finally {
      if (!written) {
        partition.itemCount().doubt();
      }
    }
  }

  private void voidCounts() throws IOException {
    if (!changed) {
      synchronized (this) {
        if (!changed) {
          catalog.voidCounts();
          changed = true;
        }
      }
    }
  }

  /** Whether the item counts differ from those in the catalog. */
  boolean hasNewCounts() {
    return changed;
  }

  /** Exact number of items of a partition. */
  long count(Partition partition) throws IOException {
    return partition.itemCount().get(engine, locks);
  }

  /** Lets the writes that run end, and no other begin. */
  void close() {
    locks.lockAll();
    try {
      closed = true;
    } finally {
      locks.unlockAll();
    }
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the database is closed");
    }
  }
}
