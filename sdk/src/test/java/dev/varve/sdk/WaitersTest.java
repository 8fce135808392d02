package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.VarveOptions.TableDelays;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbAsyncWaiter;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

final class WaitersTest {
  private static final Duration SOME_TIME = Duration.ofMillis(100);
  private static final WaiterOverrideConfiguration OFTEN =
      WaiterOverrideConfiguration.builder()
          .maxAttempts(1_000)
          .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(10)))
          .build();

  @Test
  void waitersSeeTablesComeAndGo() throws IOException {
    VarveOptions slow =
        VarveOptions.defaults().withDelays(new TableDelays(SOME_TIME, SOME_TIME, SOME_TIME));
    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.openInMemory(slow);
        DynamoDbClient client = dynamoDb.client();
        DynamoDbWaiter waiter =
            DynamoDbWaiter.builder().client(client).overrideConfiguration(OFTEN).build()) {
      client.createTable(ClientFixture.orders("orders"));
      assertEquals(
          TableStatus.ACTIVE,
          waiter
              .waitUntilTableExists(table -> table.tableName("orders"))
              .matched()
              .response()
              .orElseThrow()
              .table()
              .tableStatus());
      client.deleteTable(table -> table.tableName("orders"));
      assertTrue(
          waiter
                  .waitUntilTableNotExists(table -> table.tableName("orders"))
                  .matched()
                  .exception()
                  .orElseThrow()
              instanceof ResourceNotFoundException);
    }
  }

  @Test
  void asynchronousWaitersSeeTablesComeAndGo() throws IOException {
    VarveOptions slow =
        VarveOptions.defaults().withDelays(new TableDelays(SOME_TIME, SOME_TIME, SOME_TIME));
    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.openInMemory(slow);
        DynamoDbAsyncClient client = dynamoDb.asyncClient();
        DynamoDbAsyncWaiter waiter =
            DynamoDbAsyncWaiter.builder().client(client).overrideConfiguration(OFTEN).build()) {
      client.createTable(ClientFixture.orders("orders")).join();
      assertEquals(
          TableStatus.ACTIVE,
          waiter
              .waitUntilTableExists(table -> table.tableName("orders"))
              .join()
              .matched()
              .response()
              .orElseThrow()
              .table()
              .tableStatus());
      client.deleteTable(table -> table.tableName("orders")).join();
      assertTrue(
          waiter
              .waitUntilTableNotExists(table -> table.tableName("orders"))
              .join()
              .matched()
              .exception()
              .isPresent());
    }
  }

  @Test
  void aWaiterGivesUp() throws IOException {
    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.openInMemory();
        DynamoDbClient client = dynamoDb.client();
        DynamoDbWaiter waiter =
            DynamoDbWaiter.builder()
                .client(client)
                .overrideConfiguration(OFTEN.toBuilder().maxAttempts(3).build())
                .build()) {
      assertThrows(
          SdkClientException.class,
          () -> waiter.waitUntilTableExists(table -> table.tableName("orders")));
    }
  }
}
