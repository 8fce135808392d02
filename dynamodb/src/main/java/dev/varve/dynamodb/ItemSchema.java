package dev.varve.dynamodb;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.ItemLimits;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a table demands of its items, which its key alone decides: the rules of PutItem and
 * DeleteItem, for programs that have items for a table that does not exist yet. Immutable.
 */
public final class ItemSchema {
  private final KeySchema keys;
  private final ItemCodec items;

  private ItemSchema(KeySchema keys) {
    this.keys = keys;
    this.items = new ItemCodec(keys.codec(), Path.of("")); // which decodes nothing
  }

  /** The schema of all tables with this key. */
  public static ItemSchema of(KeyAttribute partitionKey, Optional<KeyAttribute> sortKey) {
    return new ItemSchema(TableViews.schema(partitionKey, sortKey));
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
