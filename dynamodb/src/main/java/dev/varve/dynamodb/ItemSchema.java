package dev.varve.dynamodb;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.definition.TableCreation;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.table.IndexSchema;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.ItemLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a table demands of its items, which its key and those of its indexes decide: the rules of
 * PutItem and DeleteItem, for programs that have items for a table that does not exist yet.
 * Immutable.
 */
public final class ItemSchema {
  private final KeySchema keys;
  private final ItemCodec items;
  private final List<IndexSchema> indexes;

  private ItemSchema(KeySchema keys, List<IndexSchema> indexes) {
    this.keys = keys;
    this.indexes = indexes;
    this.items = new ItemCodec(keys.codec(), Path.of("")); // which decodes nothing
  }

  /** The schema of all tables with this key and no index. */
  public static ItemSchema of(KeyAttribute partitionKey, Optional<KeyAttribute> sortKey) {
    return new ItemSchema(TableViews.schema(partitionKey, sortKey), List.of());
  }

  /**
   * The schema of a table.
   *
   * @throws ValidationException if CreateTable would refuse the table
   */
  public static ItemSchema of(TableDefinition table) {
    KeySchema keys = TableViews.schema(table.partitionKey(), table.sortKey());
    return new ItemSchema(
        keys,
        TableCreation.plan(table.request(), 1).indexes().stream()
            .map(index -> new IndexSchema(index, keys))
            .toList());
  }

  /**
   * Checks that PutItem would store an item.
   *
   * @throws ValidationException if it would not; the error is PutItem's
   */
  public void requireFits(Item item) {
    int sizeBytes = ItemLimits.checkedSize(item);
    ItemLimits.requirePuttable(sizeBytes);
    keys.keyOfItem(item);
    for (IndexSchema index : indexes) {
      index.requireFits(item);
    }
    items.encode(item, sizeBytes);
  }

  /**
   * Checks that DeleteItem would look for a key.
   *
   * @throws ValidationException if it would not; the error is DeleteItem's
   */
  public void requireKey(Item key) {
    KeySchema.checkValues(key);
    keys.keyOfLookup(key);
  }
}
