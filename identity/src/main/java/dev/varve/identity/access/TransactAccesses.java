package dev.varve.identity.access;

import dev.varve.dynamodb.api.ConditionCheck;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Accesses of transactions: the action of each element, on its table. */
final class TransactAccesses {
  private static final String GETS = "TransactGetItems";
  private static final String WRITES = "TransactWriteItems";

  private TransactAccesses() {}

  static List<Access> get(TransactGetItems request) {
    List<Access> accesses = new ArrayList<>();
    if (request.transactItems() != null) {
      for (TransactGetItem element : request.transactItems()) {
        if (element.get() != null) {
          accesses.add(get(request, element.get()));
        }
      }
    }
    return accesses;
  }

  private static Access get(TransactGetItems request, Get get) {
    return new Access.Builder("GetItem")
        .enclosing(GETS)
        .table(get.tableName())
        .keys(ItemAccesses.keys(List.of(ItemAccesses.orEmpty(get.key()))))
        .attributes(out -> {
          ItemAccesses.names(get.key(), out);
          ItemAccesses.projection(get.projectionExpression(), get.expressionAttributeNames(), out);
        })
        .select(ItemAccesses.selected(get.projectionExpression(), null))
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }

  static List<Access> write(TransactWriteItems request) {
    List<Access> accesses = new ArrayList<>();
    if (request.transactItems() != null) {
      for (TransactWriteItem element : request.transactItems()) {
        // One of the four; what has several is refused, and each of them counts until then.
        add(accesses, request, element.conditionCheck());
        add(accesses, request, element.put());
        add(accesses, request, element.delete());
        add(accesses, request, element.update());
      }
    }
    return accesses;
  }

  private static void add(List<Access> accesses, TransactWriteItems request, ConditionCheck check) {
    if (check != null) {
      accesses.add(
          element(
              "ConditionCheckItem",
              check.tableName(),
              check.key(),
              out ->
                  ItemAccesses.condition(
                      check.conditionExpression(), check.expressionAttributeNames(), out),
              check.returnValuesOnConditionCheckFailure(),
              request));
    }
  }

  private static void add(List<Access> accesses, TransactWriteItems request, Put put) {
    if (put != null) {
      accesses.add(
          element(
              "PutItem",
              put.tableName(),
              put.item(),
              out ->
                  ItemAccesses.condition(
                      put.conditionExpression(), put.expressionAttributeNames(), out),
              put.returnValuesOnConditionCheckFailure(),
              request));
    }
  }

  private static void add(List<Access> accesses, TransactWriteItems request, Delete delete) {
    if (delete != null) {
      accesses.add(
          element(
              "DeleteItem",
              delete.tableName(),
              delete.key(),
              out ->
                  ItemAccesses.condition(
                      delete.conditionExpression(), delete.expressionAttributeNames(), out),
              delete.returnValuesOnConditionCheckFailure(),
              request));
    }
  }

  private static void add(List<Access> accesses, TransactWriteItems request, Update update) {
    if (update != null) {
      Map<String, String> names = update.expressionAttributeNames();
      accesses.add(
          element(
              "UpdateItem",
              update.tableName(),
              update.key(),
              out -> {
                ItemAccesses.update(update.updateExpression(), names, out);
                ItemAccesses.condition(update.conditionExpression(), names, out);
              },
              update.returnValuesOnConditionCheckFailure(),
              request));
    }
  }

  private static Access element(
      String action,
      String table,
      Item keyOrItem,
      Consumer<Consumer<String>> expressions,
      ReturnValuesOnConditionCheckFailure onFailure,
      TransactWriteItems request) {
    return new Access.Builder(action)
        .enclosing(WRITES)
        .table(table)
        .keys(ItemAccesses.keys(List.of(ItemAccesses.orEmpty(keyOrItem))))
        .attributes(out -> {
          ItemAccesses.names(keyOrItem, out);
          expressions.accept(out);
        })
        .returnValues(ItemAccesses.returned(null, onFailure))
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }
}
