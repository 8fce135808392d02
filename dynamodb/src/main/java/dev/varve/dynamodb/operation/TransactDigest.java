package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConditionCheck;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.ParameterizedStatement;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A digest of what a transaction asks for: of two requests it is the same if and, as far as anybody
 * knows, only if they ask for the same. The digests are stored, so that their input never changes.
 * For one request.
 */
final class TransactDigest {
  private static final int PUT = 1;
  private static final int UPDATE = 2;
  private static final int DELETE = 3;
  private static final int CHECK = 4;

  private final ValueDigest digest = new ValueDigest();

  private TransactDigest() {}

  /** The digest of actions that have been bound, so that no value nests too deep. */
  static byte[] of(List<TransactWriteItem> actions) {
    TransactDigest digest = new TransactDigest();
    digest.digest.add(actions.size());
    actions.forEach(digest::add);
    return digest.digest.end();
  }

  /** The digest of an ExecuteTransaction. */
  static byte[] ofStatements(List<ParameterizedStatement> statements) {
    ValueDigest digest = new ValueDigest();
    digest.add(statements.size());
    for (ParameterizedStatement statement : statements) {
      digest.add(statement.statement());
      digest.addAll(statement.parameters());
      digest.add(
          statement.returnValuesOnConditionCheckFailure()
                  == ReturnValuesOnConditionCheckFailure.ALL_OLD
              ? 1
              : 0);
    }
    return digest.end();
  }

  private void add(TransactWriteItem action) {
    if (action.put() != null) {
      Put put = action.put();
      begin(PUT, put.tableName(), put.item());
      addExpression(put.conditionExpression());
      end(
          put.expressionAttributeNames(),
          put.expressionAttributeValues(),
          put.returnValuesOnConditionCheckFailure());
    } else if (action.update() != null) {
      Update update = action.update();
      begin(UPDATE, update.tableName(), update.key());
      addExpression(update.updateExpression());
      addExpression(update.conditionExpression());
      end(
          update.expressionAttributeNames(),
          update.expressionAttributeValues(),
          update.returnValuesOnConditionCheckFailure());
    } else if (action.delete() != null) {
      Delete delete = action.delete();
      begin(DELETE, delete.tableName(), delete.key());
      addExpression(delete.conditionExpression());
      end(
          delete.expressionAttributeNames(),
          delete.expressionAttributeValues(),
          delete.returnValuesOnConditionCheckFailure());
    } else {
      ConditionCheck check = action.conditionCheck();
      begin(CHECK, check.tableName(), check.key());
      addExpression(check.conditionExpression());
      end(
          check.expressionAttributeNames(),
          check.expressionAttributeValues(),
          check.returnValuesOnConditionCheckFailure());
    }
  }

  private void begin(int kind, String tableName, Item item) {
    digest.add(kind);
    digest.add(TableArns.name(tableName));
    digest.add(item.asMap());
  }

  private void end(
      Map<String, String> names,
      Map<String, AttributeValue> values,
      ReturnValuesOnConditionCheckFailure returned) {
    Map<String, String> sorted = names == null ? Map.of() : new TreeMap<>(names);
    digest.add(sorted.size());
    sorted.forEach((placeholder, name) -> {
      digest.add(placeholder);
      digest.add(name);
    });
    digest.add(values == null ? Map.<String, AttributeValue>of() : values);
    digest.add(returned == ReturnValuesOnConditionCheckFailure.ALL_OLD ? 1 : 0);
  }

  private void addExpression(String text) {
    digest.add(text == null ? 0 : 1);
    if (text != null) {
      digest.add(text);
    }
  }
}
