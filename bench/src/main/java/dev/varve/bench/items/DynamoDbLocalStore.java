package dev.varve.bench.items;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import dev.varve.bench.store.StoreUnavailableException;
import dev.varve.bench.store.Subject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * DynamoDB Local in this process, through the client of AWS's SDK that it gives: calls, no network.
 *
 * <p>Its telemetry is off, and could not be sent: the libraries for it are left out.
 */
final class DynamoDbLocalStore implements ItemStore<AttributeValue> {
  static final String NAME = "dynamodb-local";

  static final Attributes<AttributeValue> ATTRIBUTES = new Values();

  private static final String TABLE = "Orders";
  private static final boolean DISABLE_TELEMETRY = true;
  private static final int MAX_THREADS = 1000;
  private static final Duration END = Duration.ofSeconds(30);

  private final AmazonDynamoDBLocal local;
  private final ThreadGroup threads;
  private final DynamoDbClient client;
  private final boolean file;

  private DynamoDbLocalStore(AmazonDynamoDBLocal local, ThreadGroup threads, boolean file) {
    this.local = local;
    this.threads = threads;
    this.client = local.dynamoDbClient();
    this.file = file;
  }

  /** With a database file in the directory, which holds it or is to hold it. */
  static DynamoDbLocalStore open(Path directory, ItemIndexes indexes)
      throws IOException, StoreUnavailableException, InterruptedException {
    Path database = directory.resolve("dynamodb-local.db");
    return open(() -> DynamoDBEmbedded.create(database.toFile(), DISABLE_TELEMETRY), true, indexes);
  }

  /** In memory alone. */
  static DynamoDbLocalStore inMemory(ItemIndexes indexes)
      throws IOException, StoreUnavailableException, InterruptedException {
    return open(() -> DynamoDBEmbedded.create(DISABLE_TELEMETRY), false, indexes);
  }

  private static DynamoDbLocalStore open(
      Callable<AmazonDynamoDBLocal> starter, boolean file, ItemIndexes indexes)
      throws IOException, StoreUnavailableException, InterruptedException {
    // Its threads are all in the group of the one that starts it, and so can be waited for.
    ThreadGroup threads = new ThreadGroup(NAME);
    FutureTask<AmazonDynamoDBLocal> start = new FutureTask<>(starter);
    Thread thread = new Thread(threads, start, NAME);
    thread.start();
    AmazonDynamoDBLocal local;
    try {
      local = start.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof LinkageError noLibrary) { // its class loads SQLite's
        throw new StoreUnavailableException(NAME, root(noLibrary));
      }
      throw new IOException("DynamoDB Local does not start", failed.getCause());
    }
    DynamoDbLocalStore store = new DynamoDbLocalStore(local, threads, file);
    try {
      if (store.client.listTables().tableNames().isEmpty()) {
        store.createTable(indexes);
      }
      return store;
    } catch (RuntimeException failed) {
      try {
        store.close();
      } catch (IOException alsoFailed) {
        failed.addSuppressed(alsoFailed);
      }
      throw failed;
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private void createTable(ItemIndexes indexes) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    attributes.add(attribute(ItemModel.PARTITION_KEY, ScalarAttributeType.S));
    attributes.add(attribute(ItemModel.SORT_KEY, ScalarAttributeType.N));
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(TABLE)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(
                key(ItemModel.PARTITION_KEY, KeyType.HASH), key(ItemModel.SORT_KEY, KeyType.RANGE));
    if (indexes == ItemIndexes.TWO) {
      attributes.add(attribute(ItemModel.AMOUNT, ScalarAttributeType.N));
      attributes.add(attribute(ItemModel.DIGEST, ScalarAttributeType.B));
      request.globalSecondaryIndexes(
          index(
              ItemIndexes.BY_AMOUNT,
              key(ItemModel.PARTITION_KEY, KeyType.HASH),
              key(ItemModel.AMOUNT, KeyType.RANGE)),
          index(ItemIndexes.BY_DIGEST, key(ItemModel.DIGEST, KeyType.HASH)));
    }
    client.createTable(request.attributeDefinitions(attributes).build());
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static GlobalSecondaryIndex index(String name, KeySchemaElement... key) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key)
        .projection(projection -> projection.projectionType(ProjectionType.ALL))
        .build();
  }

  @Override
  public Attributes<AttributeValue> attributes() {
    return ATTRIBUTES;
  }

  @Override
  public void put(Map<String, AttributeValue> item) {
    client.putItem(request -> request.tableName(TABLE).item(item));
  }

  @Override
  public Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
    GetItemResponse response =
        client.getItem(request -> request.tableName(TABLE).key(key).consistentRead(true));
    return response.hasItem() ? response.item() : null;
  }

  @Override
  public boolean update(Change<AttributeValue> change) {
    try {
      client.updateItem(request ->
          request
              .tableName(TABLE)
              .key(change.key())
              .updateExpression(ItemExpressions.UPDATE)
              .conditionExpression(ItemExpressions.CONDITION)
              .expressionAttributeValues(ItemExpressions.values(change)));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  @Override
  public List<Map<String, AttributeValue>> query(
      AttributeValue partitionKey, AttributeValue from, int limit) {
    return client
        .query(request ->
            request
                .tableName(TABLE)
                .keyConditionExpression(ItemExpressions.FROM)
                .expressionAttributeValues(Map.of(":customer", partitionKey, ":placed", from))
                .consistentRead(true)
                .limit(limit))
        .items();
  }

  @Override
  public void write(List<Map<String, AttributeValue>> puts) {
    Map<String, List<WriteRequest>> left =
        Map.of(
            TABLE,
            puts.stream()
                .map(item ->
                    WriteRequest.builder()
                        .putRequest(PutRequest.builder().item(item).build())
                        .build())
                .toList());
    while (!left.isEmpty()) {
      Map<String, List<WriteRequest>> now = left;
      left = client.batchWriteItem(request -> request.requestItems(now)).unprocessedItems();
    }
  }

  @Override
  public void transact(
      List<Map<String, AttributeValue>> puts, List<Change<AttributeValue>> updates) {
    List<TransactWriteItem> writes = new ArrayList<>();
    for (Map<String, AttributeValue> item : puts) {
      writes.add(
          TransactWriteItem.builder()
              .put(Put.builder().tableName(TABLE).item(item).build())
              .build());
    }
    for (Change<AttributeValue> change : updates) {
      writes.add(
          TransactWriteItem.builder()
              .update(
                  Update.builder()
                      .tableName(TABLE)
                      .key(change.key())
                      .updateExpression(ItemExpressions.UPDATE)
                      .conditionExpression(ItemExpressions.CONDITION)
                      .expressionAttributeValues(ItemExpressions.values(change))
                      .build())
              .build());
    }
    client.transactWriteItems(request -> request.transactItems(writes));
  }

  /** In one transaction, which costs as many syncs as one put. */
  @Override
  public void load(List<Map<String, AttributeValue>> items) {
    transact(items, List.of());
  }

  @Override
  public long count() {
    return client.describeTable(request -> request.tableName(TABLE)).table().itemCount();
  }

  @Override
  public void settle() {
    // No background work, and a file is synced before a write returns.
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("version", version());
    shown.put(
        "durability",
        file
            ? "SYNC: its SQLite file is synced before each write is acknowledged, four calls of fsync a write; that"
                + " cannot be set"
            : "none: in memory");
    shown.put("partitions", "none; by Varve's hash in the rows here");
    shown.put("client", "AWS SDK for Java 2 of its embedded mode, in the same process, no HTTP");
    shown.put("telemetry", "off");
    return shown;
  }

  @Override
  public Subject.Activity activity() {
    return Subject.Activity.NONE;
  }

  @Override
  public List<Subject.LevelFigures> levels() {
    return List.of();
  }

  /** Waits until its threads have ended: the file is closed then, and not before. */
  @Override
  public void close() throws IOException {
    local.shutdownNow();
    Thread[] running = new Thread[MAX_THREADS];
    int count = threads.enumerate(running);
    try {
      for (Thread thread : Arrays.asList(running).subList(0, count)) {
        if (!thread.join(END)) {
          throw new IOException(thread.getName() + " of DynamoDB Local does not end");
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(interrupted.getMessage());
    }
  }

  /** As its library's file is called, such as DynamoDBLocal-2.6.1: it does not tell otherwise. */
  private static String version() {
    String path =
        DynamoDBEmbedded.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return path.substring(path.lastIndexOf('/') + 1).replace(".jar", "");
  }

  private static final class Values implements Attributes<AttributeValue> {
    @Override
    public AttributeValue string(String value) {
      return AttributeValue.fromS(value);
    }

    /** In the form in which DynamoDB returns it: plain, without zeros at the end. */
    @Override
    public AttributeValue number(long unscaled, int scale) {
      BigDecimal number = BigDecimal.valueOf(unscaled, scale).stripTrailingZeros();
      return AttributeValue.fromN(number.toPlainString());
    }

    @Override
    public AttributeValue bytes(byte[] value) {
      return AttributeValue.fromB(SdkBytes.fromByteArray(value));
    }

    @Override
    public AttributeValue bool(boolean value) {
      return AttributeValue.fromBool(value);
    }

    @Override
    public AttributeValue nothing() {
      return AttributeValue.fromNul(true);
    }

    @Override
    public AttributeValue strings(List<String> values) {
      return AttributeValue.fromSs(values);
    }

    @Override
    public AttributeValue numbers(long... values) {
      return AttributeValue.fromNs(Arrays.stream(values).mapToObj(Long::toString).toList());
    }

    @Override
    public AttributeValue list(List<AttributeValue> values) {
      return AttributeValue.fromL(values);
    }

    @Override
    public AttributeValue map(Map<String, AttributeValue> values) {
      return AttributeValue.fromM(values);
    }

    @Override
    public OptionalLong wholeNumber(AttributeValue value) {
      if (value.n() == null) {
        return OptionalLong.empty();
      }
      try {
        return OptionalLong.of(Long.parseLong(value.n()));
      } catch (NumberFormatException _) { // a fraction, or too large
        return OptionalLong.empty();
      }
    }
  }
}
