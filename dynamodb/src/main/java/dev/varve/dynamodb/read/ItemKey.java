package dev.varve.dynamodb.read;

import dev.varve.dynamodb.lock.ItemId;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Table;

/**
 * Where an item is looked for.
 *
 * @param key its engine key
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ItemKey(Table table, byte[] key) {
  /** The partition that holds the item. */
  public ItemPartition partition() {
    return table.partitionOf(key);
  }

  /** The item, as locks know it. */
  public ItemId item() {
    return new ItemId(table.record().id(), key);
  }
}
