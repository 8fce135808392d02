package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.ReturnItemCollectionMetrics;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What random requests have in common: tables, keys, items, expressions and what is to be returned,
 * most of them right. Remembers the expressions of the request at work.
 */
class RandomParts {
  final Random random;
  final RandomValues values;
  final RandomTrees trees;
  private final ReferenceDynamoDb reference;
  private Map<String, Object> texts = new HashMap<>();

  RandomParts(Random random, ReferenceDynamoDb reference) {
    this.random = random;
    this.values = new RandomValues(random);
    this.trees = new RandomTrees(random, values);
    this.reference = reference;
  }

  TableState table() {
    return values.oneOf(List.copyOf(reference.tables().values()));
  }

  /** The name of a table, seldom one that is not there. */
  String name(TableState table) {
    return values.chance(0.01) ? "missing" : table.name;
  }

  Item key(TableState table) {
    if (values.chance(0.5) && !table.items.isEmpty()) {
      return values.oneOf(List.copyOf(table.items.keySet()));
    }
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (TableState.Key part : table.keys()) {
      key.put(part.name(), values.key(part.type()));
    }
    return Item.of(key);
  }

  /** A key, seldom a wrong one. */
  Item anyKey(TableState table) {
    Item key = key(table);
    if (!values.chance(0.03)) {
      return key;
    }
    TableState.Key part = values.oneOf(table.keys());
    return switch (random.nextInt(4)) {
      case 0 -> key.toBuilder().put("extra", values.string()).build();
      case 1 -> key.toBuilder().put(part.name(), new AttributeValue.Bool(true)).build();
      case 2 -> table.range == null ? key : Item.of(table.hash.name(), key.get(table.hash.name()));
      default ->
          part.type() == ScalarAttributeType.N
              ? key
              : key.toBuilder()
                  .put(
                      part.name(),
                      part.type() == ScalarAttributeType.S
                          ? AttributeValue.s("")
                          : AttributeValue.b(new byte[0]))
                  .build();
    };
  }

  /** A whole item, seldom with something wrong about its keys. */
  Item anyItem(TableState table) {
    Map<String, AttributeValue> item = new LinkedHashMap<>(key(table).asMap());
    values.fill(item);
    for (TableState.Key key : indexKeys(table)) {
      if (values.chance(0.7)) {
        item.put(key.name(), indexKeyValue(key));
      }
    }
    if (table.name.startsWith(RandomValues.BIG) && values.chance(0.4)) {
      item.put("t", values.huge());
    }
    if (values.chance(0.01)) {
      item.put("t", AttributeValue.s(""));
      int size = Sizes.MAX_ITEM + random.nextInt(2);
      item.put("t", RandomValues.filling(Item.of(item), "", size));
    }
    if (values.chance(0.01)) {
      item.remove(values.oneOf(table.keys()).name());
    } else if (values.chance(0.01)) {
      item.put(values.oneOf(table.keys()).name(), new AttributeValue.Null());
    }
    return Item.of(item);
  }

  /** The key attributes of indexes that are not the table's. */
  static List<TableState.Key> indexKeys(TableState table) {
    Set<TableState.Key> keys = new LinkedHashSet<>();
    table.indexes.values().forEach(index -> keys.addAll(index.keys()));
    keys.removeAll(table.keys());
    return List.copyOf(keys);
  }

  AttributeValue indexKeyValue(TableState.Key key) {
    if (values.chance(0.03)) {
      return values.any(1);
    }
    return values.key(key.type(), 3);
  }

  List<String> attributes(TableState table) {
    List<String> attributes = new ArrayList<>(RandomValues.ATTRIBUTES);
    attributes.addAll(TableState.names(indexKeys(table)));
    return attributes;
  }

  List<String> attributesAndKeys(TableState table) {
    List<String> attributes = attributes(table);
    attributes.addAll(TableState.names(table.keys()));
    return attributes;
  }

  /** Notes which tree a text of the request at work stands for. */
  void register(String text, Object tree) {
    texts.put(text, tree);
  }

  /** A request with the expressions that were made since the last one. */
  Command command(Object request, Command.Call call) {
    Map<String, Object> trees = texts;
    texts = new HashMap<>();
    return new Command(request, trees, call);
  }

  String condition(Placeholders placeholders, List<String> attributes) {
    Tree.Condition tree = trees.condition(placeholders, attributes, 2);
    String text = Rendering.condition(tree);
    register(text, tree);
    return text;
  }

  String updateText(Placeholders placeholders, TableState table) {
    List<String> attributes = values.chance(0.02) ? attributesAndKeys(table) : attributes(table);
    Tree.Update tree = trees.update(placeholders, attributes);
    String text = Rendering.update(tree, random);
    register(text, tree);
    return text;
  }

  String projectionText(Placeholders placeholders, List<String> attributes) {
    Tree.Projection tree = trees.projection(placeholders, attributes);
    String text = Rendering.projection(tree);
    register(text, tree);
    return text;
  }

  ReturnConsumedCapacity capacity() {
    return values.chance(0.4)
        ? null
        : values.oneOf(
            List.of(
                ReturnConsumedCapacity.NONE,
                ReturnConsumedCapacity.TOTAL,
                ReturnConsumedCapacity.INDEXES));
  }

  ReturnItemCollectionMetrics metrics() {
    return values.chance(0.7) ? null : values.oneOf(List.of(ReturnItemCollectionMetrics.values()));
  }

  ReturnValuesOnConditionCheckFailure onFailure() {
    return values.chance(0.4)
        ? null
        : values.oneOf(List.of(ReturnValuesOnConditionCheckFailure.values()));
  }

  ReturnValue oldOrNone() {
    if (values.chance(0.01)) {
      return ReturnValue.ALL_NEW;
    }
    return values.chance(0.4) ? null : values.oneOf(List.of(ReturnValue.NONE, ReturnValue.ALL_OLD));
  }

  List<String> attributeList(List<String> attributes) {
    Set<String> list = new LinkedHashSet<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      list.add(values.oneOf(attributes));
    }
    return List.copyOf(list);
  }

  Boolean bool() {
    return values.chance(0.4) ? null : random.nextBoolean();
  }
}
