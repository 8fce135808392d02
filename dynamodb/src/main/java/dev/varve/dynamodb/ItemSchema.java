package dev.varve.dynamodb;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a table demands of its items, which its key alone decides. PutItem checks by it, and so can
 * whoever has items for a table that does not exist yet. Immutable.
 */
public final class ItemSchema {
  private final KeyCodec keys;
  private final ItemCodec items;

  ItemSchema(KeyCodec keys, ItemCodec items) {
    this.keys = keys;
    this.items = items;
  }

  /** The schema of all tables with this key. */
  public static ItemSchema of(KeyAttribute partitionKey, Optional<KeyAttribute> sortKey) {
    KeyCodec keys =
        new KeyCodec(
            partitionKey.name(),
            partitionKey.type(),
            sortKey.map(KeyAttribute::name).orElse(null),
            sortKey.map(KeyAttribute::type).orElse(null));
    return new ItemSchema(keys, new ItemCodec(keys, Path.of(""))); // which decodes nothing
  }

  /**
   * Checks that PutItem would store an item.
   *
   * @throws ValidationException if it would not; the error is PutItem's
   */
  public void requireFits(Item item) {
    int sizeBytes = checkedSize(item);
    requireStorable(sizeBytes);
    key(item);
    value(item, sizeBytes);
  }

  /**
   * Checks that DeleteItem would look for a key.
   *
   * @throws ValidationException if it would not; the error is DeleteItem's
   */
  public void requireKey(Item key) {
    KeyRules.checkValues(key);
    KeyRules.keyOfLookup(keys, key);
  }

  /**
   * Checks what the values of an item that is to be put tell without its table.
   *
   * @return its size in bytes as DynamoDB counts them
   * @throws ValidationException if one nests too deep or a string has no UTF-8 form
   */
  static int checkedSize(Item item) {
    ItemRules.checkNesting(item.asMap());
    return item.sizeBytes();
  }

  /**
   * Checks the size of an item that is to be put.
   *
   * @throws ValidationException if it is too large
   */
  static void requireStorable(int sizeBytes) {
    if (sizeBytes > ItemRules.MAX_ITEM_BYTES) {
      throw new ValidationException("Item size has exceeded the maximum allowed size");
    }
  }

  /**
   * The engine key of an item.
   *
   * @throws ValidationException if the item does not have the table's key
   */
  byte[] key(Item item) {
    return KeyRules.keyOfItem(keys, item);
  }

  /**
   * The engine value of an item.
   *
   * @param sizeBytes the item's {@link #checkedSize}
   */
  byte[] value(Item item, int sizeBytes) {
    return items.encode(item, sizeBytes);
  }
}
