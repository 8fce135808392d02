package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.ExpectedAttributeValue;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.UpdateItem;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random requests for one item. */
final class RandomItemRequests extends RandomParts {
  private final RandomLegacy legacy;

  RandomItemRequests(Random random, ReferenceDynamoDb reference) {
    super(random, reference);
    this.legacy = new RandomLegacy(random, values);
  }

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
      Map<String, ExpectedAttributeValue> expected = legacy.expected(attributesAndKeys(table));
      put.expected(expected).conditionalOperator(legacy.operator(expected));
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
      Map<String, ExpectedAttributeValue> expected = legacy.expected(attributesAndKeys(table));
      delete.expected(expected).conditionalOperator(legacy.operator(expected));
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
      update.attributeUpdates(legacy.attributeUpdates(attributes(table)));
      if (values.chance(0.3)) {
        Map<String, ExpectedAttributeValue> expected = legacy.expected(attributesAndKeys(table));
        update.expected(expected).conditionalOperator(legacy.operator(expected));
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
}
