package dev.varve.dynamodb.table;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Encodable;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import java.util.List;
import java.util.Optional;

/**
 * The key attributes of a table, DynamoDB's rules for their values, and the engine keys of the
 * items that keep these rules. Immutable.
 */
public final class KeySchema implements QueryKeys {
  private final KeyElement partitionKey;
  private final KeyElement sortKey;
  private final KeyCodec codec;
  private final List<KeyElement> partitionKeys;
  private final List<KeyElement> sortKeys;
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
    this.partitionKeys = List.of(partitionKey);
    this.sortKeys = sortKey == null ? List.of() : List.of(sortKey);
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

  @Override
  public List<KeyElement> partitionKeys() {
    return partitionKeys;
  }

  @Override
  public List<KeyElement> sortKeys() {
    return sortKeys;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public KeyCodec codec() {
    return codec;
  }

  /**
   * Checks the rules for a key that a request looks for, as far as they hold for every table.
   *
   * @throws ValidationException if one nests too deep or a string has no UTF-8 form
   */
  public static void checkValues(Item key) {
    ItemRules.checkNesting(key);
    Encodable.check(key);
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
  @Override
  public byte[] keyOfLookup(Item key) {
    // Each attribute is decoded once.
    AttributeValue partitionValue = key.get(partitionKey.name());
    AttributeValue sortValue = sortKey == null ? null : key.get(sortKey.name());
    if (key.attributeCount() != names.size()
        || !QueryKeys.fits(partitionValue, partitionKey)
        || (sortKey != null && !QueryKeys.fits(sortValue, sortKey))) {
      throw noMatch();
    }
    return encode(partitionValue, sortValue);
  }

  /**
   * Checks that an item has the key attributes with their types, where what misses them is refused
   * as a key that is looked for would be.
   *
   * @throws ValidationException if it has not
   */
  public void requireFitting(Item item) {
    if (!isIn(item)) {
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
      boolean empty =
          switch (item.get(name)) {
            case AttributeValue.S s -> s.value().isEmpty();
            case AttributeValue.B b -> b.length() == 0;
            case null, default -> false;
          };
      if (empty) {
        throw KeyValues.empty(name, item.get(name));
      }
    }
  }

  @Override
  public boolean matches(Item key) {
    return key.attributeCount() == names.size() && isIn(key);
  }

  /** Whether an item has the key attributes with their types. */
  public boolean isIn(Item item) {
    return QueryKeys.has(item, partitionKey) && (sortKey == null || QueryKeys.has(item, sortKey));
  }

  private byte[] encode(AttributeValue partitionKeyValue, AttributeValue sortKeyValue) {
    if (!isWithin(partitionKeyValue, KeyValues.MAX_PARTITION_KEY_BYTES)) {
      checkPartitionKey(List.of(partitionKeyValue)); // fails
    }
    if (sortKeyValue != null && !isWithin(sortKeyValue, KeyValues.MAX_SORT_KEY_BYTES)) {
      checkSortKey(List.of(sortKeyValue)); // fails
    }
    return codec.encode(partitionKeyValue, sortKeyValue);
  }

  private static boolean isWithin(AttributeValue value, int maxBytes) {
    int bytes = KeyValues.bytes(value);
    return bytes > 0 && bytes <= maxBytes;
  }

  @Override
  public Item keyItem(byte[] key) {
    return sortKey == null
        ? Item.of(partitionKey.name(), codec.partitionKey(key))
        : Item.of(partitionKey.name(), codec.partitionKey(key), sortKey.name(), codec.sortKey(key));
  }
}
