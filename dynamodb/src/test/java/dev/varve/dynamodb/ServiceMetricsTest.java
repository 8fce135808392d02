package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.TransactionConflictException;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.metrics.Datapoint;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import dev.varve.dynamodb.metrics.Statistic;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.IndexedTable;
import dev.varve.dynamodb.model.StreamFollower;
import dev.varve.dynamodb.model.TimeToLive;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.io.Clock;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service's metrics, by a clock that a test moves. */
class ServiceMetricsTest {
  private static final String TABLE = "tab";
  private static final String INDEX = "byCity";

  /** Where {@link ManualClock} begins. */
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final VarveOptions WITHOUT =
      VarveOptions.defaults()
          .withDurability(Durability.BUFFERED)
          .withEngine(Databases.SMALL)
          .withPartitionsPerTable(2)
          .withTimeToLive(TimeToLiveOptions.defaults().withoutSweeps());

  private static final VarveOptions OPTIONS =
      WITHOUT.withMetrics(
          MetricsOptions.defaults().withKept(Duration.ofMinutes(10)).withoutCheckInterval());

  /** A clock at which a thread can be made to hang. */
  private static final class HangingClock implements Clock {
    private final ManualClock clock = new ManualClock();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private volatile Thread hanging;

    @Override
    public long nanoTime() {
      return clock.nanoTime();
    }

    @Override
    public long epochMillis() {
      if (Thread.currentThread().equals(hanging)) {
        hanging = null;
        hangs.countDown();
        await(mayGoOn);
      }
      return clock.epochMillis();
    }

    private static void await(CountDownLatch latch) {
      try {
        assertTrue(latch.await(5, TimeUnit.MINUTES), "it never came");
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final HangingClock clock = new HangingClock();
  private Databases databases;
  private Varve varve;

  private void open(VarveOptions options) throws IOException {
    databases = new Databases(options, clock);
    varve = databases.varve();
    varve.createTable(
        TableDefinition.named(TABLE)
            .partitionKey("id", AttributeType.S)
            .sortKey("at", AttributeType.N)
            .globalIndex(INDEX, "city", AttributeType.S)
            .localIndex("byText", "text", AttributeType.S)
            .build());
  }

  @AfterEach
  void close() throws IOException {
    if (databases != null) {
      databases.close();
    }
  }

  private static Item key(String id) {
    return Item.of("id", s(id), "at", n(1));
  }

  private static Item item(String id, String city, int bytes) {
    return key(id).toBuilder()
        .put("city", s(city))
        .put("text", s("t"))
        .put("filler", s("x".repeat(bytes)))
        .build();
  }

  private void put(Item item) throws IOException {
    varve.putItem(PutItem.of(TABLE, item));
  }

  /** A statistic of the last ten minutes and the present one. */
  private OptionalDouble value(MetricId id, Statistic statistic) {
    Instant now = Instant.ofEpochMilli(clock.epochMillis());
    double sum = 0;
    List<Datapoint> all =
        varve
            .metrics()
            .get(id, statistic, now.minus(MINUTE.multipliedBy(10)), now.plusMillis(1), MINUTE);
    for (Datapoint datapoint : all) {
      sum += datapoint.value();
    }
    return all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum);
  }

  private double sum(MetricId id) {
    return value(id, Statistic.SUM).orElse(0);
  }

  private double sum(Metric metric) {
    return sum(MetricId.of(metric, TABLE));
  }

  private double count(Metric metric, ItemOperation operation) {
    return value(MetricId.of(metric, TABLE, operation), Statistic.SAMPLE_COUNT).orElse(0);
  }

  @Test
  void consumedUnitsAreCountedByTableAndGlobalIndex() throws IOException {
    open(OPTIONS);
    put(item("a", "Ulm", 1500));
    put(item("b", "Bonn", 1));
    MetricId writes = MetricId.of(Metric.CONSUMED_WRITE_CAPACITY_UNITS, TABLE);
    // Two and one for the items, and as much for their entries in the local index.
    assertEquals(2 + 1 + 2 + 1, sum(writes));
    assertEquals(2.0, value(writes, Statistic.MAXIMUM).orElseThrow());
    MetricId ofIndex = MetricId.ofIndex(Metric.CONSUMED_WRITE_CAPACITY_UNITS, TABLE, INDEX);
    assertEquals(2 + 1, sum(ofIndex));
    assertEquals(2.0, value(ofIndex, Statistic.SAMPLE_COUNT).orElseThrow());

    varve.getItem(GetItem.of(TABLE, key("b")));
    varve.getItem(GetItem.from(TABLE).key(key("b")).consistentRead(true).build());
    MetricId reads = MetricId.of(Metric.CONSUMED_READ_CAPACITY_UNITS, TABLE);
    assertEquals(1.5, sum(reads));
    assertEquals(0.5, value(reads, Statistic.MINIMUM).orElseThrow());
    assertEquals(1.0, value(reads, Statistic.MAXIMUM).orElseThrow());
    assertEquals(0.75, value(reads, Statistic.AVERAGE).orElseThrow());
    assertEquals(2.0, value(reads, Statistic.SAMPLE_COUNT).orElseThrow());

    varve.query(
        Query.of(TABLE)
            .index(INDEX)
            .keyConditionExpression("city = :c")
            .value(":c", s("Ulm"))
            .build());
    assertEquals(1.5, sum(reads));
    assertEquals(0.5, sum(MetricId.ofIndex(Metric.CONSUMED_READ_CAPACITY_UNITS, TABLE, INDEX)));
  }

  @Test
  void anEntryThatMovesCostsItsIndexTwice() throws IOException {
    open(OPTIONS);
    put(item("a", "Ulm", 1));
    put(item("a", "Bonn", 1));
    MetricId ofIndex = MetricId.ofIndex(Metric.CONSUMED_WRITE_CAPACITY_UNITS, TABLE, INDEX);
    assertEquals(1 + 2, sum(ofIndex));
  }

  @Test
  void requestsAreCountedByOperationAndTable() throws IOException {
    open(OPTIONS);
    put(item("a", "Ulm", 1));
    put(item("b", "Ulm", 1));
    varve.getItem(GetItem.of(TABLE, key("a")));
    varve.deleteItem(DeleteItem.of(TABLE, key("c")));
    varve.scan(Scan.of(TABLE).build());
    varve.scan(Scan.of(TABLE).limit(1).build());
    varve.query(
        Query.of(TABLE)
            .index(INDEX)
            .keyConditionExpression("city = :c")
            .value(":c", s("Ulm"))
            .build());
    varve.executeStatement(ExecuteStatement.of("SELECT * FROM tab WHERE id = 'a'").build());
    varve.batchGetItem(
        BatchGetItem.builder()
            .requestItems(Map.of(TABLE, KeysAndAttributes.builder().keys(key("a")).build()))
            .build());
    varve.batchWriteItem(
        BatchWriteItem.builder()
            .requestItems(
                Map.of(
                    "arn:aws:dynamodb:us-east-1:000000000000:table/tab",
                    List.of(
                        WriteRequest.builder()
                            .putRequest(new PutRequest(item("d", "Bonn", 1)))
                            .build())))
            .build());
    varve.transactWriteItems(putting("x", "y"));
    varve.transactGetItems(getting("x", "y"));
    Map<ItemOperation, Integer> expected =
        Map.of(
            ItemOperation.PUT_ITEM, 2,
            ItemOperation.GET_ITEM, 1,
            ItemOperation.DELETE_ITEM, 1,
            ItemOperation.SCAN, 2,
            ItemOperation.QUERY, 1,
            ItemOperation.EXECUTE_STATEMENT, 1,
            ItemOperation.BATCH_GET_ITEM, 1,
            ItemOperation.BATCH_WRITE_ITEM, 1,
            ItemOperation.TRANSACT_WRITE_ITEMS, 1,
            ItemOperation.TRANSACT_GET_ITEMS, 1);
    for (ItemOperation operation : ItemOperation.values()) {
      assertEquals(
          expected.getOrDefault(operation, 0).doubleValue(),
          count(Metric.SUCCESSFUL_REQUEST_LATENCY, operation),
          operation.text());
    }
    MetricId scanned = MetricId.of(Metric.RETURNED_ITEM_COUNT, TABLE, ItemOperation.SCAN);
    assertEquals(3.0, sum(scanned));
    assertEquals(2.0, value(scanned, Statistic.MAXIMUM).orElseThrow());
    assertEquals(2.0, sum(MetricId.of(Metric.RETURNED_ITEM_COUNT, TABLE, ItemOperation.QUERY)));
    assertEquals(
        1.0, sum(MetricId.of(Metric.RETURNED_ITEM_COUNT, TABLE, ItemOperation.EXECUTE_STATEMENT)));
    assertFalse(
        varve
            .metrics()
            .list()
            .contains(MetricId.of(Metric.RETURNED_ITEM_COUNT, TABLE, ItemOperation.GET_ITEM)));
  }

  private static TransactWriteItems putting(String... ids) {
    return TransactWriteItems.builder()
        .transactItems(
            List.of(ids).stream()
                .map(id ->
                    TransactWriteItem.builder()
                        .put(Put.builder().tableName(TABLE).item(key(id)).build())
                        .build())
                .toList())
        .build();
  }

  private static TransactGetItems getting(String... ids) {
    return TransactGetItems.builder()
        .transactItems(
            List.of(ids).stream()
                .map(id ->
                    TransactGetItem.builder()
                        .get(Get.builder().tableName(TABLE).key(key(id)).build())
                        .build())
                .toList())
        .build();
  }

  @Test
  void faultsOfCallersAreCountedByTheirKind() throws IOException {
    open(OPTIONS);
    put(item("a", "Ulm", 1));
    MetricId users = MetricId.of(Metric.USER_ERRORS);
    assertThrows(
        ConditionalCheckFailedException.class,
        () ->
            varve.putItem(
                PutItem.into(TABLE)
                    .item(item("a", "Ulm", 1))
                    .condition("attribute_not_exists(id)")
                    .build()));
    assertEquals(1.0, sum(Metric.CONDITIONAL_CHECK_FAILED_REQUESTS));
    assertEquals(0.0, sum(users));
    assertThrows(
        ValidationException.class, () -> varve.getItem(GetItem.of(TABLE, Item.of("id", n(1)))));
    assertThrows(
        ResourceNotFoundException.class, () -> varve.getItem(GetItem.of("nowhere", key("a"))));
    assertThrows(
        ResourceNotFoundException.class,
        () ->
            varve.updateTable(
                UpdateTable.named("nowhere").deletionProtectionEnabled(true).build()));
    assertEquals(3.0, sum(users));
    assertEquals(1.0, count(Metric.SUCCESSFUL_REQUEST_LATENCY, ItemOperation.PUT_ITEM));
    assertEquals(0.0, count(Metric.SUCCESSFUL_REQUEST_LATENCY, ItemOperation.GET_ITEM));
    assertTrue(
        varve.metrics().list().stream()
            .allMatch(id -> id.table().isEmpty() || id.table().get().equals(TABLE)),
        "nothing of a table that is not there");
  }

  @Test
  void whatIsThrottledIsCountedByTableAndCause() throws IOException {
    databases =
        new Databases(
            OPTIONS.withThrottling(ThrottlingOptions.defaults().withBurst(Duration.ofSeconds(1))),
            clock);
    varve = databases.varve();
    varve.createTable(
        CreateTable.named(TABLE)
            .attributeDefinitions(
                AttributeDefinition.of("id", ScalarAttributeType.S),
                AttributeDefinition.of("city", ScalarAttributeType.S))
            .keySchema(KeySchemaElement.of("id", KeyType.HASH))
            .provisionedThroughput(new ProvisionedThroughput(1L, 100L))
            .globalSecondaryIndexes(
                GlobalSecondaryIndex.builder()
                    .indexName(INDEX)
                    .keySchema(KeySchemaElement.of("city", KeyType.HASH))
                    .projection(Projection.of(ProjectionType.KEYS_ONLY))
                    .provisionedThroughput(new ProvisionedThroughput(1L, 1L))
                    .build())
            .build());
    GetItem get = GetItem.of(TABLE, Item.of("id", s("a")));
    varve.getItem(get);
    varve.getItem(get);
    assertThrows(ProvisionedThroughputExceededException.class, () -> varve.getItem(get));
    assertThrows(ProvisionedThroughputExceededException.class, () -> varve.getItem(get));
    assertEquals(2.0, sum(Metric.READ_THROTTLE_EVENTS));
    assertEquals(2.0, sum(Metric.READ_PROVISIONED_THROUGHPUT_THROTTLE_EVENTS));
    assertEquals(0.0, sum(Metric.READ_KEY_RANGE_THROUGHPUT_THROTTLE_EVENTS));
    assertEquals(0.0, sum(Metric.WRITE_THROTTLE_EVENTS));
    assertEquals(2.0, sum(MetricId.of(Metric.THROTTLED_REQUESTS, TABLE, ItemOperation.GET_ITEM)));
    assertEquals(1.0, sum(Metric.CONSUMED_READ_CAPACITY_UNITS));
    assertEquals(0.0, sum(MetricId.of(Metric.USER_ERRORS)));

    varve.putItem(PutItem.of(TABLE, Item.of("id", s("a"), "city", s("Ulm"))));
    assertThrows(
        ProvisionedThroughputExceededException.class,
        () -> varve.putItem(PutItem.of(TABLE, Item.of("id", s("b"), "city", s("Ulm")))));
    assertEquals(0.0, sum(Metric.WRITE_THROTTLE_EVENTS));
    MetricId ofIndex = MetricId.ofIndex(Metric.WRITE_THROTTLE_EVENTS, TABLE, INDEX);
    assertEquals(1.0, sum(ofIndex));
    assertEquals(1.0, sum(MetricId.of(Metric.THROTTLED_REQUESTS, TABLE, ItemOperation.PUT_ITEM)));
  }

  @Test
  void conflictsOfTransactionsAreCountedItemByItem() throws Exception {
    open(OPTIONS);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> transaction =
          threads.submit(() -> {
            clock.hanging = Thread.currentThread(); // with its first units, when it has its items
            return varve.transactWriteItems(putting("x", "y"));
          });
      HangingClock.await(clock.hangs);
      assertThrows(TransactionConflictException.class, () -> put(key("x")));
      assertThrows(
          TransactionCanceledException.class,
          () -> varve.transactWriteItems(putting("x", "y", "z")));
      assertThrows(
          TransactionCanceledException.class, () -> varve.transactGetItems(getting("y", "z")));
      clock.mayGoOn.countDown();
      transaction.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      clock.mayGoOn.countDown();
      threads.shutdown();
    }
    MetricId conflicts = MetricId.of(Metric.TRANSACTION_CONFLICT, TABLE);
    assertEquals(1 + 2 + 1, sum(conflicts));
    assertEquals(3.0, value(conflicts, Statistic.SAMPLE_COUNT).orElseThrow());
    assertEquals(2.0, value(conflicts, Statistic.MAXIMUM).orElseThrow());
    assertEquals(3.0, sum(MetricId.of(Metric.USER_ERRORS)));
  }

  @Test
  void expiredItemsAreCountedAndCostNothing() throws IOException {
    open(OPTIONS);
    TimeToLive.enable(varve, TABLE, "until");
    for (int i = 0; i < 5; i++) {
      put(key("k" + i).toBuilder().put("until", n(START.getEpochSecond() + 60)).build());
    }
    double written = sum(Metric.CONSUMED_WRITE_CAPACITY_UNITS);
    clock.clock.advance(Duration.ofMinutes(3));
    assertEquals(5, varve.sweepExpired(TABLE));
    assertEquals(5.0, sum(Metric.TIME_TO_LIVE_DELETED_ITEM_COUNT));
    assertEquals(written, sum(Metric.CONSUMED_WRITE_CAPACITY_UNITS));
  }

  @Test
  void readsOfStreamsAreCounted() throws IOException {
    open(OPTIONS);
    varve.createTable(
        CreateTable.named("people")
            .attributeDefinitions(AttributeDefinition.of("id", ScalarAttributeType.S))
            .keySchema(KeySchemaElement.of("id", KeyType.HASH))
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .streamSpecification(new StreamSpecification(true, StreamViewType.KEYS_ONLY))
            .build());
    varve.putItem(PutItem.of("people", Item.of("id", s("a"))));
    varve.putItem(PutItem.of("people", Item.of("id", s("b"))));
    String stream =
        varve.describeTable(new DescribeTable("people")).table().latestStreamArn().orElseThrow();
    assertEquals(2, StreamFollower.all(varve, stream).size());
    ItemOperation reading = ItemOperation.GET_RECORDS;
    assertEquals(2.0, sum(MetricId.of(Metric.RETURNED_RECORDS_COUNT, "people", reading)));
    assertTrue(sum(MetricId.of(Metric.RETURNED_BYTES, "people", reading)) > 0);
    assertTrue(
        value(
                    MetricId.of(Metric.SUCCESSFUL_REQUEST_LATENCY, "people", reading),
                    Statistic.SAMPLE_COUNT)
                .orElseThrow()
            >= 2);
  }

  @Test
  void theBuildOfAnIndexTellsHowFarItIs() throws IOException {
    open(OPTIONS);
    IndexedTable.create(varve);
    for (int i = 0; i < 100; i++) {
      varve.putItem(
          PutItem.of(
              IndexedTable.NAME,
              Item.of(Map.of("clan", s("f"), "born", n(i), "mark", s("m"), "zip", n(i)))));
    }
    IndexedTable.addLate(varve);
    IndexedTable.awaitLate(varve);
    MetricId progress =
        MetricId.ofIndex(
            Metric.ONLINE_INDEX_PERCENTAGE_PROGRESS, IndexedTable.NAME, IndexedTable.LATE);
    assertEquals(100.0, value(progress, Statistic.MAXIMUM).orElseThrow());
    assertTrue(value(progress, Statistic.MINIMUM).orElseThrow() < 100);
    assertEquals(
        100.0,
        sum(
            MetricId.ofIndex(
                Metric.ONLINE_INDEX_CONSUMED_WRITE_CAPACITY,
                IndexedTable.NAME,
                IndexedTable.LATE)));
  }

  @Test
  void settingsAreToldOnceAMinute() throws IOException {
    open(OPTIONS);
    varve.createTable(
        CreateTable.named("provisioned")
            .attributeDefinitions(AttributeDefinition.of("id", ScalarAttributeType.S))
            .keySchema(KeySchemaElement.of("id", KeyType.HASH))
            .provisionedThroughput(new ProvisionedThroughput(7L, 9L))
            .build());
    varve.alarms().evaluate();
    MetricId reads = MetricId.of(Metric.PROVISIONED_READ_CAPACITY_UNITS, "provisioned");
    assertEquals(0.0, sum(reads), "the minute is not over");
    clock.clock.advance(Duration.ofMinutes(3));
    varve.alarms().evaluate();
    varve.alarms().evaluate();
    assertEquals(3.0, value(reads, Statistic.SAMPLE_COUNT).orElseThrow());
    assertEquals(3 * 7.0, sum(reads));
    assertEquals(3 * 9.0, sum(MetricId.of(Metric.PROVISIONED_WRITE_CAPACITY_UNITS, "provisioned")));
    assertEquals(0.0, sum(Metric.PROVISIONED_READ_CAPACITY_UNITS), "that one is on demand");
  }

  @Test
  void samplesBelongToTheirMinuteAndArePutTogetherInPeriods() throws IOException {
    open(OPTIONS);
    GetItem get = GetItem.of(TABLE, key("a"));
    varve.getItem(get);
    clock.clock.advance(Duration.ofSeconds(59));
    varve.getItem(get);
    clock.clock.advance(Duration.ofSeconds(1));
    varve.getItem(get);
    clock.clock.advance(Duration.ofMinutes(4));
    varve.getItem(get);
    MetricId reads = MetricId.of(Metric.CONSUMED_READ_CAPACITY_UNITS, TABLE);
    Instant end = START.plus(Duration.ofHours(1));
    assertEquals(
        List.of(
            new Datapoint(START, 1.0),
            new Datapoint(START.plus(MINUTE), 0.5),
            new Datapoint(START.plus(MINUTE.multipliedBy(5)), 0.5)),
        varve.metrics().get(reads, Statistic.SUM, START, end, MINUTE));
    assertEquals(
        List.of(new Datapoint(START, 1.5), new Datapoint(START.plusSeconds(300), 0.5)),
        varve
            .metrics()
            .get(reads, Statistic.SUM, START.plusSeconds(1), end, Duration.ofMinutes(5)));
    assertEquals(
        List.of(new Datapoint(START.plus(MINUTE), 1.0)),
        varve
            .metrics()
            .get(
                reads,
                Statistic.SAMPLE_COUNT,
                START.plus(MINUTE),
                START.plus(MINUTE.multipliedBy(2)),
                MINUTE));
    assertEquals(START.plus(MINUTE.multipliedBy(4)), varve.metrics().lastMinute());
    for (Duration period :
        List.of(
            Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofDays(2))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> varve.metrics().get(reads, Statistic.SUM, START, end, period));
    }
  }

  @Test
  void samplesAreKeptForTheTimeThatWasSet() throws IOException {
    open(OPTIONS); // ten minutes
    GetItem get = GetItem.of(TABLE, key("a"));
    MetricId reads = MetricId.of(Metric.CONSUMED_READ_CAPACITY_UNITS, TABLE);
    varve.getItem(get);
    clock.clock.advance(Duration.ofMinutes(10));
    varve.getItem(get);
    assertEquals(1.0, sum(reads));
    clock.clock.advance(Duration.ofMinutes(1));
    assertEquals(0.5, sum(reads));
    clock.clock.advance(Duration.ofMinutes(10));
    assertEquals(List.of(), varve.metrics().list());
  }

  @Test
  void aClockThatIsSetBackCountsForTheTimeThatItSays() throws IOException {
    open(OPTIONS);
    GetItem get = GetItem.of(TABLE, key("a"));
    MetricId reads = MetricId.of(Metric.CONSUMED_READ_CAPACITY_UNITS, TABLE);
    clock.clock.advance(Duration.ofMinutes(5));
    varve.getItem(get);
    clock.clock.setBack(Duration.ofMinutes(3));
    varve.getItem(get);
    varve.getItem(get);
    varve.alarms().evaluate();
    Instant end = START.plus(Duration.ofHours(1));
    assertEquals(
        List.of(
            new Datapoint(START.plus(MINUTE.multipliedBy(2)), 1.0),
            new Datapoint(START.plus(MINUTE.multipliedBy(5)), 0.5)),
        varve.metrics().get(reads, Statistic.SUM, START, end, MINUTE));
  }

  @Test
  void aTableThatIsMadeAnewGoesOnWithTheMetricsOfItsName() throws IOException {
    open(OPTIONS);
    varve.getItem(GetItem.of(TABLE, key("a")));
    varve.deleteTable(TABLE);
    varve.createTable(TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).build());
    varve.getItem(GetItem.of(TABLE, Item.of("id", s("a"))));
    assertEquals(1.0, sum(Metric.CONSUMED_READ_CAPACITY_UNITS));
  }

  @Test
  void aDatabaseWithoutMetricsSaysSo() throws IOException {
    open(WITHOUT);
    put(item("a", "Ulm", 1));
    assertTrue(
        assertThrows(IllegalStateException.class, () -> varve.metrics())
            .getMessage()
            .contains("VarveOptions.withMetrics"));
    assertThrows(IllegalStateException.class, () -> varve.alarms());
  }

  @Test
  void metricsAreOfWhatTheyAreOf() {
    assertThrows(IllegalArgumentException.class, () -> MetricId.of(Metric.USER_ERRORS, TABLE));
    assertThrows(
        IllegalArgumentException.class, () -> MetricId.of(Metric.CONSUMED_READ_CAPACITY_UNITS));
    assertThrows(IllegalArgumentException.class, () -> MetricId.of(Metric.SYSTEM_ERRORS, TABLE));
    assertThrows(
        IllegalArgumentException.class,
        () -> MetricId.ofIndex(Metric.TRANSACTION_CONFLICT, TABLE, INDEX));
    assertThrows(
        IllegalArgumentException.class,
        () -> MetricId.of(Metric.ONLINE_INDEX_PERCENTAGE_PROGRESS, TABLE));
    for (Metric metric : Metric.values()) {
      assertEquals(metric, Metric.of(metric.text()));
    }
    assertEquals(Statistic.percentile(99.9), Statistic.of("p99.9"));
    assertEquals("p99", Statistic.percentile(99).text());
    assertEquals(Statistic.SAMPLE_COUNT, Statistic.of("SampleCount"));
    for (String wrong : List.of("p", "p0", "p100.1", "p1000", "sum", "")) {
      assertThrows(IllegalArgumentException.class, () -> Statistic.of(wrong), wrong);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> MetricsOptions.defaults().withKept(Duration.ofSeconds(90)));
    assertThrows(
        IllegalArgumentException.class,
        () -> MetricsOptions.defaults().withCheckInterval(Duration.ZERO));
  }
}
