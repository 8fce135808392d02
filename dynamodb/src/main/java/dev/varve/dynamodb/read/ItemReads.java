package dev.varve.dynamodb.read;

import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Reads of single items, without a lock. Safe for use by many threads.
 *
 * <p>An answer to a user must be as durable as acknowledged writes are: an item that a user has
 * seen must not be gone after a power loss. A write still on its way to storage can be read
 * already, so a read that shows it waits for it here.
 */
public final class ItemReads {
  /** Receives nothing: to ask the engine whether a key exists. */
  private static final MemorySegment NOWHERE = MemorySegment.ofArray(new byte[0]);

  private final StorageEngine engine;
  private final boolean sync;
  private final Optional<IndexLag> lag;

  /**
   * Reads of an engine, which never lag.
   *
   * @param durability which writes are acknowledged with
   */
  public ItemReads(StorageEngine engine, Durability durability) {
    this(engine, durability, Optional.empty());
  }

  /**
   * Reads of an engine.
   *
   * @param durability which writes are acknowledged with
   * @param lag how far those for users lag; empty for not at all
   */
  public ItemReads(StorageEngine engine, Durability durability, Optional<IndexLag> lag) {
    this.engine = engine;
    this.sync = durability == Durability.SYNC;
    this.lag = lag;
  }

  /**
   * The item, or null, whether or not it is on storage: for a write of the same key, which holds
   * the key's lock.
   */
  public Item get(Table table, ItemPartition partition, byte[] key) throws IOException {
    return decode(table, key, getStored(partition, key));
  }

  /** The stored form of what {@link #get} returns, or null; the array is the caller's. */
  public byte[] getStored(ItemPartition partition, byte[] key) throws IOException {
    return engine.get(partition.id(), key);
  }

  /**
   * The item, or null, as durable as acknowledged writes are: for a user. It may be one of the past
   * where a fault says so.
   */
  public Item getDurable(Table table, ItemPartition partition, byte[] key) throws IOException {
    ItemPartition place = partition;
    while (true) {
      try {
        if (lag.isPresent() && IndexLag.isByFault()) {
          return getLagging(table, place, key);
        }
        byte[] value = sync ? engine.getDurable(place.id(), key) : engine.get(place.id(), key);
        table.requirePresent();
        return decode(table, key, value);
      } catch (IllegalArgumentException e) {
        ItemPartition present = table.partitionOf(key);
        if (present.id() == place.id()) {
          throw table.explain(e);
        }
        place = present; // another one has taken its place since the caller looked
      }
    }
  }

  private Item getLagging(Table table, ItemPartition partition, byte[] key) throws IOException {
    try (IndexLag.View view = lag.orElseThrow().view(false)) {
      byte[] value =
          view.snapshot() == null
              ? engine.get(partition.id(), key)
              : engine.get(view.snapshot(), partition.id(), key);
      awaitDurable(table, partition);
      table.requirePresent();
      return decode(table, key, value);
    }
  }

  private static Item decode(Table table, byte[] key, byte[] value) throws IOException {
    return value == null ? null : table.items().decode(key, value);
  }

  /** Whether there is an item, on storage or not. Copies nothing. */
  public boolean exists(ItemPartition partition, byte[] key) throws IOException {
    return engine.get(partition.id(), key, NOWHERE) != StorageEngine.NOT_FOUND;
  }

  /**
   * Waits until all that can be read of a partition is as durable as acknowledged writes are.
   *
   * @param target whose partition it is, or was
   */
  public void awaitDurable(ReadTarget target, ItemPartition partition) throws IOException {
    if (sync) {
      try {
        engine.awaitDurable(partition.id());
      } catch (IllegalArgumentException e) {
        HashRange hashes = partition.range();
        List<ItemPartition> present = target.partitionMap().between(hashes.first(), hashes.last());
        if (present.stream().anyMatch(other -> other.id() == partition.id())) {
          throw target.explain(e);
        }
        for (ItemPartition other : present) { // those that have taken its place
          awaitDurable(target, other);
        }
      }
    }
  }
}
