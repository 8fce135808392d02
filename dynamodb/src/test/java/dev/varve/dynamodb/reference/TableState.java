package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.Copies;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A table: its definition, and its items by key. An index is computed when it is asked for. */
final class TableState {
  /** A key attribute. */
  record Key(String name, ScalarAttributeType type) {
    boolean fits(AttributeValue value) {
      return value.type().name().equals(type.name());
    }
  }

  /** A secondary index. */
  record Index(
      String name,
      boolean isGlobal,
      List<Key> hash,
      List<Key> range,
      ProjectionType projectionType,
      List<String> included) {

    List<Key> keys() {
      return Stream.concat(hash.stream(), range.stream()).toList();
    }

    boolean projectsAll() {
      return projectionType == ProjectionType.ALL;
    }
  }

  /**
   * What a read finds for one item.
   *
   * @param key the key attributes of the table and of the index read
   * @param shown what is stored there: the item, or what the index projects
   * @param item the whole item
   */
  record Entry(Item key, Item shown, Item item) {}

  final String name;
  final Key hash;

  /** Null if there is none. */
  final Key range;

  final Map<String, Index> indexes = new LinkedHashMap<>();
  final Map<Item, Item> items = new LinkedHashMap<>();

  TableState(String name, List<KeySchemaElement> schema, List<AttributeDefinition> definitions) {
    this.name = name;
    List<Key> keys = keys(schema, definitions, null);
    this.hash = keys.get(0);
    this.range = keys.size() == 1 ? null : keys.get(1);
  }

  private static List<Key> keys(
      List<KeySchemaElement> schema, List<AttributeDefinition> definitions, KeyType type) {
    List<Key> keys = new ArrayList<>();
    for (KeySchemaElement element : schema) {
      if (type == null || element.keyType() == type) {
        keys.add(
            definitions.stream()
                .filter(d -> d.attributeName().equals(element.attributeName()))
                .map(d -> new Key(d.attributeName(), d.attributeType()))
                .findFirst()
                .orElseThrow());
      }
    }
    return keys;
  }

  void addIndex(
      String indexName,
      boolean isGlobal,
      List<KeySchemaElement> schema,
      Projection projection,
      List<AttributeDefinition> definitions) {
    indexes.put(
        indexName,
        new Index(
            indexName,
            isGlobal,
            keys(schema, definitions, KeyType.HASH),
            keys(schema, definitions, KeyType.RANGE),
            projection.projectionType(),
            Copies.isAbsent(projection.nonKeyAttributes())
                ? List.of()
                : projection.nonKeyAttributes()));
  }

  boolean hasLocalIndex() {
    return indexes.values().stream().anyMatch(index -> !index.isGlobal());
  }

  /** The key attributes of the table. */
  List<Key> keys() {
    return range == null ? List.of(hash) : List.of(hash, range);
  }

  /** The key attributes of what is read: the table's, behind the index's, each once. */
  List<Key> keys(Index index) {
    Set<Key> keys = new LinkedHashSet<>();
    if (index != null) {
      keys.addAll(index.keys());
    }
    keys.addAll(keys());
    return List.copyOf(keys);
  }

  boolean isKey(String attribute) {
    return keys().stream().anyMatch(key -> key.name().equals(attribute));
  }

  static List<String> names(List<Key> keys) {
    return keys.stream().map(Key::name).toList();
  }

  Item keyOf(Item item) {
    return Paths.pick(item, names(keys()));
  }

  /** The attributes that an index holds; null for all. */
  Set<String> projected(Index index) {
    if (index.projectsAll()) {
      return null;
    }
    Set<String> names = new LinkedHashSet<>(names(keys(index)));
    names.addAll(index.included());
    return names;
  }

  /** What an index holds of an item; null if it holds nothing, or there is no item. */
  Item entry(Index index, Item item) {
    if (item == null) {
      return null;
    }
    for (Key key : index.keys()) {
      AttributeValue value = item.get(key.name());
      if (value == null || !key.fits(value) || isEmpty(value)) {
        return null;
      }
    }
    if (isTooLong(index.hash(), item, 2048) || isTooLong(index.range(), item, 1024)) {
      return null;
    }
    Set<String> names = projected(index);
    return names == null ? item : Paths.pick(item, names);
  }

  private static boolean isTooLong(List<Key> keys, Item item, int limit) {
    int sum = 0;
    for (Key key : keys) {
      byte[] bytes = Compare.bytes(item.get(key.name()));
      sum += bytes == null ? 0 : bytes.length;
    }
    return sum > limit;
  }

  /** Whether attributes of a part of a key are too long, of which an update changed one. */
  private static boolean isTooLong(List<Key> keys, Item item, Set<String> changed, int limit) {
    return (changed == null || keys.stream().anyMatch(key -> changed.contains(key.name())))
        && isTooLong(
            keys.stream()
                .filter(key -> item.has(key.name()) && key.fits(item.get(key.name())))
                .toList(),
            item,
            limit);
  }

  static boolean isEmpty(AttributeValue value) {
    byte[] bytes = Compare.bytes(value);
    return bytes != null && bytes.length == 0;
  }

  /** All entries of the table, or of an index, in no particular order. */
  List<Entry> entries(Index index) {
    List<Entry> entries = new ArrayList<>();
    for (Item item : items.values()) {
      Item shown = index == null ? item : entry(index, item);
      if (shown != null) {
        entries.add(new Entry(Paths.pick(item, names(keys(index))), shown, item));
      }
    }
    return entries;
  }

  /** Refuses an item that does not have the table's key. */
  void checkKeyOfItem(Item item) {
    for (Key key : keys()) {
      AttributeValue value = item.get(key.name());
      if (value == null) {
        throw Refused.values("Missing the key " + key.name() + " in the item");
      }
      if (!key.fits(value)) {
        throw Refused.values(
            "Type mismatch for key "
                + key.name()
                + " expected: "
                + key.type()
                + " actual: "
                + value.type());
      }
    }
    checkKeyValues(item);
  }

  /** Refuses a key that is not exactly the table's. */
  void checkKey(Item key) {
    if (key.asMap().size() != keys().size()) {
      throw Refused.keyMismatch();
    }
    for (Key part : keys()) {
      AttributeValue value = key.get(part.name());
      if (value == null || !part.fits(value)) {
        throw Refused.keyMismatch();
      }
    }
    checkKeyValues(key);
  }

  private void checkKeyValues(Item key) {
    for (Key part : keys()) {
      AttributeValue value = key.get(part.name());
      if (isEmpty(value)) {
        throw Refused.validation(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty "
                + (value instanceof AttributeValue.S ? "string" : "binary")
                + " value. Key: "
                + part.name());
      }
    }
    if (isTooLong(List.of(hash), key, 2048)) {
      throw Refused.values("Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }
    if (range != null && isTooLong(List.of(range), key, 1024)) {
      throw Refused.values(
          "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }
  }

  /**
   * Refuses an item whose attributes do not fit an index.
   *
   * @param changed the attributes to look at; null for all
   */
  void checkIndexKeys(Item item, Set<String> changed) {
    List<String> problems = new ArrayList<>();
    for (Index index : indexes.values()) {
      for (Key key : index.keys()) {
        AttributeValue value = item.get(key.name());
        if (value == null
            || isKey(key.name())
            || (changed != null && !changed.contains(key.name()))) {
          continue;
        }
        if (!key.fits(value)) {
          problems.add(
              "One or more parameter values were invalid: Type mismatch for Index Key "
                  + key.name()
                  + " Expected: "
                  + key.type()
                  + " Actual: "
                  + value.type()
                  + " IndexName: "
                  + index.name());
        } else if (isEmpty(value)) {
          problems.add(Refused.UNSURE + "empty index key");
        }
      }
      if (isTooLong(index.hash(), item, changed, 2048)
          || isTooLong(index.range(), item, changed, 1024)) {
        problems.add(Refused.UNSURE + "index key too long");
      }
    }
    if (!problems.isEmpty()) {
      // Of an update, the text depends on whether the value is computed.
      throw problems.size() == 1 && changed == null
          ? Refused.validation(problems.getFirst())
          : Refused.unsure(problems.toString());
    }
  }
}
