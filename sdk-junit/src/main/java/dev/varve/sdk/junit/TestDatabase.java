package dev.varve.sdk.junit;

import dev.varve.dynamodb.MemoryStore;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.sdk.EmbeddedDynamoDb;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A database in memory, and the clients that were asked for. */
final class TestDatabase implements AutoCloseable {
  /** The clients that there are, and how each is made. */
  private static final Map<Class<?>, Function<EmbeddedDynamoDb, SdkAutoCloseable>> CLIENTS =
      Map.of(
          DynamoDbClient.class, EmbeddedDynamoDb::client,
          DynamoDbAsyncClient.class, EmbeddedDynamoDb::asyncClient,
          DynamoDbStreamsClient.class, EmbeddedDynamoDb::streamsClient,
          DynamoDbStreamsAsyncClient.class, EmbeddedDynamoDb::streamsAsyncClient);

  private final MemoryStore store;
  private final EmbeddedDynamoDb dynamoDb;
  private final Map<Class<?>, SdkAutoCloseable> clients = new HashMap<>();

  /**
   * Opens a database.
   *
   * @param store closed with this object
   */
  TestDatabase(MemoryStore store, VarveOptions options) throws IOException {
    this.store = store;
    this.dynamoDb = EmbeddedDynamoDb.over(store.open(options), options);
  }

  /** Whether {@link #get} gives that type. */
  static boolean gives(Class<?> type) {
    return CLIENTS.containsKey(type) || type == Varve.class || type == EmbeddedDynamoDb.class;
  }

  /** Always the same object of a type. */
  synchronized Object get(Class<?> type) {
    if (type == Varve.class) {
      return dynamoDb.varve();
    }
    return type == EmbeddedDynamoDb.class
        ? dynamoDb
        : clients.computeIfAbsent(type, client -> CLIENTS.get(client).apply(dynamoDb));
  }

  /** Closing twice does nothing more. */
  @Override
  public synchronized void close() throws IOException {
    clients.values().forEach(SdkAutoCloseable::close);
    clients.clear();
    try (store;
        Varve _ = dynamoDb.varve()) {
      // Closed from the last to the first.
    }
  }
}
