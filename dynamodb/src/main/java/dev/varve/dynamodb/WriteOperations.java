package dev.varve.dynamodb;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.expression.UpdateOutcome;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.ItemLimits;
import dev.varve.dynamodb.write.ItemUpdate;
import dev.varve.dynamodb.write.Mutation;
import dev.varve.dynamodb.write.MutationPipeline;
import dev.varve.dynamodb.write.Outcome;
import dev.varve.io.Clock;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * PutItem, UpdateItem and DeleteItem. Each checks its request in DynamoDB's order and makes a
 * {@link Mutation} of it. Safe for use by many threads.
 */
final class WriteOperations {
  private final Tables tables;
  private final MutationPipeline pipeline;
  private final ExpressionCache expressions;
  private final Clock clock;

  WriteOperations(
      Tables tables, MutationPipeline pipeline, ExpressionCache expressions, Clock clock) {
    this.tables = tables;
    this.pipeline = pipeline;
    this.expressions = expressions;
    this.clock = clock;
  }

  PutItemResult put(PutItem request) throws IOException {
    long start = clock.nanoTime();
    Table found = tables.find(request.table());
    Item item = request.item();
    requirePlaceholdersUsable(request.condition(), request.names(), request.values());
    int sizeBytes = ItemLimits.checkedSize(item);
    requireOldOrNone(request.returnValues());
    ItemLimits.requirePuttable(sizeBytes);
    Expressions bound = new Expressions(expressions, request.names(), request.values());
    Condition condition = request.condition().map(bound::condition).orElse(null);
    bound.requireAllUsed();
    Table table = Tables.require(found);
    byte[] key = table.schema().keyOfItem(item);
    bound.requireKeysWhole(table.schema().names());
    byte[] value = table.items().encode(item, sizeBytes);

    boolean returnOld = request.returnValues() == ReturnValues.ALL_OLD;
    Mutation.Image image = new Mutation.Image(item, value);
    Mutation mutation =
        new Mutation(
            table,
            key,
            condition == null && !returnOld ? Mutation.Need.NOTHING : Mutation.Need.ITEM,
            condition,
            request.returnItemOnFailure(),
            _ -> image);
    Outcome outcome = apply(mutation, OperationKind.PUT, start);
    return new PutItemResult(returnOld ? Optional.ofNullable(outcome.before()) : Optional.empty());
  }

  DeleteItemResult delete(DeleteItem request) throws IOException {
    long start = clock.nanoTime();
    Table found = tables.find(request.table());
    requirePlaceholdersUsable(request.condition(), request.names(), request.values());
    KeySchema.checkValues(request.key());
    requireOldOrNone(request.returnValues());
    Expressions bound = new Expressions(expressions, request.names(), request.values());
    Condition condition = request.condition().map(bound::condition).orElse(null);
    bound.requireAllUsed();
    Table table = Tables.require(found);
    byte[] key = table.schema().keyOfLookup(request.key());
    bound.requireKeysWhole(table.schema().names());

    boolean returnOld = request.returnValues() == ReturnValues.ALL_OLD;
    Mutation mutation =
        new Mutation(
            table,
            key,
            condition == null && !returnOld ? Mutation.Need.EXISTENCE : Mutation.Need.ITEM,
            condition,
            request.returnItemOnFailure(),
            _ -> null);
    Outcome outcome = apply(mutation, OperationKind.DELETE, start);
    return new DeleteItemResult(
        returnOld ? Optional.ofNullable(outcome.before()) : Optional.empty());
  }

  UpdateItemResult update(UpdateItem request) throws IOException {
    long start = clock.nanoTime();
    Table found = tables.find(request.table());
    if (request.update().isEmpty() && request.condition().isEmpty()) {
      Expressions.requireNoNames(request.names());
      Expressions.requireNoValues(
          request.values(), "UpdateExpression and ConditionExpression are null");
    }
    KeySchema.checkValues(request.key());
    Expressions bound = new Expressions(expressions, request.names(), request.values());
    Update update = request.update().map(bound::update).orElseGet(Update::nothing);
    Condition condition = request.condition().map(bound::condition).orElse(null);
    bound.requireAllUsed();
    Table table = Tables.require(found);
    byte[] key = table.schema().keyOfLookup(request.key());
    bound.requireKeysWhole(table.schema().names());
    update.requireKeyUntouched(table.schema().names());

    ItemUpdate change = new ItemUpdate(table, update, request.key());
    Mutation mutation =
        new Mutation(
            table, key, Mutation.Need.ITEM, condition, request.returnItemOnFailure(), change);
    apply(mutation, OperationKind.UPDATE, start);
    return new UpdateItemResult(returned(request.returnValues(), change.outcome()));
  }

  private Outcome apply(Mutation mutation, OperationKind kind, long start) throws IOException {
    try {
      return pipeline.apply(mutation);
    } finally {
      mutation.partition().latencies().record(kind, clock.nanoTime() - start);
    }
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
}
