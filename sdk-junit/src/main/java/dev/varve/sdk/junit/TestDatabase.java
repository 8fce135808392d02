package dev.varve.sdk.junit;

import dev.varve.dynamodb.MemoryDatabase;
import dev.varve.dynamodb.MemoryStore;
import dev.varve.dynamodb.TestClock;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.fault.FaultPlan;
import dev.varve.dynamodb.fault.Faults;
import dev.varve.sdk.EmbeddedDynamoDb;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A database in memory, what a test sets about it, and the clients that were asked for. */
final class TestDatabase implements AutoCloseable {
  /** The clients that there are, and how each is made. */
  private static final Map<Class<?>, Function<EmbeddedDynamoDb, SdkAutoCloseable>> CLIENTS =
      Map.of(
          DynamoDbClient.class, EmbeddedDynamoDb::client,
          DynamoDbAsyncClient.class, EmbeddedDynamoDb::asyncClient,
          DynamoDbStreamsClient.class, EmbeddedDynamoDb::streamsClient,
          DynamoDbStreamsAsyncClient.class, EmbeddedDynamoDb::streamsAsyncClient);

  private static final Set<Class<?>> OTHERS =
      Set.of(
          Varve.class, EmbeddedDynamoDb.class, MemoryDatabase.class, Faults.class, TestClock.class);

  private final MemoryDatabase database;
  private final EmbeddedDynamoDb dynamoDb;
  private final Map<Class<?>, SdkAutoCloseable> clients = new HashMap<>();

  /**
   * Opens a database.
   *
   * @param store closed with this object
   * @param plan of the faults, from now on
   */
  TestDatabase(MemoryStore store, VarveOptions options, FaultPlan plan) throws IOException {
    VarveOptions settable = options;
    if (options.faults().isEmpty()) {
      settable = settable.withFaults(new Faults());
    }
    if (options.clock().isEmpty()) {
      settable = settable.withClock(TestClock.running());
    }
    this.database = new MemoryDatabase(store, settable);
    this.dynamoDb = EmbeddedDynamoDb.over(database.varve(), settable);
    if (!plan.rules().isEmpty()) {
      faults().use(plan);
    }
  }

  private Faults faults() {
    return database.options().faults().orElseThrow();
  }

  /** Whether {@link #get} gives that type. */
  static boolean gives(Class<?> type) {
    return CLIENTS.containsKey(type) || OTHERS.contains(type);
  }

  /**
   * Always the same object of a type.
   *
   * @throws ExtensionConfigurationException if the clock is wanted, and the options have another
   */
  synchronized Object get(Class<?> type) {
    if (CLIENTS.containsKey(type)) {
      return clients.computeIfAbsent(type, client -> CLIENTS.get(client).apply(dynamoDb));
    }
    if (type == Varve.class) {
      return database.varve();
    }
    if (type == EmbeddedDynamoDb.class) {
      return dynamoDb;
    }
    if (type == MemoryDatabase.class) {
      return database;
    }
    return type == Faults.class ? faults() : clock();
  }

  private TestClock clock() {
    if (database.options().clock().orElseThrow() instanceof TestClock clock) {
      return clock;
    }
    throw new ExtensionConfigurationException("the options have a clock that is no TestClock");
  }

  /** Closing twice does nothing more. */
  @Override
  public synchronized void close() throws IOException {
    clients.values().forEach(SdkAutoCloseable::close);
    clients.clear();
    database.close();
  }
}
