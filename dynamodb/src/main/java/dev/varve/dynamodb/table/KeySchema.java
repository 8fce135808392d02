package dev.varve.dynamodb.table;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Encodable;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.dynamodb.value.Utf8;
import java.util.List;
import java.util.Optional;

/**
 * The key attributes of a table, DynamoDB's rules for their values, and the engine keys of the
 * items that keep these rules. Immutable.
 */
public final class KeySchema {
  private static final int MAX_PARTITION_KEY_BYTES = 2048;
  private static final int MAX_SORT_KEY_BYTES = 1024;

  private final KeyElement partitionKey;
  private final KeyElement sortKey;
  private final KeyCodec codec;
  private final List<String> names;

  /**
   * A schema.
   *
   * @param sortKey null if the key has none
   */
  public KeySchema(KeyElement partitionKey, KeyElement sortKey) {
    this.partitionKey = partitionKey;
    this.sortKey = sortKey;
    this.codec = new KeyCodec(partitionKey, sortKey);
    this.names =
        sortKey == null
            ? List.of(partitionKey.name())
            : List.of(partitionKey.name(), sortKey.name());
  }

  /** The attribute whose hash chooses the partition. */
  public KeyElement partitionKey() {
    return partitionKey;
  }

  /** The attribute that orders the items of one partition key, if the key is composite. */
  public Optional<KeyElement> sortKey() {
    return Optional.ofNullable(sortKey);
  }

  /** The names of the key attributes, the partition key's first. */
  public List<String> names() {
    return names;
  }

  /** Makes engine keys of values that have been checked. */
  public KeyCodec codec() {
    return codec;
  }

  /**
   * Checks the rules for a key that a request looks for, as far as they hold for every table.
   *
   * @throws ValidationException if one nests too deep or a string has no UTF-8 form
   */
  public static void checkValues(Item key) {
    ItemRules.checkNesting(key.asMap());
    Encodable.check(key.asMap());
  }

  /**
   * The engine key of an item that is to be stored.
   *
   * @throws ValidationException if a key attribute is missing, or has the wrong type, no bytes or
   *     too many
   */
  public byte[] keyOfItem(Item item) {
    return encode(attribute(item, partitionKey), sortKey == null ? null : attribute(item, sortKey));
  }

  private static AttributeValue attribute(Item item, KeyElement element) {
    AttributeValue value = item.get(element.name());
    if (value == null) {
      throw ValidationException.invalidValues("Missing the key " + element.name() + " in the item");
    }
    if (value.type() != element.type()) {
      throw ValidationException.invalidValues(
          "Type mismatch for key "
              + element.name()
              + " expected: "
              + element.type()
              + " actual: "
              + value.type());
    }
    return value;
  }

  /**
   * The engine key of a key that a request looks for.
   *
   * @throws ValidationException if it has other attributes than the table's key or other types, or
   *     a value has no bytes or too many
   */
  public byte[] keyOfLookup(Item key) {
    if (!matches(key)) {
      throw noMatch();
    }
    return encode(key.get(partitionKey.name()), sortKey == null ? null : key.get(sortKey.name()));
  }

  /**
   * Checks that an item has the key attributes with their types, where what misses them is refused
   * as a key that is looked for would be.
   *
   * @throws ValidationException if it has not
   */
  public void requireFitting(Item item) {
    if (!isOf(partitionKey, item) || (sortKey != null && !isOf(sortKey, item))) {
      throw noMatch();
    }
  }

  private static ValidationException noMatch() {
    return new ValidationException("The provided key element does not match the schema");
  }

  /**
   * Checks that no key attribute of an item, or of a key that a request looks for, is a string or
   * binary without bytes. Whether they are there at all is another check.
   *
   * @throws ValidationException if one is
   */
  public void requireNotEmpty(Item item) {
    for (String name : names) {
      switch (item.get(name)) {
        case AttributeValue.S s -> notEmpty(s.value().length(), "string", name);
        case AttributeValue.B b -> notEmpty(b.length(), "binary", name);
        case null, default -> {}
      }
    }
  }

  /**
   * Whether {@code key} has the table's key attributes with their types, and no other attribute.
   */
  public boolean matches(Item key) {
    return key.attributeCount() == names.size()
        && isOf(partitionKey, key)
        && (sortKey == null || isOf(sortKey, key));
  }

  private static boolean isOf(KeyElement element, Item key) {
    AttributeValue value = key.get(element.name());
    return value != null && value.type() == element.type();
  }

  private byte[] encode(AttributeValue partitionKeyValue, AttributeValue sortKeyValue) {
    checkPartitionKey(partitionKeyValue);
    if (sortKeyValue != null) {
      checkSortKey(sortKeyValue);
    }
    return codec.encode(partitionKeyValue, sortKeyValue);
  }

  /**
   * Checks the length of a partition key of the right type.
   *
   * @throws ValidationException if it has no bytes or more than 2,048
   */
  public void checkPartitionKey(AttributeValue value) {
    if (keyBytes(partitionKey.name(), value) > MAX_PARTITION_KEY_BYTES) {
      throw ValidationException.invalidValues(
          "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }
  }

  /**
   * Checks the length of a sort key of the right type.
   *
   * @throws ValidationException if it has no bytes or more than 1,024
   */
  public void checkSortKey(AttributeValue value) {
    if (keyBytes(sortKey.name(), value) > MAX_SORT_KEY_BYTES) {
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
  public Item keyItem(byte[] key) {
    return sortKey == null
        ? Item.of(partitionKey.name(), codec.partitionKey(key))
        : Item.of(partitionKey.name(), codec.partitionKey(key), sortKey.name(), codec.sortKey(key));
  }
}
