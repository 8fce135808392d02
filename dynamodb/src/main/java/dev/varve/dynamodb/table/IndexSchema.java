package dev.varve.dynamodb.table;

import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.codec.IndexKeyCodec;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The key attributes of an index, DynamoDB's rules for their values in items, and the engine keys
 * of the entries of items that keep these rules. Immutable.
 */
public final class IndexSchema implements QueryKeys {
  private final String indexName;
  private final List<KeyElement> partitionKey;
  private final List<KeyElement> sortKey;
  private final List<KeyElement> keys;
  private final List<String> names;
  private final KeySchema table;
  private final IndexKeyCodec codec;

  /**
   * The schema of an index.
   *
   * @param table the key of its table
   */
  public IndexSchema(IndexRecord index, KeySchema table) {
    this.indexName = index.name();
    this.partitionKey = index.partitionKey();
    this.sortKey = index.sortKey();
    this.keys = index.keys();
    this.names = keys.stream().map(KeyElement::name).toList();
    this.table = table;
    List<KeyElement> tableKey = new ArrayList<>(table.partitionKeys());
    tableKey.addAll(table.sortKeys());
    this.codec = new IndexKeyCodec(partitionKey, sortKey, tableKey);
  }

  @Override
  public List<KeyElement> partitionKeys() {
    return partitionKey;
  }

  @Override
  public List<KeyElement> sortKeys() {
    return sortKey;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public IndexKeyCodec codec() {
    return codec;
  }

  @Override
  public boolean matches(Item startKey) {
    return startKey.attributeCount() == codec.attributeCount()
        && keys.stream().allMatch(element -> QueryKeys.has(startKey, element))
        && table.isIn(startKey);
  }

  @Override
  public byte[] keyOfLookup(Item startKey) {
    if (!matches(startKey)) {
      throw new ValidationException("The provided key element does not match the schema");
    }
    checkPartitionKey(values(partitionKey, startKey));
    checkSortKey(values(sortKey, startKey));
    table.keyOfItem(startKey); // checks the rest
    return codec.encode(startKey);
  }

  private static List<AttributeValue> values(List<KeyElement> elements, Item item) {
    return elements.stream().map(element -> item.get(element.name())).toList();
  }

  @Override
  public Item keyItem(byte[] key) {
    Map<String, AttributeValue> attributes = LinkedHashMap.newLinkedHashMap(codec.attributeCount());
    codec.putAll(key, attributes);
    return Item.of(attributes);
  }

  /**
   * Whether an item belongs in the index: it has all key attributes, with their types, and none is
   * empty or too long.
   */
  boolean holds(Item item) {
    return keys.stream()
            .allMatch(element -> QueryKeys.has(item, element) && !isEmpty(item, element))
        && bytes(partitionKey, item) <= KeyValues.MAX_PARTITION_KEY_BYTES
        && bytes(sortKey, item) <= KeyValues.MAX_SORT_KEY_BYTES;
  }

  private static boolean isEmpty(Item item, KeyElement element) {
    return KeyValues.bytes(item.get(element.name())) == 0;
  }

  /** The bytes of those attributes that the item has. */
  private static int bytes(List<KeyElement> elements, Item item) {
    int sum = 0;
    for (KeyElement element : elements) {
      AttributeValue value = item.get(element.name());
      sum += value == null ? 0 : KeyValues.bytes(value);
    }
    return sum;
  }

  /**
   * Checks the key attributes that an item has that is to be put. It need not have all: the index
   * does not hold it then.
   *
   * @throws ValidationException if one has the wrong type, or is empty, or they are too long
   */
  public void requireFits(Item item) {
    for (KeyElement element : keys) {
      AttributeValue value = item.get(element.name());
      if (value != null) {
        requireType(element, value);
        if (KeyValues.bytes(value) == 0) {
          throw KeyValues.empty(
              "A value specified for a secondary index key is not supported. ",
              value,
              " IndexName: " + indexName + ", IndexKey: " + element.name());
        }
      }
    }
    if (bytes(partitionKey, item) > KeyValues.MAX_PARTITION_KEY_BYTES) {
      throw ValidationException.invalidValues(
          "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }
    if (bytes(sortKey, item) > KeyValues.MAX_SORT_KEY_BYTES) {
      throw ValidationException.invalidValues(
          "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }
  }

  /**
   * Checks a value that an update assigns as it is.
   *
   * @param name of the attribute; it need not be in the key
   * @throws ValidationException if the attribute is in the key and the value has the wrong type
   */
  void requireAssignable(String name, AttributeValue value) {
    for (KeyElement element : keys) {
      if (element.name().equals(name)) {
        requireType(element, value);
      }
    }
  }

  private void requireType(KeyElement element, AttributeValue value) {
    if (value.type() != element.type()) {
      throw ValidationException.invalidValues(
          "Type mismatch for Index Key "
              + element.name()
              + " Expected: "
              + element.type()
              + " Actual: "
              + value.type()
              + " IndexName: "
              + indexName);
    }
  }

  /**
   * Checks the key attributes that an update changed.
   *
   * @param before null if there was no item
   * @param changes the attributes that the update may have changed
   * @throws ValidationException if one has the wrong type now, or is empty, or is too long with the
   *     others
   */
  void requireUpdated(Item before, Item after, Set<String> changes) {
    requireUpdated(partitionKey, before, after, changes, KeyValues.MAX_PARTITION_KEY_BYTES);
    requireUpdated(sortKey, before, after, changes, KeyValues.MAX_SORT_KEY_BYTES);
  }

  private static void requireUpdated(
      List<KeyElement> elements, Item before, Item after, Set<String> changes, int maxBytes) {
    boolean changed = false;
    for (KeyElement element : elements) {
      AttributeValue value = changes.contains(element.name()) ? after.get(element.name()) : null;
      if (value == null || (before != null && Objects.equals(value, before.get(element.name())))) {
        continue;
      }
      changed = true;
      if (value.type() != element.type()) {
        throw new ValidationException(
            "The update expression attempted to update the secondary index key to unsupported"
                + " type");
      }
      if (KeyValues.bytes(value) == 0) {
        throw KeyValues.empty(
            "The update expression attempted to update a secondary index key to a value that is not"
                + " supported. ",
            value,
            "");
      }
    }
    if (changed && isLonger(elements, after, maxBytes)) {
      throw new ValidationException(
          "The update expression attempted to update the secondary index key beyond allowed size"
              + " limits");
    }
  }

  /** Whether those attributes that fit by their type are longer together. */
  private static boolean isLonger(List<KeyElement> elements, Item item, int maxBytes) {
    return bytes(elements.stream().filter(element -> QueryKeys.has(item, element)).toList(), item)
        > maxBytes;
  }
}
