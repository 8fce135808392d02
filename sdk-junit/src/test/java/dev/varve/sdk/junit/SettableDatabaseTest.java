package dev.varve.sdk.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.MemoryDatabase;
import dev.varve.dynamodb.MemoryStore;
import dev.varve.dynamodb.TestClock;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.fault.FaultPlan;
import dev.varve.dynamodb.fault.FaultRule;
import dev.varve.dynamodb.fault.Faults;
import dev.varve.sdk.EmbeddedDynamoDb;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What a test sets about its database, seen by the SDK's clients. */
final class SettableDatabaseTest {
  /** The first call of each test is throttled; what prepares the database is not. */
  @RegisterExtension
  static final VarveExtension VARVE =
      VarveExtension.perTest()
          .prepared(client -> {
            client.createTable(Tables.table("users"));
            Tables.put(client, "users", "ann");
          })
          .faults(FaultPlan.of(1, FaultRule.throttle().times(1)));

  @RepeatedTest(2)
  void aTestBeginsWithItsPlan(DynamoDbClient client, Faults faults) {
    assertEquals(0, faults.counts().getFirst().calls());
    assertThrows(ThrottlingException.class, () -> Tables.count(client, "users"));
    assertEquals(1, Tables.count(client, "users"));
    assertEquals(2, faults.counts().getFirst().calls());
  }

  @Test
  void clientsSeeTheServicesErrors(
      DynamoDbClient client, DynamoDbAsyncClient async, Faults faults) {
    faults.use(FaultPlan.of(1, FaultRule.internalError()));
    InternalServerErrorException failed =
        assertThrows(InternalServerErrorException.class, () -> Tables.put(client, "users", "bob"));
    assertEquals(500, failed.statusCode());
    faults.use(FaultPlan.of(1, FaultRule.conflict()));
    assertThrows(TransactionConflictException.class, () -> Tables.put(client, "users", "bob"));
    TransactionCanceledException canceled =
        assertThrows(
            TransactionCanceledException.class,
            () ->
                client.transactWriteItems(transaction ->
                    transaction.transactItems(
                        TransactWriteItem.builder()
                            .delete(delete ->
                                delete
                                    .tableName("users")
                                    .key(Map.of("id", AttributeValue.fromS("ann"))))
                            .build())));
    assertEquals("TransactionConflict", canceled.cancellationReasons().getFirst().code());
    faults.use(FaultPlan.of(1, FaultRule.lostAnswer().operations("DeleteItem")));
    assertTrue(
        async
            .deleteItem(it -> it.tableName("users").key(Map.of("id", AttributeValue.fromS("ann"))))
            .handle((_, failure) -> failure != null)
            .join());
    assertEquals(0, Tables.count(client, "users"));
  }

  @Test
  void aBatchIsLeftInPart(DynamoDbClient client, Faults faults) {
    faults.use(FaultPlan.of(1, FaultRule.unprocessed(0.5).times(1)));
    Map<String, List<WriteRequest>> batch =
        Map.of("users", List.of(write("bob"), write("cat"), write("dan")));
    Map<String, List<WriteRequest>> left =
        client.batchWriteItem(it -> it.requestItems(batch)).unprocessedItems();
    assertFalse(left.isEmpty());
    client.batchWriteItem(it -> it.requestItems(left));
    assertEquals(4, Tables.count(client, "users"));
  }

  private static WriteRequest write(String id) {
    return WriteRequest.builder()
        .putRequest(PutRequest.builder().item(Map.of("id", AttributeValue.fromS(id))).build())
        .build();
  }

  @Test
  void theClockIsTheDatabases(DynamoDbClient client, TestClock clock) {
    clock.set(Instant.parse("2030-01-01T00:00:00Z"));
    clock.stop();
    clock.advance(Duration.ofHours(1));
    client.createTable(Tables.table("others"));
    assertEquals(
        Instant.parse("2030-01-01T01:00:00Z"),
        client.describeTable(it -> it.tableName("others")).table().creationDateTime());
  }

  @Test
  void aDatabaseIsForkedAndSetBackUnderItsClients(
      DynamoDbClient client,
      EmbeddedDynamoDb dynamoDb,
      Varve varve,
      MemoryDatabase database,
      Faults faults)
      throws IOException {
    faults.stop();
    assertSame(varve, database.varve());
    assertSame(varve, dynamoDb.varve());
    try (MemoryStore before = database.fork()) {
      Tables.put(client, "users", "bob");
      try (MemoryStore after = database.fork();
          Varve other = after.open()) {
        assertEquals(2, other.countItems("users"));
      }
      database.setBack(before);
      assertEquals(1, Tables.count(client, "users"));
      varve.deleteAllTables();
      assertEquals(List.of(), client.listTables().tableNames());
      database.setBack(before);
      assertEquals(1, Tables.count(client, "users"));
    }
  }
}
