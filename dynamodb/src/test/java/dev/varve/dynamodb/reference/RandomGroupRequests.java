package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.ConditionCheck;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random batches and transactions. */
final class RandomGroupRequests extends RandomParts {
  private final List<Command> withToken = new ArrayList<>();
  private int tokens;

  RandomGroupRequests(Random random, ReferenceDynamoDb reference) {
    super(random, reference);
  }

  /** Forgets the tokens that were sent: the tables of their requests may have changed. */
  void forgetTokens() {
    withToken.clear();
  }

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
