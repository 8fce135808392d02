package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.AttributeAction;
import dev.varve.dynamodb.api.AttributeValueUpdate;
import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.api.Condition;
import dev.varve.dynamodb.api.ConditionCheck;
import dev.varve.dynamodb.api.ConditionalOperator;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.ExpectedAttributeValue;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.ReturnItemCollectionMetrics;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
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

/** Random requests for the tables that the reference has now. Most are right. */
final class RandomRequests {
  private final Random random;
  private final RandomValues values;
  private final RandomTrees trees;
  private final ReferenceDynamoDb reference;
  private final List<Command> withToken = new ArrayList<>();
  private Map<String, Object> texts = new HashMap<>();
  private int tokens;

  RandomRequests(Random random, ReferenceDynamoDb reference) {
    this.random = random;
    this.values = new RandomValues(random);
    this.trees = new RandomTrees(random, values);
    this.reference = reference;
  }

  /** Forgets the tokens that were sent: the tables of their requests may have changed. */
  void forgetTokens() {
    withToken.clear();
  }

  Command next() {
    texts = new HashMap<>();
    int choice = random.nextInt(100);
    if (choice < 17) {
      return put();
    }
    if (choice < 38) {
      return update();
    }
    if (choice < 45) {
      return delete();
    }
    if (choice < 53) {
      return get();
    }
    if (choice < 68) {
      return query();
    }
    if (choice < 77) {
      return scan();
    }
    if (choice < 82) {
      return batchGet();
    }
    if (choice < 88) {
      return batchWrite();
    }
    if (choice < 96) {
      return transactWrite();
    }
    return transactGet();
  }

  // What all have in common

  private TableState table() {
    return values.oneOf(List.copyOf(reference.tables().values()));
  }

  /** The name of a table, seldom one that is not there. */
  private String name(TableState table) {
    return values.chance(0.01) ? "missing" : table.name;
  }

  private Item key(TableState table) {
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
  private Item anyKey(TableState table) {
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
  private Item anyItem(TableState table) {
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
  private static List<TableState.Key> indexKeys(TableState table) {
    Set<TableState.Key> keys = new LinkedHashSet<>();
    table.indexes.values().forEach(index -> keys.addAll(index.keys()));
    keys.removeAll(table.keys());
    return List.copyOf(keys);
  }

  private AttributeValue indexKeyValue(TableState.Key key) {
    if (values.chance(0.03)) {
      return values.any(1);
    }
    return values.key(key.type(), 3);
  }

  private List<String> attributes(TableState table) {
    List<String> attributes = new ArrayList<>(RandomValues.ATTRIBUTES);
    attributes.addAll(TableState.names(indexKeys(table)));
    return attributes;
  }

  private List<String> attributesAndKeys(TableState table) {
    List<String> attributes = attributes(table);
    attributes.addAll(TableState.names(table.keys()));
    return attributes;
  }

  private void register(String text, Object tree) {
    texts.put(text, tree);
  }

  private Command command(Object request, Command.Call call) {
    return new Command(request, texts, call);
  }

  private String condition(Placeholders placeholders, List<String> attributes) {
    Tree.Condition tree = trees.condition(placeholders, attributes, 2);
    String text = Rendering.condition(tree);
    register(text, tree);
    return text;
  }

  private String updateText(Placeholders placeholders, TableState table) {
    List<String> attributes = values.chance(0.02) ? attributesAndKeys(table) : attributes(table);
    Tree.Update tree = trees.update(placeholders, attributes);
    String text = Rendering.update(tree, random);
    register(text, tree);
    return text;
  }

  private String projectionText(Placeholders placeholders, List<String> attributes) {
    Tree.Projection tree = trees.projection(placeholders, attributes);
    String text = Rendering.projection(tree);
    register(text, tree);
    return text;
  }

  private ReturnConsumedCapacity capacity() {
    return values.chance(0.4)
        ? null
        : values.oneOf(
            List.of(
                ReturnConsumedCapacity.NONE,
                ReturnConsumedCapacity.TOTAL,
                ReturnConsumedCapacity.INDEXES));
  }

  private ReturnItemCollectionMetrics metrics() {
    return values.chance(0.7) ? null : values.oneOf(List.of(ReturnItemCollectionMetrics.values()));
  }

  private ReturnValuesOnConditionCheckFailure onFailure() {
    return values.chance(0.4)
        ? null
        : values.oneOf(List.of(ReturnValuesOnConditionCheckFailure.values()));
  }

  private ReturnValue oldOrNone() {
    if (values.chance(0.01)) {
      return ReturnValue.ALL_NEW;
    }
    return values.chance(0.4) ? null : values.oneOf(List.of(ReturnValue.NONE, ReturnValue.ALL_OLD));
  }

  // Legacy parameters

  private ConditionalOperator operator(Map<String, ?> conditions) {
    return conditions.size() < 2 || values.chance(0.4)
        ? null
        : values.oneOf(List.of(ConditionalOperator.values()));
  }

  private Map<String, ExpectedAttributeValue> expected(List<String> attributes) {
    Map<String, ExpectedAttributeValue> expected = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String name = values.oneOf(attributes);
      ExpectedAttributeValue.Builder one = ExpectedAttributeValue.builder();
      switch (random.nextInt(4)) {
        case 0 -> one.exists(false);
        case 1 -> one.value(values.of(name)).exists(values.chance(0.5) ? true : null);
        default -> {
          Condition condition = legacyCondition(name);
          one.comparisonOperator(condition.comparisonOperator());
          if (!condition.attributeValueList().isEmpty()) {
            one.attributeValueList(condition.attributeValueList());
          }
        }
      }
      expected.put(name, one.build());
    }
    return expected;
  }

  private Map<String, Condition> filter(List<String> attributes) {
    Map<String, Condition> filter = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String name = values.oneOf(attributes);
      filter.put(name, legacyCondition(name));
    }
    return filter;
  }

  private Condition legacyCondition(String name) {
    ComparisonOperator operator = values.oneOf(List.of(ComparisonOperator.values()));
    List<AttributeValue> arguments =
        switch (operator) {
          case EQ, NE -> List.of(values.of(name));
          case LE, LT, GE, GT, CONTAINS, NOT_CONTAINS -> List.of(values.scalar());
          case BEGINS_WITH -> List.of(random.nextBoolean() ? values.string() : values.binary());
          case IN -> {
            List<AttributeValue> choices = new ArrayList<>();
            choices.add(values.smallNumber());
            if (random.nextBoolean()) {
              choices.add(values.number());
            }
            yield choices;
          }
          case BETWEEN -> {
            AttributeValue a = values.number();
            AttributeValue b = values.smallNumber();
            yield Compare.compare(a, b) <= 0 ? List.of(a, b) : List.of(b, a);
          }
          case NULL, NOT_NULL -> List.of();
        };
    return Condition.builder().comparisonOperator(operator).attributeValueList(arguments).build();
  }

  private Map<String, AttributeValueUpdate> attributeUpdates(List<String> attributes) {
    Map<String, AttributeValueUpdate> updates = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String name = values.oneOf(attributes);
      AttributeValueUpdate.Builder update = AttributeValueUpdate.builder();
      switch (random.nextInt(6)) {
        case 0 -> update.action(AttributeAction.DELETE);
        case 1 -> update.action(AttributeAction.DELETE).value(values.set());
        case 2 -> update.action(AttributeAction.ADD).value(values.smallNumber());
        case 3 ->
            update
                .action(AttributeAction.ADD)
                .value(random.nextBoolean() ? values.set() : values.list(1));
        case 4 -> update.value(values.of(name));
        default -> update.action(AttributeAction.PUT).value(values.of(name));
      }
      updates.put(name, update.build());
    }
    return updates;
  }

  // Single items

  Command put() {
    TableState table = table();
    Placeholders placeholders = new Placeholders(values);
    PutItem.Builder put =
        PutItem.builder()
            .tableName(name(table))
            .item(anyItem(table))
            .returnValues(oldOrNone())
            .returnConsumedCapacity(capacity())
            .returnItemCollectionMetrics(metrics());
    if (values.chance(0.3)) {
      put.conditionExpression(condition(placeholders, attributesAndKeys(table)))
          .expressionAttributeNames(placeholders.names())
          .expressionAttributeValues(placeholders.values())
          .returnValuesOnConditionCheckFailure(onFailure());
    } else if (values.chance(0.1)) {
      Map<String, ExpectedAttributeValue> expected = expected(attributesAndKeys(table));
      put.expected(expected).conditionalOperator(operator(expected));
    }
    PutItem request = put.build();
    return command(request, database -> database.putItem(request));
  }

  Command delete() {
    TableState table = table();
    Placeholders placeholders = new Placeholders(values);
    DeleteItem.Builder delete =
        DeleteItem.builder()
            .tableName(name(table))
            .key(anyKey(table))
            .returnValues(oldOrNone())
            .returnConsumedCapacity(capacity())
            .returnItemCollectionMetrics(metrics());
    if (values.chance(0.3)) {
      delete
          .conditionExpression(condition(placeholders, attributesAndKeys(table)))
          .expressionAttributeNames(placeholders.names())
          .expressionAttributeValues(placeholders.values())
          .returnValuesOnConditionCheckFailure(onFailure());
    } else if (values.chance(0.1)) {
      Map<String, ExpectedAttributeValue> expected = expected(attributesAndKeys(table));
      delete.expected(expected).conditionalOperator(operator(expected));
    }
    DeleteItem request = delete.build();
    return command(request, database -> database.deleteItem(request));
  }

  Command update() {
    TableState table = table();
    Placeholders placeholders = new Placeholders(values);
    UpdateItem.Builder update =
        UpdateItem.builder()
            .tableName(name(table))
            .key(anyKey(table))
            .returnValues(values.chance(0.2) ? null : values.oneOf(List.of(ReturnValue.values())))
            .returnConsumedCapacity(capacity())
            .returnItemCollectionMetrics(metrics());
    if (values.chance(0.15)) {
      update.attributeUpdates(attributeUpdates(attributes(table)));
      if (values.chance(0.3)) {
        Map<String, ExpectedAttributeValue> expected = expected(attributesAndKeys(table));
        update.expected(expected).conditionalOperator(operator(expected));
      }
    } else {
      if (values.chance(0.97)) {
        update.updateExpression(updateText(placeholders, table));
      }
      if (values.chance(0.25)) {
        update
            .conditionExpression(condition(placeholders, attributesAndKeys(table)))
            .returnValuesOnConditionCheckFailure(onFailure());
      }
      update
          .expressionAttributeNames(placeholders.names())
          .expressionAttributeValues(placeholders.values());
    }
    UpdateItem request = update.build();
    return command(request, database -> database.updateItem(request));
  }

  Command get() {
    TableState table = table();
    Placeholders placeholders = new Placeholders(values);
    GetItem.Builder get =
        GetItem.builder()
            .tableName(name(table))
            .key(anyKey(table))
            .consistentRead(bool())
            .returnConsumedCapacity(capacity());
    if (values.chance(0.4)) {
      get.projectionExpression(projectionText(placeholders, attributesAndKeys(table)))
          .expressionAttributeNames(placeholders.names());
    } else if (values.chance(0.2)) {
      get.attributesToGet(attributeList(attributesAndKeys(table)));
    }
    GetItem request = get.build();
    return command(request, database -> database.getItem(request));
  }

  private List<String> attributeList(List<String> attributes) {
    Set<String> list = new LinkedHashSet<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      list.add(values.oneOf(attributes));
    }
    return List.copyOf(list);
  }

  private Boolean bool() {
    return values.chance(0.4) ? null : random.nextBoolean();
  }

  // Pages

  private TableState.Index index(TableState table) {
    return table.indexes.isEmpty() || values.chance(0.4)
        ? null
        : values.oneOf(List.copyOf(table.indexes.values()));
  }

  private Boolean consistent(TableState.Index index) {
    boolean isLikelyRight = index != null && index.isGlobal() && values.chance(0.97);
    return isLikelyRight ? (random.nextBoolean() ? null : false) : bool();
  }

  private Select select(TableState.Index index) {
    if (values.chance(0.6)) {
      return null;
    }
    if (values.chance(0.04)) {
      return values.oneOf(List.of(Select.values()));
    }
    return index == null
        ? values.oneOf(List.of(Select.ALL_ATTRIBUTES, Select.COUNT))
        : index.isGlobal() && !index.projectsAll()
            ? values.oneOf(List.of(Select.ALL_PROJECTED_ATTRIBUTES, Select.COUNT))
            : values.oneOf(
                List.of(Select.ALL_PROJECTED_ATTRIBUTES, Select.COUNT, Select.ALL_ATTRIBUTES));
  }

  private Integer limit() {
    return values.chance(0.5) ? null : 1 + random.nextInt(6);
  }

  /** What a read of an index may name. */
  private List<String> readable(TableState table, TableState.Index index) {
    List<String> attributes = attributesAndKeys(table);
    if (index != null && !index.projectsAll() && values.chance(index.isGlobal() ? 0.97 : 0.7)) {
      attributes.retainAll(table.projected(index));
    }
    return attributes;
  }

  /** What a filter may name. */
  private List<String> filterable(TableState table, TableState.Index index, boolean isQuery) {
    List<String> attributes = attributesAndKeys(table);
    if (index != null && !index.projectsAll() && (!isQuery || values.chance(0.97))) {
      attributes.retainAll(table.projected(index));
    }
    if (isQuery && values.chance(0.98)) {
      attributes.removeAll(TableState.names(index == null ? table.keys() : index.keys()));
    }
    return attributes;
  }

  /** A key to go on from: of an entry that is there, or was, or may be. */
  private Item start(TableState table, TableState.Index index, List<AttributeValue> hashValues) {
    List<TableState.Entry> entries = table.entries(index);
    List<TableState.Key> hash = index == null ? List.of(table.hash) : index.hash();
    if (hashValues != null) {
      entries.removeIf(entry -> {
        for (int i = 0; i < hash.size(); i++) {
          if (!entry.key().get(hash.get(i).name()).equals(hashValues.get(i))) {
            return true;
          }
        }
        return false;
      });
    }
    if (!entries.isEmpty() && values.chance(0.7)) {
      return values.oneOf(entries).key();
    }
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (TableState.Key part : table.keys(index)) {
      key.put(part.name(), values.key(part.type()));
    }
    if (hashValues != null) {
      for (int i = 0; i < hash.size(); i++) {
        key.put(hash.get(i).name(), hashValues.get(i));
      }
    }
    return Item.of(key);
  }

  Command query() {
    TableState table = table();
    TableState.Index index = index(table);
    List<TableState.Key> hash = index == null ? List.of(table.hash) : index.hash();
    List<TableState.Key> range =
        index != null ? index.range() : table.range == null ? List.of() : List.of(table.range);
    List<AttributeValue> hashValues =
        hash.stream().map(key -> values.key(key.type(), index == null ? 5 : 3)).toList();
    List<TableState.Entry> entries = table.entries(index);
    if (!entries.isEmpty() && values.chance(0.7)) {
      Item key = values.oneOf(entries).key();
      hashValues = hash.stream().map(part -> key.get(part.name())).toList();
    }
    Placeholders placeholders = new Placeholders(values);
    Query.Builder query =
        Query.builder()
            .tableName(name(table))
            .indexName(index == null ? null : index.name())
            .limit(limit())
            .consistentRead(consistent(index))
            .scanIndexForward(bool())
            .returnConsumedCapacity(capacity());
    if (values.chance(0.005)) {
      query.indexName("no-such-index");
    }
    if (values.chance(0.1) && hash.size() == 1 && range.size() <= 1) {
      Map<String, Condition> conditions = new LinkedHashMap<>();
      conditions.put(hash.getFirst().name(), equal(hashValues.getFirst()));
      if (!range.isEmpty() && random.nextBoolean()) {
        conditions.put(
            range.getFirst().name(),
            Condition.builder()
                .comparisonOperator(
                    values.oneOf(
                        List.of(
                            ComparisonOperator.EQ,
                            ComparisonOperator.LE,
                            ComparisonOperator.LT,
                            ComparisonOperator.GE,
                            ComparisonOperator.GT)))
                .attributeValueList(List.of(values.key(range.getFirst().type())))
                .build());
      }
      query.keyConditions(conditions);
      if (values.chance(0.5)) {
        List<String> attributes = filterable(table, index, true);
        if (!attributes.isEmpty()) {
          Map<String, Condition> filter = filter(attributes);
          query.queryFilter(filter).conditionalOperator(operator(filter));
        }
      }
      if (values.chance(0.3)) {
        query.attributesToGet(attributeList(readable(table, index)));
      } else {
        query.select(select(index));
      }
    } else {
      Tree.Condition keyCondition = trees.keyCondition(placeholders, hash, hashValues, range);
      String text = Rendering.condition(keyCondition);
      query.keyConditionExpression(text);
      register(text, keyCondition);
      List<String> attributes = filterable(table, index, true);
      if (values.chance(0.35) && !attributes.isEmpty()) {
        query.filterExpression(condition(placeholders, attributes));
      }
      if (values.chance(0.3)) {
        query.projectionExpression(projectionText(placeholders, readable(table, index)));
        query.select(
            values.chance(0.02)
                ? Select.COUNT
                : values.chance(0.3) ? Select.SPECIFIC_ATTRIBUTES : null);
      } else {
        query.select(select(index));
      }
      query
          .expressionAttributeNames(placeholders.names())
          .expressionAttributeValues(placeholders.values());
    }
    if (values.chance(0.3)) {
      query.exclusiveStartKey(start(table, index, values.chance(0.95) ? hashValues : null));
    }
    Query request = query.build();
    return command(request, database -> database.query(request));
  }

  private static Condition equal(AttributeValue value) {
    return Condition.builder()
        .comparisonOperator(ComparisonOperator.EQ)
        .attributeValueList(List.of(value))
        .build();
  }

  Command scan() {
    TableState table = table();
    TableState.Index index = index(table);
    Placeholders placeholders = new Placeholders(values);
    Scan.Builder scan =
        Scan.builder()
            .tableName(name(table))
            .indexName(index == null ? null : index.name())
            .limit(limit())
            .consistentRead(consistent(index))
            .returnConsumedCapacity(capacity());
    List<String> attributes = filterable(table, index, false);
    if (values.chance(0.1)) {
      if (values.chance(0.7)) {
        Map<String, Condition> filter = filter(attributes);
        scan.scanFilter(filter).conditionalOperator(operator(filter));
      }
      if (values.chance(0.4)) {
        scan.attributesToGet(attributeList(readable(table, index)));
      } else {
        scan.select(select(index));
      }
    } else {
      if (values.chance(0.35)) {
        scan.filterExpression(condition(placeholders, attributes));
      }
      if (values.chance(0.3)) {
        scan.projectionExpression(projectionText(placeholders, readable(table, index)));
      } else {
        scan.select(select(index));
      }
      scan.expressionAttributeNames(placeholders.names())
          .expressionAttributeValues(placeholders.values());
    }
    if (values.chance(0.25)) {
      int total = 1 + random.nextInt(4);
      scan.totalSegments(total).segment(random.nextInt(total));
      List<TableState.Entry> entries = table.entries(index);
      if (values.chance(0.3) && !entries.isEmpty()) {
        scan.exclusiveStartKey(values.oneOf(entries).key());
      }
    } else if (values.chance(0.3)) {
      scan.exclusiveStartKey(start(table, index, null));
    }
    Scan request = scan.build();
    return command(request, database -> database.scan(request));
  }

  // Batches

  Command batchGet() {
    Map<String, KeysAndAttributes> blocks = new LinkedHashMap<>();
    boolean isLegacy = values.chance(0.15);
    for (int i = 0; i <= random.nextInt(2); i++) {
      TableState table = table();
      Set<Item> keys = new LinkedHashSet<>();
      for (int j = 0; j <= random.nextInt(8); j++) {
        keys.add(values.chance(0.05) ? anyKey(table) : key(table));
      }
      List<Item> list = new ArrayList<>(keys);
      if (values.chance(0.02)) {
        list.add(list.getFirst());
      }
      Placeholders placeholders = new Placeholders(values);
      KeysAndAttributes.Builder block =
          KeysAndAttributes.builder().keys(list).consistentRead(bool());
      if (values.chance(0.4)) {
        if (isLegacy) {
          block.attributesToGet(attributeList(attributesAndKeys(table)));
        } else {
          block
              .projectionExpression(projectionText(placeholders, attributesAndKeys(table)))
              .expressionAttributeNames(placeholders.names());
        }
      }
      blocks.put(name(table), block.build());
    }
    BatchGetItem request =
        BatchGetItem.builder().requestItems(blocks).returnConsumedCapacity(capacity()).build();
    return command(request, database -> database.batchGetItem(request));
  }

  Command batchWrite() {
    Map<String, List<WriteRequest>> blocks = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      TableState table = table();
      Map<Item, WriteRequest> writes = new LinkedHashMap<>();
      for (int j = 0; j <= random.nextInt(6); j++) {
        if (values.chance(0.7)) {
          Item item = anyItem(table);
          writes.put(
              table.keyOf(item),
              WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build());
        } else {
          Item key = values.chance(0.1) ? anyKey(table) : key(table);
          writes.put(
              key,
              WriteRequest.builder()
                  .deleteRequest(DeleteRequest.builder().key(key).build())
                  .build());
        }
      }
      List<WriteRequest> list = new ArrayList<>(writes.values());
      if (values.chance(0.02)) {
        list.add(list.getFirst());
      }
      blocks.put(name(table), list);
    }
    BatchWriteItem request =
        BatchWriteItem.builder()
            .requestItems(blocks)
            .returnConsumedCapacity(capacity())
            .returnItemCollectionMetrics(metrics())
            .build();
    return command(request, database -> database.batchWriteItem(request));
  }

  // Transactions

  Command transactWrite() {
    if (!withToken.isEmpty() && values.chance(0.08)) {
      Command first = withToken.getLast();
      TransactWriteItems sent = (TransactWriteItems) first.request();
      List<TransactWriteItem> items = sent.transactItems();
      TransactWriteItems again =
          items.size() > 1 && values.chance(0.2)
              ? sent.toBuilder().transactItems(items.subList(1, items.size())).build()
              : sent;
      return new Command(again, first.trees(), database -> database.transactWriteItems(again));
    }
    List<TransactWriteItem> actions = new ArrayList<>();
    Set<List<Object>> targets = new LinkedHashSet<>();
    boolean hasToken = values.chance(0.2);
    for (int i = 0; i <= random.nextInt(4); i++) {
      TableState table = table();
      Item item = anyItem(table);
      Item key = values.chance(0.1) ? anyKey(table) : key(table);
      boolean isPut = values.chance(0.3);
      if (targets.add(List.of(table.name, isPut ? table.keyOf(item) : key))
          || values.chance(0.02)) {
        actions.add(isPut ? put(table, item) : action(table, key));
      }
    }
    TransactWriteItems request =
        TransactWriteItems.builder()
            .transactItems(actions)
            .returnConsumedCapacity(capacity())
            .returnItemCollectionMetrics(metrics())
            .clientRequestToken(hasToken ? "token-" + tokens++ : null)
            .build();
    Command command = command(request, database -> database.transactWriteItems(request));
    if (hasToken) {
      withToken.add(command);
    }
    return command;
  }

  private TransactWriteItem put(TableState table, Item item) {
    Placeholders placeholders = new Placeholders(values);
    Put.Builder put = Put.builder().tableName(name(table)).item(item);
    if (values.chance(0.3)) {
      put.conditionExpression(condition(placeholders, attributesAndKeys(table)))
          .returnValuesOnConditionCheckFailure(onFailure());
    }
    put.expressionAttributeNames(placeholders.names())
        .expressionAttributeValues(placeholders.values());
    return TransactWriteItem.builder().put(put.build()).build();
  }

  private TransactWriteItem action(TableState table, Item key) {
    Placeholders placeholders = new Placeholders(values);
    switch (random.nextInt(4)) {
      case 0 -> {
        Delete.Builder delete = Delete.builder().tableName(table.name).key(key);
        if (values.chance(0.3)) {
          delete
              .conditionExpression(condition(placeholders, attributesAndKeys(table)))
              .returnValuesOnConditionCheckFailure(onFailure());
        }
        delete
            .expressionAttributeNames(placeholders.names())
            .expressionAttributeValues(placeholders.values());
        return TransactWriteItem.builder().delete(delete.build()).build();
      }
      case 1 -> {
        ConditionCheck.Builder check =
            ConditionCheck.builder()
                .tableName(table.name)
                .key(key)
                .conditionExpression(condition(placeholders, attributesAndKeys(table)))
                .returnValuesOnConditionCheckFailure(onFailure())
                .expressionAttributeNames(placeholders.names())
                .expressionAttributeValues(placeholders.values());
        return TransactWriteItem.builder().conditionCheck(check.build()).build();
      }
      default -> {
        Update.Builder update =
            Update.builder()
                .tableName(table.name)
                .key(key)
                .updateExpression(updateText(placeholders, table));
        if (values.chance(0.3)) {
          update
              .conditionExpression(condition(placeholders, attributesAndKeys(table)))
              .returnValuesOnConditionCheckFailure(onFailure());
        }
        update
            .expressionAttributeNames(placeholders.names())
            .expressionAttributeValues(placeholders.values());
        return TransactWriteItem.builder().update(update.build()).build();
      }
    }
  }

  Command transactGet() {
    List<TransactGetItem> gets = new ArrayList<>();
    Set<List<Object>> targets = new LinkedHashSet<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      TableState table = table();
      Item key = anyKey(table);
      if (!targets.add(List.of(table.name, key)) && values.chance(0.95)) {
        continue;
      }
      Placeholders placeholders = new Placeholders(values);
      Get.Builder get = Get.builder().tableName(name(table)).key(key);
      if (values.chance(0.4)) {
        get.projectionExpression(projectionText(placeholders, attributesAndKeys(table)))
            .expressionAttributeNames(placeholders.names());
      }
      gets.add(TransactGetItem.builder().get(get.build()).build());
    }
    TransactGetItems request =
        TransactGetItems.builder().transactItems(gets).returnConsumedCapacity(capacity()).build();
    return command(request, database -> database.transactGetItems(request));
  }
}
