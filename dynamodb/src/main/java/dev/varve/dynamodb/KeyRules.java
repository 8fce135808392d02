package dev.varve.dynamodb;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Encodable;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.dynamodb.value.Utf8;

/** DynamoDB's rules for the keys of items, and the engine keys of those that keep them. */
final class KeyRules {
  private static final int MAX_PARTITION_KEY_BYTES = 2048;
  private static final int MAX_SORT_KEY_BYTES = 1024;

  private KeyRules() {}

  /**
   * Checks what the values of a key that a request looks for tell without its table.
   *
   * @throws ValidationException if one nests too deep or a string has no UTF-8 form
   */
  static void checkValues(Item key) {
    ItemRules.checkNesting(key.asMap());
    Encodable.check(key.asMap());
  }

  /**
   * The engine key of an item that is to be stored.
   *
   * @throws ValidationException if a key attribute is missing, or has the wrong type, no bytes or
   *     too many
   */
  static byte[] keyOfItem(KeyCodec keys, Item item) {
    AttributeValue partitionKey =
        keyAttribute(item, keys.partitionKeyName(), keys.partitionKeyType());
    AttributeValue sortKey =
        keys.hasSortKey() ? keyAttribute(item, keys.sortKeyName(), keys.sortKeyType()) : null;
    return encode(keys, partitionKey, sortKey);
  }

  private static AttributeValue keyAttribute(Item item, String name, AttributeType type) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw ValidationException.invalidValues("Missing the key " + name + " in the item");
    }
    if (value.type() != type) {
      throw ValidationException.invalidValues(
          "Type mismatch for key " + name + " expected: " + type + " actual: " + value.type());
    }
    return value;
  }

  /**
   * The engine key of a key that a request looks for.
   *
   * @throws ValidationException if it has other attributes than the table's key or other types, or
   *     a value has no bytes or too many
   */
  static byte[] keyOfLookup(KeyCodec keys, Item key) {
    if (!matchesSchema(keys, key)) {
      throw new ValidationException("The provided key element does not match the schema");
    }
    return encode(
        keys,
        key.get(keys.partitionKeyName()),
        keys.hasSortKey() ? key.get(keys.sortKeyName()) : null);
  }

  /** Whether {@code key} has just the table's key attributes, with their types. */
  static boolean matchesSchema(KeyCodec keys, Item key) {
    return key.attributeCount() == (keys.hasSortKey() ? 2 : 1)
        && isType(key.get(keys.partitionKeyName()), keys.partitionKeyType())
        && (!keys.hasSortKey() || isType(key.get(keys.sortKeyName()), keys.sortKeyType()));
  }

  private static boolean isType(AttributeValue value, AttributeType type) {
    return value != null && value.type() == type;
  }

  private static byte[] encode(KeyCodec keys, AttributeValue partitionKey, AttributeValue sortKey) {
    checkPartitionKey(keys, partitionKey);
    if (sortKey != null) {
      checkSortKey(keys, sortKey);
    }
    return keys.encode(partitionKey, sortKey);
  }

  /**
   * Checks the length of a partition key of the right type.
   *
   * @throws ValidationException if it has no bytes or more than 2,048
   */
  static void checkPartitionKey(KeyCodec keys, AttributeValue value) {
    if (keyBytes(keys.partitionKeyName(), value) > MAX_PARTITION_KEY_BYTES) {
      throw ValidationException.invalidValues(
          "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }
  }

  /**
   * Checks the length of a sort key of the right type.
   *
   * @throws ValidationException if it has no bytes or more than 1,024
   */
  static void checkSortKey(KeyCodec keys, AttributeValue value) {
    if (keyBytes(keys.sortKeyName(), value) > MAX_SORT_KEY_BYTES) {
      throw ValidationException.invalidValues(
          "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }
  }

  private static int keyBytes(String name, AttributeValue value) {
    return switch (value) {
      case AttributeValue.S s -> notEmpty(Utf8.length(s.value()), "string", name);
      case AttributeValue.B b -> notEmpty(b.length(), "binary", name);
      // A number always fits.
      case AttributeValue.N _ -> 1;
      case AttributeValue.Bool _,
          AttributeValue.Null _,
          AttributeValue.SS _,
          AttributeValue.NS _,
          AttributeValue.BS _,
          AttributeValue.L _,
          AttributeValue.M _ ->
          throw new AssertionError("a key of type " + value.type());
    };
  }

  private static int notEmpty(int bytes, String kind, String name) {
    if (bytes == 0) {
      throw new ValidationException(
          "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
              + kind
              + " value. Key: "
              + name);
    }
    return bytes;
  }

  /** The key attributes of an engine key, as an item: a last evaluated key. */
  static Item keyItem(KeyCodec keys, byte[] key) {
    return keys.hasSortKey()
        ? Item.of(
            keys.partitionKeyName(), keys.partitionKey(key), keys.sortKeyName(), keys.sortKey(key))
        : Item.of(keys.partitionKeyName(), keys.partitionKey(key));
  }
}
