package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

final class ClosingTest {
  @Test
  void aClosedClientRefusesAndTheOthersGoOn() throws IOException {
    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.openInMemory()) {
      DynamoDbClient client = dynamoDb.client();
      DynamoDbAsyncClient async = dynamoDb.asyncClient();
      client.createTable(ClientFixture.orders("orders"));
      client.close();
      async.close();
      RuntimeException refusal = assertThrows(RuntimeException.class, client::listTables);
      assertTrue(causes(refusal).contains("the client is closed"), causes(refusal));
      CompletionException failure =
          assertThrows(CompletionException.class, () -> async.listTables().join());
      assertTrue(causes(failure).contains("the client is closed"), causes(failure));
      try (DynamoDbClient other = dynamoDb.client()) {
        assertEquals(List.of("orders"), other.listTables().tableNames());
      }
      assertEquals(List.of("orders"), dynamoDb.varve().listTables());
    }
  }

  @Test
  void callsAfterTheDatabaseIsClosedFailAndSayWhy() throws IOException {
    EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.openInMemory();
    try (DynamoDbClient client = dynamoDb.client();
        DynamoDbAsyncClient async = dynamoDb.asyncClient()) {
      dynamoDb.close();
      dynamoDb.close();
      SdkClientException failure = assertThrows(SdkClientException.class, client::listTables);
      assertTrue(causes(failure).contains("closed"), causes(failure));
      CompletionException asyncFailure =
          assertThrows(CompletionException.class, () -> async.listTables().join());
      assertInstanceOf(SdkException.class, asyncFailure.getCause());
      assertTrue(causes(asyncFailure).contains("closed"), causes(asyncFailure));
    }
  }

  @Test
  void aDatabaseThatWasHandedInStaysOpen() throws IOException {
    try (Varve varve = Varve.openInMemory()) {
      try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.over(varve);
          DynamoDbClient client = dynamoDb.client()) {
        client.createTable(ClientFixture.orders("orders"));
      }
      assertEquals(List.of("orders"), varve.listTables());
    }
  }

  @Test
  void whatWasWrittenToADirectoryIsThereTheNextTime(@TempDir Path directory) throws IOException {
    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.open(directory);
        DynamoDbClient client = dynamoDb.client()) {
      client.createTable(ClientFixture.orders("orders"));
      client.putItem(put -> put.tableName("orders").item(ClientFixture.order("ann", 1, "open")));
    }
    VarveOptions elsewhere = VarveOptions.defaults().withRegion("eu-west-1");
    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.open(directory, elsewhere);
        DynamoDbClient client = dynamoDb.client()) {
      assertEquals(1, client.scan(scan -> scan.tableName("orders")).count());
      assertEquals("eu-west-1", client.serviceClientConfiguration().region().id());
    }
  }

  private static String causes(Throwable failure) {
    StringBuilder messages = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      messages.append(cause.getMessage()).append('\n');
    }
    return messages.toString();
  }
}
