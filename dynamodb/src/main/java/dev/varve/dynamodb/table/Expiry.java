package dev.varve.dynamodb.table;

import dev.varve.dynamodb.codec.ExpiryKey;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;

/**
 * The expiry index of a table: an entry for each item whose attribute is a number, in the order of
 * these numbers, whether or not they are times at which an item may expire. It comes when time to
 * live is enabled and goes when that is disabled. Immutable.
 */
public final class Expiry implements Buildable {
  private final Table table;
  private final ItemPartition partition;
  private final String attribute;

  Expiry(Table table, ItemPartition partition, String attribute) {
    this.table = table;
    this.partition = partition;
    this.attribute = attribute;
  }

  @Override
  public Table table() {
    return table;
  }

  /** The partition of the engine that holds the entries. */
  public ItemPartition partition() {
    return partition;
  }

  @Override
  public boolean isMaintained() {
    return !table.isDeleted() && table.expiry() == this;
  }

  /**
   * The engine key of an item's entry, or null if there is none of it.
   *
   * @param itemKey the item's engine key
   * @param item null for none
   */
  public byte[] keyOf(byte[] itemKey, Item item) {
    return item != null && item.get(attribute) instanceof AttributeValue.N time
        ? ExpiryKey.encode(time, itemKey)
        : null;
  }

  @Override
  public Entry builtOf(byte[] itemKey, Item item) {
    byte[] key = keyOf(itemKey, item);
    return key == null ? null : new Entry(partition, key, ExpiryKey.value());
  }
}
