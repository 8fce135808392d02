package dev.varve.dynamodb.table;

import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.value.Item;

/**
 * What holds an entry for some of a table's items, each changed by the writes of its item: a
 * secondary index, or the expiry index. One that comes to a table with items has to be built of
 * them. Safe for use by many threads.
 */
public sealed interface Buildable permits Index, Expiry {
  /** The table with the items. */
  Table table();

  /** Whether writes change its entries: it has not been taken away. Final while a key is locked. */
  boolean isMaintained();

  /**
   * The entry of an item as a build enters it, or null if there is none of it.
   *
   * @param itemKey the item's engine key
   * @param item null for none
   */
  Entry builtOf(byte[] itemKey, Item item);

  /**
   * An entry as it is stored.
   *
   * @param partition that holds it
   * @param key the engine key
   * @param value the engine value
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(ItemPartition partition, byte[] key, byte[] value) {}
}
