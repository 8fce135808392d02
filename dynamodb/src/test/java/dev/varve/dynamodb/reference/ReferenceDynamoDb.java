package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchGetItemResult;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.BatchWriteItemResult;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.ConditionalOperator;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.Copies;
import dev.varve.dynamodb.api.CreateGlobalSecondaryIndexAction;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.CreateTableResult;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteItemResult;
import dev.varve.dynamodb.api.DeleteTable;
import dev.varve.dynamodb.api.DeleteTableResult;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.ExpectedAttributeValue;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GetItemResult;
import dev.varve.dynamodb.api.GlobalSecondaryIndexUpdate;
import dev.varve.dynamodb.api.ItemCollectionMetrics;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.ListTables;
import dev.varve.dynamodb.api.ListTablesResult;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutItemResult;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.QueryResult;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.ReturnItemCollectionMetrics;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.ScanResult;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactGetItemsResult;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactWriteItemsResult;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.UpdateItemResult;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.api.UpdateTableResult;
import dev.varve.dynamodb.api.UpdateTimeToLive;
import dev.varve.dynamodb.api.UpdateTimeToLiveResult;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * DynamoDB in memory, written from the reference alone and as plainly as can be: items in a map,
 * every index computed from them whenever it is read, every condition evaluated on a tree that the
 * test made together with the text. For one thread.
 *
 * <p>Where the reference is unsure, it says so: by {@link Refused#UNSURE} in the text of an error,
 * or by {@link #unsureMembers} for an answer.
 */
final class ReferenceDynamoDb implements DynamoDb {
  private final Map<String, TableState> tables = new TreeMap<>();
  private final Map<String, Object> trees = new HashMap<>();
  private final Map<String, List<Item>> orders = new HashMap<>();
  private final Map<String, List<List<Item>>> segments = new HashMap<>();
  private final Set<String> unsureMembers = new TreeSet<>();
  private final Pages pages = new Pages(this);
  private final Transactions transactions = new Transactions(this);

  /** Prepares for a request: says which trees belong to its texts. */
  void expect(Map<String, Object> treesOfTexts) {
    trees.clear();
    trees.putAll(treesOfTexts);
    unsureMembers.clear();
  }

  /** The members of the last answer that are not certain. */
  Set<String> unsureMembers() {
    return unsureMembers;
  }

  void unsure(String member, boolean isUnsure) {
    if (isUnsure) {
      unsureMembers.add(member);
    }
  }

  Map<String, TableState> tables() {
    return tables;
  }

  /** Says in which order the database keeps a table or index: the keys of all entries. */
  void learnOrder(String table, String index, List<Item> keys) {
    orders.put(table + "/" + index, List.copyOf(keys));
  }

  /** Says what the segments of a parallel scan hold. */
  void learnSegments(String table, String index, List<List<Item>> keys) {
    segments.put(table + "/" + index + "/" + keys.size(), List.copyOf(keys));
  }

  private static String place(TableState table, TableState.Index index) {
    return table.name + "/" + (index == null ? null : index.name());
  }

  List<TableState.Entry> inOrder(
      TableState table, TableState.Index index, List<TableState.Entry> entries) {
    List<Item> order = orders.get(place(table, index));
    List<TableState.Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingInt(entry -> order.indexOf(entry.key())));
    return sorted;
  }

  List<Item> segment(TableState table, TableState.Index index, int total, int segment) {
    return segments.get(place(table, index) + "/" + total).get(segment);
  }

  Scope scope(Map<String, String> names, Map<String, AttributeValue> values) {
    return Scope.of(trees, names, values);
  }

  TableState requireTable(String name) {
    TableState table = tables.get(name);
    if (table == null) {
      throw new ResourceNotFoundException("Requested resource not found");
    }
    return table;
  }

  List<List<Object>> projection(Scope scope, String expression, List<String> attributes) {
    if (!Copies.isAbsent(attributes)) {
      return attributes.stream().map(List::<Object>of).toList();
    }
    Tree.Projection projection = scope.tree(expression, Tree.Projection.class);
    return projection == null ? null : projection.paths().stream().map(scope::path).toList();
  }

  // Tables

  @Override
  public CreateTableResult createTable(CreateTable request) {
    if (tables.containsKey(request.tableName())) {
      throw new ResourceInUseException("Table already exists: " + request.tableName());
    }
    TableState table =
        new TableState(request.tableName(), request.keySchema(), request.attributeDefinitions());
    if (!Copies.isAbsent(request.localSecondaryIndexes())) {
      request
          .localSecondaryIndexes()
          .forEach(index ->
              table.addIndex(
                  index.indexName(),
                  false,
                  index.keySchema(),
                  index.projection(),
                  request.attributeDefinitions()));
    }
    if (!Copies.isAbsent(request.globalSecondaryIndexes())) {
      request
          .globalSecondaryIndexes()
          .forEach(index ->
              table.addIndex(
                  index.indexName(),
                  true,
                  index.keySchema(),
                  index.projection(),
                  request.attributeDefinitions()));
    }
    tables.put(table.name, table);
    return CreateTableResult.builder().build();
  }

  @Override
  public UpdateTableResult updateTable(UpdateTable request) {
    TableState table = tables.get(request.tableName());
    if (table == null) {
      throw new ResourceNotFoundException(
          "Requested resource not found: Table: " + request.tableName() + " not found");
    }
    for (GlobalSecondaryIndexUpdate update : request.globalSecondaryIndexUpdates()) {
      if (update.create() != null) {
        CreateGlobalSecondaryIndexAction create = update.create();
        if (table.indexes.containsKey(create.indexName())) {
          throw Refused.validation("Attempting to create an index which already exists");
        }
        table.addIndex(
            create.indexName(),
            true,
            create.keySchema(),
            create.projection(),
            request.attributeDefinitions());
      } else {
        TableState.Index index = table.indexes.get(update.delete().indexName());
        if (index == null) {
          throw new ResourceNotFoundException(Refused.UNSURE + "no such index");
        }
        if (!index.isGlobal()) {
          throw Refused.validation(
              "Cannot delete an index that is not a GlobalSecondaryIndex: " + index.name());
        }
        table.indexes.remove(index.name());
      }
    }
    return UpdateTableResult.builder().build();
  }

  @Override
  public DeleteTableResult deleteTable(DeleteTable request) {
    if (tables.remove(request.tableName()) == null) {
      throw new ResourceNotFoundException(
          "Requested resource not found: Table: " + request.tableName() + " not found");
    }
    return DeleteTableResult.builder().build();
  }

  @Override
  public ListTablesResult listTables(ListTables request) {
    List<String> names =
        tables.keySet().stream()
            .filter(name ->
                request.exclusiveStartTableName() == null
                    || name.compareTo(request.exclusiveStartTableName()) > 0)
            .toList();
    int limit = request.limit() == null ? 100 : request.limit();
    ListTablesResult.Builder result =
        ListTablesResult.builder().tableNames(names.stream().limit(limit).toList());
    return names.size() > limit
        ? result.lastEvaluatedTableName(names.get(limit - 1)).build()
        : result.build();
  }

  @Override
  public UpdateTimeToLiveResult updateTimeToLive(UpdateTimeToLive request) {
    TableState table = tables.get(request.tableName());
    if (table == null) {
      throw new ResourceNotFoundException(
          "Requested resource not found: Table: " + request.tableName() + " not found");
    }
    String attribute = request.timeToLiveSpecification().attributeName();
    boolean enabled = request.timeToLiveSpecification().enabled();
    if (table.expires != null && !table.expires.equals(attribute)) {
      throw Refused.validation(
          "TimeToLive is active on a different AttributeName: current AttributeName is "
              + table.expires);
    }
    if (enabled == (table.expires != null)) {
      throw Refused.validation("TimeToLive is already " + (enabled ? "enabled" : "disabled"));
    }
    table.expires = enabled ? attribute : null;
    return UpdateTimeToLiveResult.builder()
        .timeToLiveSpecification(request.timeToLiveSpecification())
        .build();
  }

  /** Deletes what has expired of a table by a time soon after 1970. Returns how many items. */
  int sweep(TableState table, Instant now) {
    int before = table.items.size();
    BigDecimal latest = BigDecimal.valueOf(now.toEpochMilli(), 3);
    BigDecimal earliest =
        BigDecimal.valueOf(
            now.atOffset(ZoneOffset.UTC).minusYears(5).toInstant().toEpochMilli(), 3);
    table
        .items
        .values()
        .removeIf(item ->
            table.expires != null
                && item.get(table.expires) instanceof AttributeValue.N time
                && time.value().compareTo(latest) < 0
                && time.value().compareTo(earliest) > 0);
    return before - table.items.size();
  }

  // Items

  @Override
  public GetItemResult getItem(GetItem request) {
    Scope scope = scope(request.expressionAttributeNames(), null);
    List<List<Object>> projection =
        projection(scope, request.projectionExpression(), request.attributesToGet());
    TableState table = requireTable(request.tableName());
    table.checkKey(request.key());
    Item item = table.items.get(request.key());
    double factor = Boolean.TRUE.equals(request.consistentRead()) ? 1 : 0.5;
    Cost cost = new Cost(table).table(factor * Sizes.readUnits(Sizes.of(item)));
    return GetItemResult.builder()
        .item(item == null || projection == null ? item : Paths.project(item, projection))
        .consumedCapacity(cost.told(request.returnConsumedCapacity(), Cost.Kind.PLAIN))
        .build();
  }

  private static boolean holds(
      Tree.Condition condition,
      Scope scope,
      Map<String, ExpectedAttributeValue> expected,
      ConditionalOperator operator,
      Item before) {
    return (condition == null || Conditions.test(condition, scope, before))
        && Legacy.isExpected(expected, operator, before);
  }

  /** Refuses a write whose condition is not true of the item that is there. */
  private void requireCondition(
      Tree.Condition condition,
      Scope scope,
      Map<String, ExpectedAttributeValue> expected,
      ConditionalOperator operator,
      Item before,
      ReturnValuesOnConditionCheckFailure onFailure) {
    if (!holds(condition, scope, expected, operator, before)) {
      throw new ConditionalCheckFailedException(
          "The conditional request failed",
          onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD ? before : null);
    }
  }

  ItemCollectionMetrics metrics(TableState table, Item key, ReturnItemCollectionMetrics wanted) {
    if (wanted != ReturnItemCollectionMetrics.SIZE || !table.hasLocalIndex()) {
      return null;
    }
    return ItemCollectionMetrics.builder()
        .itemCollectionKey(Paths.pick(key, List.of(table.hash.name())))
        .sizeEstimateRangeGB(List.of(0.0, 1.0))
        .build();
  }

  static void checkPutSize(Item item) {
    if (Sizes.of(item) > Sizes.MAX_ITEM) {
      throw Refused.validation("Item size has exceeded the maximum allowed size");
    }
  }

  static void checkUpdatedSize(Item item) {
    if (Sizes.of(item) > Sizes.MAX_ITEM) {
      throw Refused.validation("Item size to update has exceeded the maximum allowed size");
    }
  }

  static void requireOldOrNone(ReturnValue wanted) {
    if (wanted != null && wanted != ReturnValue.NONE && wanted != ReturnValue.ALL_OLD) {
      throw Refused.validation("ReturnValues can only be ALL_OLD or NONE");
    }
  }

  static void store(TableState table, Item key, Item after) {
    if (after == null) {
      table.items.remove(key);
    } else {
      table.items.put(key, after);
    }
  }

  @Override
  public PutItemResult putItem(PutItem request) {
    requireOldOrNone(request.returnValues());
    checkPutSize(request.item());
    Scope scope = scope(request.expressionAttributeNames(), request.expressionAttributeValues());
    Tree.Condition condition = scope.tree(request.conditionExpression(), Tree.Condition.class);
    Conditions.checkLiterals(condition, scope, "ConditionExpression");
    TableState table = requireTable(request.tableName());
    table.checkKeyOfItem(request.item());
    table.checkIndexKeys(request.item(), null);
    Item key = table.keyOf(request.item());
    Item before = table.items.get(key);
    requireCondition(
        condition,
        scope,
        request.expected(),
        request.conditionalOperator(),
        before,
        request.returnValuesOnConditionCheckFailure());
    store(table, key, request.item());
    return PutItemResult.builder()
        .attributes(request.returnValues() == ReturnValue.ALL_OLD ? before : null)
        .consumedCapacity(
            new Cost(table)
                .write(before, request.item(), 1)
                .told(request.returnConsumedCapacity(), Cost.Kind.PLAIN))
        .itemCollectionMetrics(metrics(table, key, request.returnItemCollectionMetrics()))
        .build();
  }

  @Override
  public DeleteItemResult deleteItem(DeleteItem request) {
    requireOldOrNone(request.returnValues());
    Scope scope = scope(request.expressionAttributeNames(), request.expressionAttributeValues());
    Tree.Condition condition = scope.tree(request.conditionExpression(), Tree.Condition.class);
    Conditions.checkLiterals(condition, scope, "ConditionExpression");
    TableState table = requireTable(request.tableName());
    table.checkKey(request.key());
    Item before = table.items.get(request.key());
    requireCondition(
        condition,
        scope,
        request.expected(),
        request.conditionalOperator(),
        before,
        request.returnValuesOnConditionCheckFailure());
    store(table, request.key(), null);
    return DeleteItemResult.builder()
        .attributes(request.returnValues() == ReturnValue.ALL_OLD ? before : null)
        .consumedCapacity(
            new Cost(table)
                .write(before, null, 1)
                .told(request.returnConsumedCapacity(), Cost.Kind.PLAIN))
        .itemCollectionMetrics(metrics(table, request.key(), request.returnItemCollectionMetrics()))
        .build();
  }

  static void checkNoKey(TableState table, List<List<Object>> targets) {
    List<String> keys =
        targets.stream().map(path -> (String) path.getFirst()).filter(table::isKey).toList();
    if (!keys.isEmpty()) {
      String text =
          "One or more parameter values were invalid: Cannot update attribute "
              + keys.getFirst()
              + ". This attribute is part of the key";
      throw keys.size() == 1 ? Refused.validation(text) : Refused.unsure(text);
    }
  }

  /** An attribute that is assigned the value that it has is not changed. */
  static void checkUpdated(TableState table, Item before, Item after, List<List<Object>> targets) {
    if (after != null) {
      Set<String> changed = new HashSet<>();
      targets.forEach(path -> changed.add((String) path.getFirst()));
      changed.removeIf(
          name -> before != null && before.has(name) && before.get(name).equals(after.get(name)));
      table.checkIndexKeys(after, changed);
      checkUpdatedSize(after);
    }
  }

  @Override
  public UpdateItemResult updateItem(UpdateItem request) {
    Scope scope = scope(request.expressionAttributeNames(), request.expressionAttributeValues());
    Tree.Condition condition = scope.tree(request.conditionExpression(), Tree.Condition.class);
    Tree.Update update = scope.tree(request.updateExpression(), Tree.Update.class);
    Conditions.checkLiterals(condition, scope, "ConditionExpression");
    TableState table = requireTable(request.tableName());
    table.checkKey(request.key());
    Item key = request.key();
    Item before = table.items.get(key);
    List<List<Object>> targets = new ArrayList<>();
    Item literals = Item.of();
    if (update != null) {
      targets.addAll(Updates.targets(update, scope));
      literals = Updates.literals(update, scope);
    } else if (Legacy.isPresent(request.attributeUpdates())) {
      request.attributeUpdates().keySet().forEach(name -> targets.add(List.of(name)));
      literals = Legacy.literals(request.attributeUpdates());
    }
    checkNoKey(table, targets);
    try {
      table.checkIndexKeys(literals, null);
    } catch (ValidationException e) {
      // Which of the two is told is not written, where the condition is not met either.
      unsure(
          Answers.ANY_ERROR,
          !holds(condition, scope, request.expected(), request.conditionalOperator(), before));
      throw e;
    }
    requireCondition(
        condition,
        scope,
        request.expected(),
        request.conditionalOperator(),
        before,
        request.returnValuesOnConditionCheckFailure());
    Item after =
        update != null
            ? Updates.apply(update, scope, before, key)
            : Legacy.update(request.attributeUpdates(), before, key);
    checkUpdated(table, before, after, targets);
    List<List<Object>> kept = update != null ? Updates.keptTargets(update, scope, before) : targets;
    store(table, key, after);
    if (update != null) {
      unsure("attributes", Updates.movesElements(update, scope, before));
    }
    return UpdateItemResult.builder()
        .attributes(told(request.returnValues(), before, after, targets, kept))
        .consumedCapacity(
            new Cost(table)
                .write(before, after, 1)
                .told(request.returnConsumedCapacity(), Cost.Kind.PLAIN))
        .itemCollectionMetrics(metrics(table, key, request.returnItemCollectionMetrics()))
        .build();
  }

  private static Item told(
      ReturnValue wanted,
      Item before,
      Item after,
      List<List<Object>> targets,
      List<List<Object>> kept) {
    return switch (wanted) {
      case null -> null;
      case NONE -> null;
      case ALL_OLD -> before;
      case ALL_NEW -> after;
      case UPDATED_OLD -> parts(before, targets);
      case UPDATED_NEW -> parts(after, kept);
    };
  }

  private static Item parts(Item item, List<List<Object>> paths) {
    if (item == null) {
      return null;
    }
    Item parts = Paths.project(item, paths);
    return parts.isEmpty() ? null : parts;
  }

  // Pages

  /** All answers to a query that are right. */
  List<QueryResult> queryAlternatives(Query request) {
    return pages.query(request);
  }

  @Override
  public QueryResult query(Query request) {
    return queryAlternatives(request).getFirst();
  }

  /** All answers to a scan that are right. */
  List<ScanResult> scanAlternatives(Scan request) {
    return pages.scan(request);
  }

  @Override
  public ScanResult scan(Scan request) {
    return scanAlternatives(request).getFirst();
  }

  // Batches

  @Override
  public BatchGetItemResult batchGetItem(BatchGetItem request) {
    Map<String, Function<Item, Item>> shown = new HashMap<>();
    for (Map.Entry<String, KeysAndAttributes> block : request.requestItems().entrySet()) {
      KeysAndAttributes asked = block.getValue();
      Scope scope = scope(asked.expressionAttributeNames(), null);
      List<List<Object>> projection =
          projection(scope, asked.projectionExpression(), asked.attributesToGet());
      shown.put(
          block.getKey(), item -> projection == null ? item : Paths.project(item, projection));
      requireDistinct(asked.keys());
    }
    request.requestItems().keySet().forEach(this::requireTable);
    Map<String, List<Item>> responses = new LinkedHashMap<>();
    List<ConsumedCapacity> consumed = new ArrayList<>();
    for (Map.Entry<String, KeysAndAttributes> block : request.requestItems().entrySet()) {
      TableState table = requireTable(block.getKey());
      block.getValue().keys().forEach(table::checkKey);
      double factor = Boolean.TRUE.equals(block.getValue().consistentRead()) ? 1 : 0.5;
      Cost cost = new Cost(table);
      List<Item> found = new ArrayList<>();
      for (Item key : block.getValue().keys()) {
        Item item = table.items.get(key);
        cost.table(factor * Sizes.readUnits(Sizes.of(item)));
        if (item != null) {
          found.add(shown.get(block.getKey()).apply(item));
        }
      }
      responses.put(table.name, found);
      tell(consumed, cost.told(request.returnConsumedCapacity(), Cost.Kind.PLAIN));
    }
    return BatchGetItemResult.builder().responses(responses).consumedCapacity(consumed).build();
  }

  static void tell(List<ConsumedCapacity> all, ConsumedCapacity consumed) {
    if (consumed != null) {
      all.add(consumed);
    }
  }

  private static void requireDistinct(List<Item> keys) {
    if (new HashSet<>(keys).size() < keys.size()) {
      throw Refused.validation("Provided list of item keys contains duplicates");
    }
  }

  @Override
  public BatchWriteItemResult batchWriteItem(BatchWriteItem request) {
    request
        .requestItems()
        .values()
        .forEach(writes ->
            writes.stream()
                .filter(write -> write.putRequest() != null)
                .forEach(write -> checkPutSize(write.putRequest().item())));
    request.requestItems().keySet().forEach(this::requireTable);
    for (Map.Entry<String, List<WriteRequest>> block : request.requestItems().entrySet()) {
      TableState table = requireTable(block.getKey());
      List<Item> keys = new ArrayList<>();
      for (WriteRequest write : block.getValue()) {
        if (write.putRequest() != null) {
          Item item = write.putRequest().item();
          table.checkKey(table.keyOf(item));
          table.checkIndexKeys(item, null);
        } else {
          table.checkKey(write.deleteRequest().key());
        }
        keys.add(keyOf(table, write));
      }
      requireDistinct(keys);
    }
    Map<String, List<ItemCollectionMetrics>> metrics = new LinkedHashMap<>();
    List<ConsumedCapacity> consumed = new ArrayList<>();
    for (Map.Entry<String, List<WriteRequest>> block : request.requestItems().entrySet()) {
      TableState table = requireTable(block.getKey());
      Cost cost = new Cost(table);
      for (WriteRequest write : block.getValue()) {
        Item key = keyOf(table, write);
        Item after = write.putRequest() == null ? null : write.putRequest().item();
        cost.write(table.items.get(key), after, 1);
        store(table, key, after);
        addMetrics(metrics, table, metrics(table, key, request.returnItemCollectionMetrics()));
      }
      tell(consumed, cost.told(request.returnConsumedCapacity(), Cost.Kind.PLAIN));
    }
    return BatchWriteItemResult.builder()
        .itemCollectionMetrics(metrics)
        .consumedCapacity(consumed)
        .build();
  }

  static void addMetrics(
      Map<String, List<ItemCollectionMetrics>> all,
      TableState table,
      ItemCollectionMetrics metrics) {
    if (metrics != null) {
      List<ItemCollectionMetrics> list = all.computeIfAbsent(table.name, _ -> new ArrayList<>());
      if (!list.contains(metrics)) {
        list.add(metrics);
      }
    }
  }

  private static Item keyOf(TableState table, WriteRequest write) {
    return write.putRequest() == null
        ? write.deleteRequest().key()
        : table.keyOf(write.putRequest().item());
  }

  // Transactions

  @Override
  public TransactWriteItemsResult transactWriteItems(TransactWriteItems request) {
    return transactions.write(request);
  }

  @Override
  public TransactGetItemsResult transactGetItems(TransactGetItems request) {
    return transactions.get(request);
  }
}
