package dev.varve.soak.lane;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.n;

import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.BatchWriteItemResult;
import dev.varve.dynamodb.api.ConditionCheck;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes items by all operations that there are for it; the version decides which. For any number
 * of threads.
 */
final class TableWrites {
  /** What a batch may have. */
  static final int MAX_ITEMS = 25;

  private static final String NEWER = "attribute_not_exists(version) OR version < :new";

  private final DynamoDb database;
  private final TableItems items;

  TableWrites(DynamoDb database, TableItems items) {
    this.database = database;
    this.items = items;
  }

  /** Writes one item, or deletes it if the version is negative. */
  void one(long number, long version) throws IOException {
    Item key = items.key(number);
    if (version < 0) {
      DeleteItem.Builder delete = DeleteItem.from(items.table()).key(key);
      if (version % 2 == 0) {
        delete.condition(NEWER).value(":new", n(-version));
      }
      database.deleteItem(delete.build());
    } else if (version % 3 == 0) {
      database.updateItem(
          UpdateItem.in(items.table())
              .key(key)
              .update(items.update(version))
              .values(items.updateValues(number, version))
              .build());
    } else {
      PutItem.Builder put = PutItem.into(items.table()).item(items.item(number, version));
      if (version % 7 == 0) {
        refuse(key, version);
        put.condition(NEWER).value(":new", n(version));
      }
      database.putItem(put.build());
    }
  }

  /** Writes several items, all or none. */
  void several(long[] numbers, long[] versions, int count) throws IOException {
    if (versions[0] % 2 == 0) {
      batch(numbers, versions, count);
    } else {
      transaction(numbers, versions, count);
    }
  }

  /** One commit here, as far as it is no more than some megabytes. */
  private void batch(long[] numbers, long[] versions, int count) throws IOException {
    List<WriteRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(
          versions[i] > 0
              ? WriteRequest.of(PutRequest.of(items.item(numbers[i], versions[i])))
              : WriteRequest.of(DeleteRequest.of(items.key(numbers[i]))));
    }
    BatchWriteItemResult result =
        database.batchWriteItem(
            BatchWriteItem.builder().requestItems(Map.of(items.table(), requests)).build());
    if (!result.unprocessedItems().isEmpty()) {
      throw new WrongAnswerException("table " + items.table() + ": a batch was not finished");
    }
  }

  private void transaction(long[] numbers, long[] versions, int count) throws IOException {
    List<TransactWriteItem> actions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      actions.add(action(numbers[i], versions[i]));
    }
    database.transactWriteItems(TransactWriteItems.builder().transactItems(actions).build());
  }

  private TransactWriteItem action(long number, long version) {
    if (version < 0) {
      return TransactWriteItem.of(Delete.from(items.table()).key(items.key(number)).build());
    }
    if (number % 2 == 0) {
      return TransactWriteItem.of(
          Update.in(items.table())
              .key(items.key(number))
              .update(items.update(version))
              .values(items.updateValues(number, version))
              .build());
    }
    return TransactWriteItem.of(
        Put.into(items.table())
            .item(items.item(number, version))
            .condition(NEWER)
            .value(":new", n(version))
            .build());
  }

  /** A write whose condition is false changes nothing. */
  private void refuse(Item key, long version) throws IOException {
    try {
      database.deleteItem(
          DeleteItem.from(items.table())
              .key(key)
              .condition("version > :new")
              .value(":new", n(version))
              .build());
    } catch (ConditionalCheckFailedException expected) {
      return;
    }
    throw new WrongAnswerException(
        "table " + items.table() + ": a version above " + version + " was deleted");
  }

  /** Nor does a transaction one of whose conditions is false; no reader may see what it puts. */
  void refuseSeveral(long[] numbers, long[] versions) throws IOException {
    try {
      database.transactWriteItems(
          TransactWriteItems.builder()
              .transactItems(
                  TransactWriteItem.of(
                      Put.into(items.table())
                          .item(
                              items.key(numbers[0]).toBuilder()
                                  .put(TableItems.CONTENT, b(new byte[] {1, 2, 3}))
                                  .put(TableItems.VERSION, n(1))
                                  .build())
                          .build()),
                  TransactWriteItem.of(
                      ConditionCheck.in(items.table())
                          .key(items.key(numbers[1]))
                          .condition("version > :new")
                          .value(":new", n(Math.abs(versions[1])))
                          .build()))
              .build());
    } catch (TransactionCanceledException expected) {
      return;
    }
    throw new WrongAnswerException(
        "table %s: a transaction that had to be cancelled was not".formatted(items.table()));
  }
}
