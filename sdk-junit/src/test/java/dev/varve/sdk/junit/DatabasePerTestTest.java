package dev.varve.sdk.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.varve.dynamodb.Varve;
import dev.varve.sdk.EmbeddedDynamoDb;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Every test here makes the same table: with a database for all, the second would fail. */
@VarveTest
final class DatabasePerTestTest {
  private final DynamoDbClient ofConstructor;

  @FromVarve private DynamoDbClient field;
  @FromVarve private DynamoDbAsyncClient asyncField;

  DatabasePerTestTest(DynamoDbClient client) {
    ofConstructor = client;
  }

  @BeforeEach
  void createTable(DynamoDbClient client) {
    client.createTable(Tables.table("users"));
  }

  @AfterEach
  void theTestsOwnItemIsThere(DynamoDbClient client) {
    assertEquals(1, Tables.count(client, "users"));
  }

  @Test
  void parametersFieldsAndConstructorGetTheSameDatabase(
      DynamoDbClient client,
      DynamoDbAsyncClient async,
      DynamoDbStreamsClient streams,
      DynamoDbStreamsAsyncClient asyncStreams,
      Varve varve,
      EmbeddedDynamoDb dynamoDb) {
    assertSame(client, field);
    assertSame(client, ofConstructor);
    assertSame(async, asyncField);
    assertSame(varve, dynamoDb.varve());
    assertNotNull(streams);
    assertNotNull(asyncStreams);
    assertEquals(List.of("users"), varve.listTables());
    assertEquals(List.of("users"), async.listTables().join().tableNames());
    Tables.put(client, "users", "ann");
  }

  @Test
  void anotherTestSeesNothingOfIt(DynamoDbClient client) {
    assertEquals(0, Tables.count(client, "users"));
    Tables.put(client, "users", "bob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "dan", "eve"})
  void norDoesAnotherInvocation(String id, DynamoDbClient client) {
    assertEquals(0, Tables.count(client, "users"));
    Tables.put(client, "users", id);
  }

  @RepeatedTest(3)
  void norDoesARepetition() {
    assertEquals(0, Tables.count(field, "users"));
    Tables.put(field, "users", "fay");
  }

  @Nested
  final class Inner {
    @FromVarve private DynamoDbClient inner;

    @Test
    void aNestedTestHasTheSameDatabaseAsWhatEnclosesIt(DynamoDbClient client) {
      assertSame(client, inner);
      assertSame(client, field);
      assertEquals(0, Tables.count(client, "users"));
      Tables.put(client, "users", "gus");
    }
  }
}
