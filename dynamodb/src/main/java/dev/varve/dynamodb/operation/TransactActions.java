package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConditionCheck;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.dynamodb.write.ItemLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The actions of a TransactWriteItems, checked one after the other as far as the request alone
 * tells. For one request.
 */
final class TransactActions {
  /** How many bytes the keys, items and values of all actions may have together. */
  private static final long MAX_BYTES = 4 << 20;

  private static final Families<Put> PUT =
      Families.of(Put::expressionAttributeNames)
          .values(Put::expressionAttributeValues)
          .expression("ConditionExpression", Put::conditionExpression)
          .build();

  private static final Families<Delete> DELETE =
      Families.of(Delete::expressionAttributeNames)
          .values(Delete::expressionAttributeValues)
          .expression("ConditionExpression", Delete::conditionExpression)
          .build();

  private final ExpressionCache expressions;
  private final Reporting reporting;
  private final List<BoundWrite> bound = new ArrayList<>();
  private long bytes;

  private TransactActions(ExpressionCache expressions, Reporting reporting) {
    this.expressions = expressions;
    this.reporting = reporting;
  }

  /**
   * Binds actions.
   *
   * @throws ValidationException if one breaks a rule, or all together are too large
   */
  static List<BoundWrite> bind(
      ExpressionCache expressions, Reporting reporting, List<TransactWriteItem> actions) {
    TransactActions bound = new TransactActions(expressions, reporting);
    actions.forEach(bound::add);
    if (bound.bytes > MAX_BYTES) {
      throw new ValidationException(
          "The items, keys and values of the transaction have more than 4 MB together");
    }
    return bound.bound;
  }

  private void add(TransactWriteItem action) {
    boolean hasOne =
        Stream.of(action.conditionCheck(), action.put(), action.delete(), action.update())
                .filter(member -> member != null)
                .count()
            == 1;
    if (!hasOne) {
      throw new ValidationException(
          "TransactItems can only contain one of Check, Put, Update or Delete");
    }
    if (action.put() != null) {
      bound.add(put(action.put()));
    } else if (action.update() != null) {
      bound.add(update(action.update()));
    } else if (action.delete() != null) {
      bound.add(delete(action.delete()));
    } else {
      bound.add(check(action.conditionCheck()));
    }
  }

  private BoundWrite put(Put put) {
    PUT.check(put);
    Binding binding = binding(put.expressionAttributeNames(), put.expressionAttributeValues());
    int sizeBytes = ItemLimits.checkedSize(put.item());
    ItemLimits.requirePuttable(sizeBytes);
    BoundCondition condition =
        binding.condition(
            put.conditionExpression(), null, put.returnValuesOnConditionCheckFailure());
    count(sizeBytes, put.expressionAttributeValues());
    return new BoundWrite.Put(put.tableName(), put.item(), sizeBytes, condition, false, reporting);
  }

  private BoundWrite update(Update update) {
    Binding binding =
        binding(update.expressionAttributeNames(), update.expressionAttributeValues());
    KeySchema.checkValues(update.key());
    dev.varve.dynamodb.expression.Update change =
        binding.expressions().update(update.updateExpression());
    BoundCondition condition =
        binding.condition(
            update.conditionExpression(), null, update.returnValuesOnConditionCheckFailure());
    count(update.key(), update.expressionAttributeValues());
    return new BoundWrite.Update(
        update.tableName(), update.key(), change, condition, ReturnValue.NONE, reporting);
  }

  private BoundWrite delete(Delete delete) {
    DELETE.check(delete);
    Binding binding =
        binding(delete.expressionAttributeNames(), delete.expressionAttributeValues());
    KeySchema.checkValues(delete.key());
    BoundCondition condition =
        binding.condition(
            delete.conditionExpression(), null, delete.returnValuesOnConditionCheckFailure());
    count(delete.key(), delete.expressionAttributeValues());
    return new BoundWrite.Delete(delete.tableName(), delete.key(), condition, false, reporting);
  }

  private BoundWrite check(ConditionCheck check) {
    Binding binding = binding(check.expressionAttributeNames(), check.expressionAttributeValues());
    KeySchema.checkValues(check.key());
    BoundCondition condition =
        binding.condition(
            check.conditionExpression(), null, check.returnValuesOnConditionCheckFailure());
    count(check.key(), check.expressionAttributeValues());
    return new BoundWrite.Check(check.tableName(), check.key(), condition);
  }

  private Binding binding(Map<String, String> names, Map<String, AttributeValue> values) {
    return new Binding(expressions, names, values);
  }

  private void count(Item key, Map<String, AttributeValue> values) {
    count(key.sizeBytes(), values);
  }

  private void count(int sizeBytes, Map<String, AttributeValue> values) {
    bytes += sizeBytes;
    if (values != null) {
      values.values().forEach(value -> bytes += ItemRules.sizeBytes(value));
    }
  }
}
