package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbAsyncTable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedAsyncClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.enhanced.dynamodb.model.EnhancedGlobalSecondaryIndex;
import software.amazon.awssdk.enhanced.dynamodb.model.Page;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

final class EnhancedClientTest {
  private static final TableSchema<Order> SCHEMA = TableSchema.fromBean(Order.class);

  private EmbeddedDynamoDb dynamoDb;
  private DynamoDbClient client;
  private DynamoDbEnhancedClient enhanced;
  private DynamoDbTable<Order> orders;

  @BeforeEach
  void open() throws IOException {
    dynamoDb = EmbeddedDynamoDb.openInMemory();
    client = dynamoDb.client();
    enhanced = DynamoDbEnhancedClient.builder().dynamoDbClient(client).build();
    orders = enhanced.table("orders", SCHEMA);
    orders.createTable(table ->
        table.globalSecondaryIndices(
            EnhancedGlobalSecondaryIndex.builder()
                .indexName("byStatus")
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .build()));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    dynamoDb.close();
  }

  @Test
  void putsGetsUpdatesAndDeletes() {
    Order order = Order.of("ann", 1, "open", 12.5);
    order.setTags(Set.of("gift", "express"));
    orders.putItem(order);
    Order found = orders.getItem(key("ann", 1));
    assertEquals(order, found);
    found.setStatus("paid");
    found.setTags(null);
    Order updated = orders.updateItem(found);
    assertEquals("paid", updated.getStatus());
    assertNull(updated.getTags());
    assertEquals(updated, orders.deleteItem(key("ann", 1)));
    assertNull(orders.getItem(key("ann", 1)));
  }

  @Test
  void anOldVersionIsRefused() {
    orders.putItem(Order.of("ann", 1, "open", 1));
    Order one = orders.getItem(key("ann", 1));
    Order other = orders.getItem(key("ann", 1));
    one.setStatus("paid");
    orders.updateItem(one);
    other.setStatus("lost");
    assertThrows(ConditionalCheckFailedException.class, () -> orders.updateItem(other));
    assertEquals("paid", orders.getItem(key("ann", 1)).getStatus());
  }

  @Test
  void queriesTheTableAndItsIndex() {
    for (int number = 1; number <= 10; number++) {
      orders.putItem(Order.of("ann", number, number % 2 == 0 ? "open" : "paid", 100 - number));
    }
    QueryConditional some = QueryConditional.sortBetween(key("ann", 3), key("ann", 5));
    assertEquals(
        List.of(3L, 4L, 5L), orders.query(some).items().stream().map(Order::getNumber).toList());
    QueryConditional open =
        QueryConditional.keyEqualTo(Key.builder().partitionValue("open").build());
    List<Long> byAmount = new ArrayList<>();
    for (Page<Order> page :
        orders.index("byStatus").query(request -> request.queryConditional(open).limit(2))) {
      page.items().forEach(order -> byAmount.add(order.getNumber()));
    }
    assertEquals(List.of(10L, 8L, 6L, 4L, 2L), byAmount);
    assertEquals(
        3,
        orders
            .scan(scan ->
                scan.limit(3)
                    .filterExpression(
                        Expression.builder()
                            .expression("amount > :least")
                            .putExpressionValue(":least", ClientFixture.n(96))
                            .build()))
            .items()
            .stream()
            .count());
  }

  @Test
  void writesAndReadsBatches() {
    // The extension that counts versions needs conditions, which batches cannot have.
    DynamoDbEnhancedClient plain =
        DynamoDbEnhancedClient.builder().dynamoDbClient(client).extensions(List.of()).build();
    DynamoDbTable<Order> plainOrders = plain.table("orders", SCHEMA);
    WriteBatch.Builder<Order> batch =
        WriteBatch.builder(Order.class).mappedTableResource(plainOrders);
    for (int number = 1; number <= 20; number++) {
      batch.addPutItem(Order.of("ann", number, "open", number));
    }
    assertEquals(
        List.of(),
        plain
            .batchWriteItem(request -> request.writeBatches(batch.build()))
            .unprocessedPutItemsForTable(plainOrders));
    ReadBatch.Builder<Order> reads = ReadBatch.builder(Order.class).mappedTableResource(orders);
    for (int number = 1; number <= 30; number++) {
      reads.addGetItem(key("ann", number));
    }
    assertEquals(
        20,
        enhanced
            .batchGetItem(request -> request.readBatches(reads.build()))
            .resultsForTable(orders)
            .stream()
            .count());
  }

  @Test
  void transactionsAreAllOrNothing() {
    orders.putItem(Order.of("ann", 1, "open", 1));
    enhanced.transactWriteItems(transaction ->
        transaction
            .addPutItem(orders, Order.of("ann", 2, "open", 2))
            .addDeleteItem(orders, key("ann", 1)));
    assertThrows(
        TransactionCanceledException.class,
        () ->
            enhanced.transactWriteItems(transaction ->
                transaction
                    .addPutItem(orders, Order.of("ann", 3, "open", 3))
                    .addConditionCheck(
                        orders,
                        ConditionCheck.builder()
                            .key(key("ann", 1))
                            .conditionExpression(
                                Expression.builder()
                                    .expression("attribute_exists(customer)")
                                    .build())
                            .build())));
    assertEquals(
        Order.of("ann", 2, "open", 2),
        enhanced
            .transactGetItems(transaction ->
                transaction.addGetItem(orders, key("ann", 2)).addGetItem(orders, key("ann", 3)))
            .getFirst()
            .getItem(orders));
    assertNull(orders.getItem(key("ann", 3)));
  }

  @Test
  void worksAsynchronously() {
    try (DynamoDbAsyncClient async = dynamoDb.asyncClient()) {
      DynamoDbEnhancedAsyncClient client =
          DynamoDbEnhancedAsyncClient.builder().dynamoDbClient(async).build();
      DynamoDbAsyncTable<Order> table = client.table("orders", SCHEMA);
      for (int number = 1; number <= 10; number++) {
        table.putItem(Order.of("ann", number, "open", number)).join();
      }
      assertEquals(Order.of("ann", 7, "open", 7), table.getItem(key("ann", 7)).join());
      List<Long> found = Collections.synchronizedList(new ArrayList<>());
      table
          .query(request ->
              request
                  .queryConditional(
                      QueryConditional.keyEqualTo(Key.builder().partitionValue("ann").build()))
                  .limit(3))
          .items()
          .subscribe(order -> found.add(order.getNumber()))
          .join();
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), found);
    }
  }

  private static Key key(String customer, long number) {
    return Key.builder().partitionValue(customer).sortValue(number).build();
  }
}
