package dev.varve.dynamodb;

import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.error.ResourceNotFoundException;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Commit;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

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

  /** The item, or null, as it is, whether or not it is on storage. While its key is locked. */
  Item read(Table table, Partition partition, byte[] key) throws IOException {
    return decode(table, key, engine.get(partition.id(), key));
  }

  /** The item, or null. What this shows is as durable as writes are when they are acknowledged. */
  Item readDurable(Table table, Partition partition, byte[] key) throws IOException {
    try {
      return decode(
          table,
          key,
          durability == Durability.SYNC
              ? engine.getDurable(partition.id(), key)
              : engine.get(partition.id(), key));
    } catch (IllegalArgumentException e) {
      throw gone(table, e);
    }
  }

  private static Item decode(Table table, byte[] key, byte[] value) throws IOException {
    return value == null ? null : table.items().decode(key, value);
  }

  /** Waits until all that readers see of a partition is as durable as acknowledged writes are. */
  void awaitDurable(Table table, Partition partition) throws IOException {
    if (durability == Durability.SYNC) {
      try {
        engine.awaitDurable(partition.id());
      } catch (IllegalArgumentException e) {
        throw gone(table, e);
      }
    }
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
   * Locks the keys of mutations.
   *
   * @throws ResourceNotFoundException if a table has been deleted meanwhile; nothing is locked then
   * @throws IllegalStateException if the database has been closed meanwhile; nothing is locked then
   */
  KeyLocks.Held lock(List<Mutation> mutations) {
    KeyLocks.Held held =
        locks.hold(
            mutations.stream()
                .mapToInt(
                    mutation -> KeyLocks.stripe(mutation.table().name().hashCode(), mutation.key()))
                .toArray());
    boolean usable = false;
    try {
      requireOpen();
      mutations.forEach(mutation -> Tables.require(mutation.table()));
      usable = true;
      return held;
    } finally {
      if (!usable) {
        held.close();
      }
    }
  }

  /** Commits what mutations did, and counts it. While their keys are locked. */
  Commit commit(WriteBatch batch, List<Outcome> outcomes) throws IOException {
    voidCounts();
    boolean committed = false;
    try {
      Commit commit = engine.commit(batch);
      committed = true;
      return commit;
    } finally {
      for (Outcome outcome : outcomes) {
        ItemCount count = outcome.mutation().partition().itemCount();
        if (committed && outcome.isExact()) {
          count.add(outcome.growth());
        } else {
          count.doubt();
        }
      }
    }
  }

  /** Waits until a commit is as durable as the database promises. Without any lock. */
  void await(Commit commit) throws IOException {
    if (durability == Durability.SYNC) {
      engine.await(commit);
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
