package dev.varve.dynamodb;

import dev.varve.dynamodb.error.ConditionalCheckFailedException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.expression.UpdateOutcome;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.io.Clock;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * PutItem, UpdateItem and DeleteItem. Each checks its request in DynamoDB's order, locks the key,
 * reads what it must know of the stored item, and writes one batch. Safe for use by many threads.
 */
final class WriteOperations {
  private final Tables tables;
  private final ItemStore store;
  private final ExpressionCache expressions;
  private final Clock clock;

  WriteOperations(Tables tables, ItemStore store, ExpressionCache expressions, Clock clock) {
    this.tables = tables;
    this.store = store;
    this.expressions = expressions;
    this.clock = clock;
  }

  PutItemResult put(PutItem request) throws IOException {
    long start = clock.nanoTime();
    Table found = tables.find(request.table());
    Item item = request.item();
    requirePlaceholdersUsable(request.condition(), request.names(), request.values());
    int sizeBytes = ItemSchema.checkedSize(item);
    requireOldOrNone(request.returnValues());
    ItemSchema.requireStorable(sizeBytes);
    Expressions bound = new Expressions(expressions, request.names(), request.values());
    Condition condition = request.condition().map(bound::condition).orElse(null);
    bound.requireAllUsed();
    Table table = Tables.require(found);
    byte[] key = table.schema().key(item);
    bound.requireKeysWhole(table.keyNames());
    byte[] value = table.schema().value(item, sizeBytes);

    Partition partition = table.partitionOf(key);
    ReentrantLock lock = store.lock(table, partition, key);
    try {
      boolean returnOld = request.returnValues() == ReturnValues.ALL_OLD;
      if (condition == null && !returnOld) {
        store.put(partition, key, value, store.exists(partition, key));
        return new PutItemResult(Optional.empty());
      }
      Item old = store.read(table, partition, key);
      require(condition, old, request.returnItemOnFailure());
      store.put(partition, key, value, old != null);
      return new PutItemResult(returnOld ? Optional.ofNullable(old) : Optional.empty());
    } finally {
      lock.unlock();
      partition.latencies().record(OperationKind.PUT, clock.nanoTime() - start);
    }
  }

  DeleteItemResult delete(DeleteItem request) throws IOException {
    long start = clock.nanoTime();
    Table found = tables.find(request.table());
    requirePlaceholdersUsable(request.condition(), request.names(), request.values());
    KeyRules.checkValues(request.key());
    requireOldOrNone(request.returnValues());
    Expressions bound = new Expressions(expressions, request.names(), request.values());
    Condition condition = request.condition().map(bound::condition).orElse(null);
    bound.requireAllUsed();
    Table table = Tables.require(found);
    byte[] key = KeyRules.keyOfLookup(table.keys(), request.key());
    bound.requireKeysWhole(table.keyNames());

    Partition partition = table.partitionOf(key);
    ReentrantLock lock = store.lock(table, partition, key);
    try {
      boolean returnOld = request.returnValues() == ReturnValues.ALL_OLD;
      if (condition == null && !returnOld) {
        if (store.exists(partition, key)) {
          store.delete(partition, key);
        }
        return new DeleteItemResult(Optional.empty());
      }
      Item old = store.read(table, partition, key);
      require(condition, old, request.returnItemOnFailure());
      if (old != null) {
        store.delete(partition, key);
      }
      return new DeleteItemResult(returnOld ? Optional.ofNullable(old) : Optional.empty());
    } finally {
      lock.unlock();
      partition.latencies().record(OperationKind.DELETE, clock.nanoTime() - start);
    }
  }

  UpdateItemResult update(UpdateItem request) throws IOException {
    long start = clock.nanoTime();
    Table found = tables.find(request.table());
    if (request.update().isEmpty() && request.condition().isEmpty()) {
      Expressions.requireNoNames(request.names());
      Expressions.requireNoValues(
          request.values(), "UpdateExpression and ConditionExpression are null");
    }
    KeyRules.checkValues(request.key());
    Expressions bound = new Expressions(expressions, request.names(), request.values());
    Update update = request.update().map(bound::update).orElseGet(Update::nothing);
    Condition condition = request.condition().map(bound::condition).orElse(null);
    bound.requireAllUsed();
    Table table = Tables.require(found);
    byte[] key = KeyRules.keyOfLookup(table.keys(), request.key());
    bound.requireKeysWhole(table.keyNames());
    update.requireKeyUntouched(table.keyNames());

    Partition partition = table.partitionOf(key);
    ReentrantLock lock = store.lock(table, partition, key);
    try {
      Item old = store.read(table, partition, key);
      require(condition, old, request.returnItemOnFailure());
      UpdateOutcome outcome = Evaluation.apply(update, old, request.key());
      if (outcome.after().isPresent()) {
        store.put(partition, key, encode(table, outcome.after().get()), old != null);
      }
      return new UpdateItemResult(returned(request.returnValues(), outcome));
    } finally {
      lock.unlock();
      partition.latencies().record(OperationKind.UPDATE, clock.nanoTime() - start);
    }
  }

  private static byte[] encode(Table table, Item updated) {
    ItemRules.checkNesting(updated.asMap());
    int sizeBytes = updated.sizeBytes();
    if (sizeBytes > ItemRules.MAX_ITEM_BYTES) {
      throw new ValidationException("Item size to update has exceeded the maximum allowed size");
    }
    return table.items().encode(updated, sizeBytes);
  }

  private static Optional<Item> returned(ReturnValues values, UpdateOutcome outcome) {
    return switch (values) {
      case NONE -> Optional.empty();
      case ALL_OLD -> outcome.before();
      case ALL_NEW -> outcome.after();
      case UPDATED_OLD -> Optional.of(outcome.updatedOld()).filter(item -> !item.isEmpty());
      case UPDATED_NEW -> Optional.of(outcome.updatedNew()).filter(item -> !item.isEmpty());
    };
  }

  /** Checks that a put or delete without a condition has no placeholders. */
  private static void requirePlaceholdersUsable(
      Optional<String> condition, Map<String, String> names, Map<String, AttributeValue> values) {
    if (condition.isEmpty()) {
      Expressions.requireNoNames(names);
      Expressions.requireNoValues(values, "ConditionExpression is null");
    }
  }

  private static void requireOldOrNone(ReturnValues values) {
    if (values != ReturnValues.NONE && values != ReturnValues.ALL_OLD) {
      throw new ValidationException("ReturnValues can only be ALL_OLD or NONE");
    }
  }

  private static void require(Condition condition, Item stored, boolean returnItem)
      throws IOException {
    if (!Evaluation.test(condition, stored)) {
      throw returnItem && stored != null
          ? ConditionalCheckFailedException.withItem(stored)
          : ConditionalCheckFailedException.withoutItem();
    }
  }
}
