package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.CancellationReason;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.IdempotentParameterMismatchException;
import dev.varve.dynamodb.api.ItemCollectionMetrics;
import dev.varve.dynamodb.api.ItemResponse;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactGetItemsResult;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactWriteItemsResult;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** TransactWriteItems and TransactGetItems. */
final class Transactions {
  private static final CancellationReason NONE = CancellationReason.builder().code("None").build();

  private final ReferenceDynamoDb reference;

  /** The requests that were carried out, by their tokens. */
  private final Map<String, List<TransactWriteItem>> tokens = new HashMap<>();

  Transactions(ReferenceDynamoDb reference) {
    this.reference = reference;
  }

  /**
   * One action, whatever its kind.
   *
   * @param put the item of a Put, else null
   * @param key of the others
   * @param update of an Update
   * @param writes whether it is more than a check
   */
  private record Action(
      String tableName,
      Item put,
      Item key,
      Tree.Update update,
      Tree.Condition condition,
      Scope scope,
      boolean writes,
      boolean showsItem) {}

  private Action action(TransactWriteItem item) {
    if (item.put() != null) {
      var put = item.put();
      Scope scope = scope(put.expressionAttributeNames(), put.expressionAttributeValues());
      return new Action(
          put.tableName(),
          put.item(),
          null,
          null,
          scope.tree(put.conditionExpression(), Tree.Condition.class),
          scope,
          true,
          isShown(put.returnValuesOnConditionCheckFailure()));
    }
    if (item.update() != null) {
      var update = item.update();
      Scope scope = scope(update.expressionAttributeNames(), update.expressionAttributeValues());
      return new Action(
          update.tableName(),
          null,
          update.key(),
          scope.tree(update.updateExpression(), Tree.Update.class),
          scope.tree(update.conditionExpression(), Tree.Condition.class),
          scope,
          true,
          isShown(update.returnValuesOnConditionCheckFailure()));
    }
    if (item.delete() != null) {
      var delete = item.delete();
      Scope scope = scope(delete.expressionAttributeNames(), delete.expressionAttributeValues());
      return new Action(
          delete.tableName(),
          null,
          delete.key(),
          null,
          scope.tree(delete.conditionExpression(), Tree.Condition.class),
          scope,
          true,
          isShown(delete.returnValuesOnConditionCheckFailure()));
    }
    var check = item.conditionCheck();
    Scope scope = scope(check.expressionAttributeNames(), check.expressionAttributeValues());
    return new Action(
        check.tableName(),
        null,
        check.key(),
        null,
        scope.tree(check.conditionExpression(), Tree.Condition.class),
        scope,
        false,
        isShown(check.returnValuesOnConditionCheckFailure()));
  }

  private Scope scope(Map<String, String> names, Map<String, AttributeValue> values) {
    return reference.scope(names, values);
  }

  private static boolean isShown(ReturnValuesOnConditionCheckFailure onFailure) {
    return onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD;
  }

  TransactWriteItemsResult write(TransactWriteItems request) {
    List<Action> actions = request.transactItems().stream().map(this::action).toList();
    for (Action action : actions) {
      Conditions.checkLiterals(action.condition(), action.scope(), "ConditionExpression");
      if (action.put() != null) {
        ReferenceDynamoDb.checkPutSize(action.put());
      }
    }
    List<TableState> tables =
        actions.stream().map(action -> reference.requireTable(action.tableName())).toList();
    List<Item> keys = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      keys.add(key(actions.get(i), tables.get(i)));
      requireNoEmptyKey(keys.getLast(), tables.get(i));
    }
    requireDistinct(tables, keys);
    String token = request.clientRequestToken();
    if (token != null && tokens.containsKey(token)) {
      if (!tokens.get(token).equals(request.transactItems())) {
        throw new IdempotentParameterMismatchException(Refused.UNSURE);
      }
      reference.unsure("consumedCapacity", true);
      reference.unsure("itemCollectionMetrics", true);
      return TransactWriteItemsResult.builder().build();
    }
    requireFitting(actions, tables);
    List<Item> afters = carriedOut(actions, tables);
    if (token != null) {
      tokens.put(token, request.transactItems());
    }
    Map<String, Cost> costs = new LinkedHashMap<>();
    Map<String, List<ItemCollectionMetrics>> metrics = new LinkedHashMap<>();
    for (int i = 0; i < actions.size(); i++) {
      TableState table = tables.get(i);
      Action action = actions.get(i);
      Item key = key(action, table);
      Item before = table.items.get(key);
      Cost cost = costs.computeIfAbsent(table.name, _ -> new Cost(table));
      if (!action.writes()) {
        cost.table(2 * Sizes.writeUnits(Sizes.of(before)));
        continue;
      }
      cost.write(before, afters.get(i), 2);
      ReferenceDynamoDb.store(table, key, afters.get(i));
      ReferenceDynamoDb.addMetrics(
          metrics, table, reference.metrics(table, key, request.returnItemCollectionMetrics()));
    }
    List<ConsumedCapacity> consumed = new ArrayList<>();
    for (Cost cost : costs.values()) {
      ReferenceDynamoDb.tell(
          consumed, cost.told(request.returnConsumedCapacity(), Cost.Kind.TRANSACTION_WRITE));
    }
    return TransactWriteItemsResult.builder()
        .consumedCapacity(consumed)
        .itemCollectionMetrics(metrics)
        .build();
  }

  private static Item key(Action action, TableState table) {
    return action.put() == null ? action.key() : table.keyOf(action.put());
  }

  private static void requireNoEmptyKey(Item key, TableState table) {
    for (TableState.Key part : table.keys()) {
      AttributeValue value = key.get(part.name());
      if (value != null && part.fits(value) && TableState.isEmpty(value)) {
        throw Refused.unsure("empty key value");
      }
    }
  }

  /**
   * Refuses two actions on one item. Whether that is told of an action whose key has more than a
   * key has, or of two with the same wrong one, is not written.
   */
  private void requireDistinct(List<TableState> tables, List<Item> keys) {
    Set<List<Object>> targets = new HashSet<>();
    Set<List<Object>> fitting = new HashSet<>();
    boolean isCertain = false;
    boolean isTwice = false;
    for (int i = 0; i < keys.size(); i++) {
      TableState table = tables.get(i);
      Item key = table.keyOf(keys.get(i));
      boolean fits =
          key.equals(keys.get(i))
              && table.keys().stream()
                  .allMatch(part -> key.has(part.name()) && part.fits(key.get(part.name())));
      isTwice |= !targets.add(List.of(table.name, key));
      isCertain |= fits && !fitting.add(List.of(table.name, key));
    }
    if (isTwice) {
      reference.unsure(Answers.ANY_ERROR, !isCertain);
      throw Refused.validation(
          "Transaction request cannot include multiple operations on one item");
    }
  }

  /** What comes of each action; the first that cannot be done cancels the transaction. */
  private static List<Item> afters(List<Action> actions, List<TableState> tables) {
    List<Item> results = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      try {
        results.add(after(actions.get(i), tables.get(i)));
      } catch (ValidationException e) {
        throw invalid(actions.size(), i, e);
      }
    }
    return results;
  }

  private static TransactionCanceledException invalid(int count, int index, ValidationException e) {
    List<CancellationReason> reasons = new ArrayList<>(Collections.nCopies(count, NONE));
    reasons.set(
        index,
        CancellationReason.builder().code("ValidationError").message(e.getMessage()).build());
    return cancelled(reasons);
  }

  /**
   * Refuses what does not fit the tables. Whether an update is met before it that sets an index key
   * of the wrong type is not written.
   */
  private static void requireFitting(List<Action> actions, List<TableState> tables) {
    for (int i = 0; i < actions.size(); i++) {
      try {
        checkFitting(actions.get(i), tables.get(i));
      } catch (ValidationException e) {
        throw haveFittingLiterals(actions.subList(0, i), tables)
            ? invalid(actions.size(), i, e)
            : new TransactionCanceledException(Refused.UNSURE, List.of());
      }
    }
  }

  private static boolean haveFittingLiterals(List<Action> actions, List<TableState> tables) {
    try {
      for (int i = 0; i < actions.size(); i++) {
        checkLiterals(actions.get(i), tables.get(i));
      }
      return true;
    } catch (ValidationException e) {
      return false;
    }
  }

  private static void checkLiterals(Action action, TableState table) {
    if (action.update() != null) {
      table.checkIndexKeys(Updates.literals(action.update(), action.scope()), null);
    }
  }

  /** Checks that need no stored item. */
  private static void checkFitting(Action action, TableState table) {
    if (action.put() != null) {
      table.checkKeyOfItem(action.put());
      table.checkIndexKeys(action.put(), null);
    } else {
      table.checkKey(action.key());
      if (action.update() != null) {
        ReferenceDynamoDb.checkNoKey(table, Updates.targets(action.update(), action.scope()));
      }
    }
  }

  private static Item after(Action action, TableState table) {
    if (action.update() == null) {
      return action.put();
    }
    checkLiterals(action, table);
    Item before = table.items.get(action.key());
    Item after = Updates.apply(action.update(), action.scope(), before, action.key());
    ReferenceDynamoDb.checkUpdated(
        table, before, after, Updates.targets(action.update(), action.scope()));
    return after;
  }

  /** How many actions cannot be done. */
  private static int failures(List<Action> actions, List<TableState> tables) {
    int failures = 0;
    for (int i = 0; i < actions.size(); i++) {
      try {
        after(actions.get(i), tables.get(i));
      } catch (ValidationException e) {
        failures++;
      }
    }
    return failures;
  }

  /**
   * What each action makes of its item. Which one the service tells of where it meets several that
   * cannot be done, some of them for what the request alone tells, or a condition that fails beside
   * them, is not written.
   */
  private static List<Item> carriedOut(List<Action> actions, List<TableState> tables) {
    TransactionCanceledException unmet = null;
    try {
      checkConditions(actions, tables);
    } catch (TransactionCanceledException e) {
      unmet = e;
    }
    try {
      List<Item> afters = afters(actions, tables);
      if (unmet != null) {
        throw unmet;
      }
      return afters;
    } catch (TransactionCanceledException e) {
      throw unmet == e || (unmet == null && failures(actions, tables) == 1)
          ? e
          : new TransactionCanceledException(Refused.UNSURE, List.of());
    }
  }

  private static void checkConditions(List<Action> actions, List<TableState> tables) {
    List<CancellationReason> reasons = new ArrayList<>();
    boolean fails = false;
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      Item before = tables.get(i).items.get(key(action, tables.get(i)));
      if (action.condition() == null
          || Conditions.test(action.condition(), action.scope(), before)) {
        reasons.add(NONE);
        continue;
      }
      fails = true;
      reasons.add(
          CancellationReason.builder()
              .code("ConditionalCheckFailed")
              .message("The conditional request failed")
              .item(action.showsItem() ? before : null)
              .build());
    }
    if (fails) {
      throw cancelled(reasons);
    }
  }

  private static TransactionCanceledException cancelled(List<CancellationReason> reasons) {
    return new TransactionCanceledException(
        "Transaction cancelled, please refer cancellation reasons for specific reasons "
            + reasons.stream()
                .map(CancellationReason::code)
                .collect(Collectors.joining(", ", "[", "]")),
        reasons);
  }

  TransactGetItemsResult get(TransactGetItems request) {
    List<Get> gets = request.transactItems().stream().map(TransactGetItem::get).toList();
    List<TableState> tables =
        gets.stream().map(get -> reference.requireTable(get.tableName())).toList();
    for (int i = 0; i < gets.size(); i++) {
      requireNoEmptyKey(gets.get(i).key(), tables.get(i));
    }
    requireDistinct(tables, gets.stream().map(Get::key).toList());
    List<ItemResponse> responses = new ArrayList<>();
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (int i = 0; i < gets.size(); i++) {
      Get get = gets.get(i);
      TableState table = tables.get(i);
      try {
        table.checkKey(get.key());
      } catch (ValidationException e) {
        throw invalid(gets.size(), i, e);
      }
      Item item = table.items.get(get.key());
      costs
          .computeIfAbsent(table.name, _ -> new Cost(table))
          .table(2 * Sizes.readUnits(Sizes.of(item)));
      List<List<Object>> projection =
          reference.projection(
              scope(get.expressionAttributeNames(), null), get.projectionExpression(), null);
      Item shown = item == null || projection == null ? item : Paths.project(item, projection);
      responses.add(
          ItemResponse.builder().item(shown == null || shown.isEmpty() ? null : shown).build());
    }
    List<ConsumedCapacity> consumed = new ArrayList<>();
    for (Cost cost : costs.values()) {
      ReferenceDynamoDb.tell(
          consumed, cost.told(request.returnConsumedCapacity(), Cost.Kind.TRANSACTION_READ));
    }
    return TransactGetItemsResult.builder().consumedCapacity(consumed).responses(responses).build();
  }
}
