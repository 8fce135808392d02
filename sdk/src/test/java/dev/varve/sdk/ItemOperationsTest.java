package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

final class ItemOperationsTest extends ClientFixture {
  @Test
  void everyTypeOfValueComesBackAsItWasPut() {
    Map<String, AttributeValue> item = new HashMap<>(orderKey("ann", 1));
    item.put("text", s("größer \u0000 \"quoted\" \uD83D\uDE00"));
    item.put("decimal", AttributeValue.fromN("-12345678901234567890.5"));
    item.put("bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 127, -128})));
    item.put("yes", AttributeValue.fromBool(true));
    item.put("nothing", AttributeValue.fromNul(true));
    item.put("texts", AttributeValue.fromSs(List.of("a", "b")));
    item.put("numbers", AttributeValue.fromNs(List.of("1", "2")));
    item.put(
        "binaries",
        AttributeValue.fromBs(
            List.of(SdkBytes.fromByteArray(new byte[] {1}), SdkBytes.fromUtf8String("two"))));
    item.put("list", AttributeValue.fromL(List.of(s("a"), n(1), AttributeValue.fromL(List.of()))));
    item.put("map", AttributeValue.fromM(Map.of("inner", AttributeValue.fromM(Map.of()))));
    item.put("empty", s(""));
    client.putItem(put -> put.tableName(ORDERS).item(item));
    assertEquals(item, get("ann", 1));
    assertEquals(
        item, async.getItem(get -> get.tableName(ORDERS).key(orderKey("ann", 1))).join().item());
  }

  @Test
  void anItemOfAlmost400KilobytesComesBack() {
    byte[] bytes = new byte[390 * 1024];
    IntStream.range(0, bytes.length).forEach(at -> bytes[at] = (byte) (at * 31));
    Map<String, AttributeValue> item = new HashMap<>(orderKey("ann", 1));
    item.put("bytes", AttributeValue.fromB(SdkBytes.fromByteArray(bytes)));
    async.putItem(put -> put.tableName(ORDERS).item(item)).join();
    assertArrayEquals(bytes, get("ann", 1).get("bytes").b().asByteArray());
    assertArrayEquals(
        bytes,
        async
            .getItem(get -> get.tableName(ORDERS).key(orderKey("ann", 1)))
            .join()
            .item()
            .get("bytes")
            .b()
            .asByteArray());
  }

  @Test
  void anItemThatIsNotThereIsAnEmptyAnswer() {
    assertFalse(client.getItem(get -> get.tableName(ORDERS).key(orderKey("ann", 1))).hasItem());
    assertFalse(
        async.getItem(get -> get.tableName(ORDERS).key(orderKey("ann", 1))).join().hasItem());
  }

  @Test
  void updatesAndDeletesGiveTheirReturnValues() {
    put("ann", 1, "open");
    UpdateItemResponse updated =
        client.updateItem(update ->
            update
                .tableName(ORDERS)
                .key(orderKey("ann", 1))
                .updateExpression("SET #s = :paid ADD visits :one")
                .expressionAttributeNames(Map.of("#s", "status"))
                .expressionAttributeValues(Map.of(":paid", s("paid"), ":one", n(1)))
                .returnValues(ReturnValue.UPDATED_NEW)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
    assertEquals(Map.of("status", s("paid"), "visits", n(1)), updated.attributes());
    assertEquals(ORDERS, updated.consumedCapacity().tableName());
    Map<String, AttributeValue> deleted =
        async
            .deleteItem(delete ->
                delete.tableName(ORDERS).key(orderKey("ann", 1)).returnValues(ReturnValue.ALL_OLD))
            .join()
            .attributes();
    assertEquals(s("paid"), deleted.get("status"));
    assertTrue(get("ann", 1).isEmpty());
  }

  @Test
  void queriesAndScansReadPages() {
    for (int number = 1; number <= 9; number++) {
      put("ann", number, number % 3 == 0 ? "open" : "paid");
    }
    QueryResponse page =
        client.query(query ->
            query
                .tableName(ORDERS)
                .keyConditionExpression("customer = :c AND #n > :low")
                .expressionAttributeNames(Map.of("#n", "number"))
                .expressionAttributeValues(Map.of(":c", s("ann"), ":low", n(2)))
                .scanIndexForward(false)
                .limit(3));
    assertEquals(List.of("9", "8", "7"), numbers(page.items()));
    assertEquals(orderKey("ann", 7), page.lastEvaluatedKey());
    QueryResponse next =
        async
            .query(query ->
                query
                    .tableName(ORDERS)
                    .keyConditionExpression("customer = :c AND #n > :low")
                    .expressionAttributeNames(Map.of("#n", "number"))
                    .expressionAttributeValues(Map.of(":c", s("ann"), ":low", n(2)))
                    .scanIndexForward(false)
                    .exclusiveStartKey(page.lastEvaluatedKey()))
            .join();
    assertEquals(List.of("6", "5", "4", "3"), numbers(next.items()));
    assertFalse(next.hasLastEvaluatedKey());

    QueryResponse open =
        client.query(query ->
            query
                .tableName(ORDERS)
                .indexName(BY_STATUS)
                .keyConditionExpression("#s = :open")
                .expressionAttributeNames(Map.of("#s", "status"))
                .expressionAttributeValues(Map.of(":open", s("open"))));
    assertEquals(List.of("3", "6", "9"), numbers(open.items()));

    ScanResponse paid =
        async
            .scan(scan ->
                scan.tableName(ORDERS)
                    .filterExpression("#s = :paid")
                    .expressionAttributeNames(Map.of("#s", "status"))
                    .expressionAttributeValues(Map.of(":paid", s("paid")))
                    .select(Select.COUNT))
            .join();
    assertEquals(6, paid.count());
    assertEquals(9, paid.scannedCount());
  }

  @Test
  void batchesWriteAndRead() {
    client.batchWriteItem(batch ->
        batch.requestItems(
            Map.of(
                ORDERS,
                IntStream.rangeClosed(1, 25)
                    .mapToObj(number ->
                        WriteRequest.builder()
                            .putRequest(
                                PutRequest.builder().item(order("ann", number, "open")).build())
                            .build())
                    .toList())));
    assertTrue(
        async
            .batchWriteItem(batch ->
                batch.requestItems(
                    Map.of(
                        ORDERS,
                        List.of(
                            WriteRequest.builder()
                                .deleteRequest(
                                    DeleteRequest.builder().key(orderKey("ann", 25)).build())
                                .build()))))
            .join()
            .unprocessedItems()
            .isEmpty());
    BatchGetItemResponse read =
        client.batchGetItem(batch ->
            batch.requestItems(
                Map.of(
                    ORDERS,
                    KeysAndAttributes.builder()
                        .keys(
                            IntStream.rangeClosed(1, 25)
                                .mapToObj(number -> orderKey("ann", number))
                                .toList())
                        .build())));
    assertEquals(24, read.responses().get(ORDERS).size());
    assertFalse(read.unprocessedKeys().containsKey(ORDERS));
  }

  @Test
  void transactionsWriteAndRead() {
    put("ann", 1, "open");
    client.transactWriteItems(transaction ->
        transaction
            .clientRequestToken("payment")
            .transactItems(
                TransactWriteItem.builder()
                    .update(update ->
                        update
                            .tableName(ORDERS)
                            .key(orderKey("ann", 1))
                            .updateExpression("SET #s = :paid")
                            .expressionAttributeNames(Map.of("#s", "status"))
                            .expressionAttributeValues(Map.of(":paid", s("paid"))))
                    .build(),
                TransactWriteItem.builder()
                    .put(put -> put.tableName(ORDERS).item(order("ann", 2, "open")))
                    .build()));
    TransactGetItemsResponse read =
        async
            .transactGetItems(transaction ->
                transaction.transactItems(
                    LongStream.rangeClosed(1, 3)
                        .mapToObj(number ->
                            TransactGetItem.builder()
                                .get(get -> get.tableName(ORDERS).key(orderKey("ann", number)))
                                .build())
                        .toList()))
            .join();
    assertEquals(order("ann", 1, "paid"), read.responses().get(0).item());
    assertEquals(order("ann", 2, "open"), read.responses().get(1).item());
    assertFalse(read.responses().get(2).hasItem());
  }

  private static List<String> numbers(List<Map<String, AttributeValue>> items) {
    return items.stream().map(item -> item.get("number").n()).toList();
  }
}
