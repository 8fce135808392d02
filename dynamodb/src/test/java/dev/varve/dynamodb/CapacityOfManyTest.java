package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchGetItemResult;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.Capacity;
import dev.varve.dynamodb.api.ConditionCheck;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What batches and transactions consume (BEHAVIOUR 14). */
class CapacityOfManyTest extends DatabaseFixture {
  private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;

  /** A user of some size more than {@code bytes} and less than 100 more. */
  private static Item user(String id, int bytes) {
    return Item.of("id", s(id), "p", s("x".repeat(bytes)));
  }

  private static Map<String, Double> totals(List<ConsumedCapacity> consumed) {
    Map<String, Double> totals = new TreeMap<>();
    consumed.forEach(table -> totals.put(table.tableName(), table.capacityUnits()));
    assertEquals(consumed.size(), totals.size());
    return totals;
  }

  @Test
  void batchGetRoundsEachItem() throws IOException {
    put(USERS, user("a", 5000));
    put(USERS, user("b", 10));
    put(NOTES, note("o", 1, ""));
    Map<String, KeysAndAttributes> wanted = new LinkedHashMap<>();
    wanted.put(
        USERS,
        KeysAndAttributes.builder().keys(userKey("a"), userKey("b"), userKey("missing")).build());
    wanted.put(NOTES, KeysAndAttributes.builder().keys(noteKey("o", 1)).consistent().build());
    BatchGetItem get = BatchGetItem.builder().requestItems(wanted).build();
    assertEquals(List.of(), varve.batchGetItem(get).consumedCapacity());
    assertEquals(
        Map.of(USERS, 2.0, NOTES, 1.0),
        totals(
            varve
                .batchGetItem(get.toBuilder().returnConsumedCapacity(TOTAL).build())
                .consumedCapacity()));
  }

  @Test
  void keysThatAreNotProcessedCostNothing() throws IOException {
    for (int i = 0; i < 50; i++) {
      put(USERS, user("u" + i, 400_000));
    }
    List<Item> keys = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      keys.add(userKey("u" + i));
    }
    BatchGetItemResult answer =
        varve.batchGetItem(
            BatchGetItem.builder()
                .requestItems(
                    Map.of(USERS, KeysAndAttributes.builder().keys(keys).consistent().build()))
                .returnConsumedCapacity(TOTAL)
                .build());
    int found = answer.responses().get(USERS).size();
    assertEquals(50 - found, answer.unprocessedKeys().get(USERS).keys().size());
    assertEquals(Map.of(USERS, 98.0 * found), totals(answer.consumedCapacity()));
  }

  @Test
  void batchWritePaysForEachWrite() throws IOException {
    put(USERS, user("a", 3000));
    put(USERS, user("b", 2000));
    BatchWriteItem write =
        BatchWriteItem.builder()
            .requestItems(
                Map.of(
                    USERS,
                    List.of(
                        WriteRequest.of(PutRequest.of(user("a", 10))),
                        WriteRequest.of(DeleteRequest.of(userKey("b"))),
                        WriteRequest.of(DeleteRequest.of(userKey("missing")))),
                    NOTES,
                    List.of(WriteRequest.of(PutRequest.of(note("o", 1, "x".repeat(1100)))))))
            .returnConsumedCapacity(TOTAL)
            .build();
    assertEquals(
        Map.of(USERS, 3.0 + 2 + 1, NOTES, 2.0),
        totals(varve.batchWriteItem(write).consumedCapacity()));
    assertEquals(
        Map.of(USERS, 3.0, NOTES, 2.0),
        totals(varve.batchWriteItem(write).consumedCapacity()),
        "the same once more");
    assertEquals(
        List.of(),
        varve
            .batchWriteItem(
                write.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.NONE).build())
            .consumedCapacity());
  }

  private static TransactWriteItems transaction() {
    return TransactWriteItems.builder()
        .transactItems(
            TransactWriteItem.of(Put.into(USERS).item(user("a", 10)).build()),
            TransactWriteItem.of(
                Update.in(USERS).key(userKey("b")).update("SET q = :q").value(":q", n(1)).build()),
            TransactWriteItem.of(Delete.from(USERS).key(userKey("c")).build()),
            TransactWriteItem.of(
                ConditionCheck.in(NOTES)
                    .key(noteKey("o", 1))
                    .condition("attribute_exists(#t)")
                    .name("#t", "text")
                    .build()))
        .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
        .build();
  }

  private static ConsumedCapacity written(String table, double units) {
    return ConsumedCapacity.builder()
        .tableName(table)
        .capacityUnits(units)
        .writeCapacityUnits(units)
        .table(Capacity.builder().capacityUnits(units).writeCapacityUnits(units).build())
        .build();
  }

  @Test
  void aTransactionPaysTwiceAndItsChecksAreWrites() throws IOException {
    put(USERS, user("a", 3000));
    put(USERS, user("b", 1500));
    put(NOTES, note("o", 1, "x".repeat(4000)));
    assertEquals(
        List.of(written(USERS, 2 * (3 + 2 + 1)), written(NOTES, 2 * 4)),
        varve.transactWriteItems(transaction()).consumedCapacity());
    assertEquals(
        List.of(),
        varve
            .transactWriteItems(transaction().toBuilder().returnConsumedCapacity(null).build())
            .consumedCapacity());
  }

  @Test
  void aTokenThatComesAgainPaysForReadingTheImages() throws IOException {
    put(USERS, user("a", 5000));
    put(NOTES, note("o", 1, "x".repeat(4000)));
    TransactWriteItems request = transaction().toBuilder().clientRequestToken("t").build();
    assertEquals(
        List.of(written(USERS, 2 * (5 + 1 + 1)), written(NOTES, 2 * 4)),
        varve.transactWriteItems(request).consumedCapacity());
    reopen();
    List<ConsumedCapacity> again = varve.transactWriteItems(request).consumedCapacity();
    assertEquals(List.of(USERS, NOTES), again.stream().map(ConsumedCapacity::tableName).toList());
    assertEquals(
        ConsumedCapacity.builder()
            .tableName(USERS)
            .capacityUnits(8.0)
            .readCapacityUnits(8.0)
            .table(Capacity.builder().capacityUnits(8.0).readCapacityUnits(8.0).build())
            .build(),
        again.getFirst());
    assertEquals(2, again.getLast().capacityUnits());
  }

  @Test
  void aCancelledTransactionTellsNoCapacityAndChangesNothing() throws IOException {
    put(USERS, user("a", 3000));
    TransactionCanceledException cancelled =
        assertThrows(
            TransactionCanceledException.class, () -> varve.transactWriteItems(transaction()));
    assertEquals("ConditionalCheckFailed", cancelled.cancellationReasons().getLast().code());
    assertEquals(user("a", 3000), get(USERS, userKey("a")));
  }

  @Test
  void transactGetPaysTwiceForEachItem() throws IOException {
    put(USERS, user("a", 5000));
    TransactGetItems get =
        TransactGetItems.builder()
            .transactItems(
                TransactGetItem.of(Get.from(USERS).key(userKey("a")).build()),
                TransactGetItem.of(Get.from(USERS).key(userKey("missing")).build()),
                TransactGetItem.of(Get.from(NOTES).key(noteKey("o", 1)).build()))
            .build();
    assertEquals(List.of(), varve.transactGetItems(get).consumedCapacity());
    List<ConsumedCapacity> consumed =
        varve
            .transactGetItems(get.toBuilder().returnConsumedCapacity(TOTAL).build())
            .consumedCapacity();
    assertEquals(
        List.of(
            ConsumedCapacity.builder()
                .tableName(USERS)
                .capacityUnits(6.0)
                .readCapacityUnits(6.0)
                .build(),
            ConsumedCapacity.builder()
                .tableName(NOTES)
                .capacityUnits(2.0)
                .readCapacityUnits(2.0)
                .build()),
        consumed);
  }
}
