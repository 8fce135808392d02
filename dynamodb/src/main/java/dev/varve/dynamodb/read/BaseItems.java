package dev.varve.dynamodb.read;

import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The items of an index's entries, from the table and as of one moment. For one request. */
final class BaseItems {
  private final StorageEngine engine;
  private final Snapshot moment;
  private final Table table;
  private final List<Integer> sizes = new ArrayList<>();
  private final Set<ItemPartition> partitions = new HashSet<>();

  /**
   * Items of a table.
   *
   * @param moment at which the entries are read, too; stays the caller's
   */
  BaseItems(StorageEngine engine, Snapshot moment, Table table) {
    this.engine = engine;
    this.moment = moment;
    this.table = table;
  }

  /** The item of an entry. */
  Item get(Item entry) throws IOException {
    byte[] key = table.schema().keyOfItem(entry);
    ItemPartition partition = table.partitionOf(key);
    byte[] value = engine.get(moment, partition.id(), key);
    if (value == null) {
      table.requirePresent();
      throw new AssertionError("an index of table " + table.name() + " has an entry too many");
    }
    partitions.add(partition);
    Item item = table.items().decode(key, value);
    sizes.add(item.sizeBytes());
    return item;
  }

  /** The sizes of the items so far. */
  List<Integer> sizes() {
    return List.copyOf(sizes);
  }

  /** The partitions of the items so far. */
  Set<ItemPartition> partitions() {
    return partitions;
  }
}
