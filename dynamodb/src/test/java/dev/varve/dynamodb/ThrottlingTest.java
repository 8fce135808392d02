package dev.varve.dynamodb;

import static dev.varve.dynamodb.DatabaseFixture.assertRefused;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BatchExecuteStatement;
import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchGetItemResult;
import dev.varve.dynamodb.api.BatchStatementError;
import dev.varve.dynamodb.api.BatchStatementErrorCodeEnum;
import dev.varve.dynamodb.api.BatchStatementRequest;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.BatchWriteItemResult;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteStatementResult;
import dev.varve.dynamodb.api.ExecuteTransaction;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.LimitExceededException;
import dev.varve.dynamodb.api.LocalSecondaryIndex;
import dev.varve.dynamodb.api.OnDemandThroughput;
import dev.varve.dynamodb.api.ParameterizedStatement;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.api.ThrottlingReason;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.TimeToLive;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What exceeds the throughput of a table, an index or a partition is refused. */
class ThrottlingTest {
  private static final String TABLE = "tab";
  private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/tab";
  private static final String OF_TABLE =
      "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.";
  private static final String OF_INDEX =
      "The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API.";
  private static final String ON_DEMAND =
      "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html";

  /** Whose provisioned units do not outlast their second. */
  private static final ThrottlingOptions NO_BURST =
      ThrottlingOptions.defaults().withBurst(Duration.ofSeconds(1));

  private static final VarveOptions UNLIMITED =
      VarveOptions.defaults()
          .withDurability(Durability.BUFFERED)
          .withEngine(Databases.SMALL)
          .withPartitionsPerTable(1)
          .withTimeToLive(TimeToLiveOptions.defaults().withoutSweeps());

  private final ManualClock clock = new ManualClock();
  private Databases databases;
  private Varve varve;

  private void open(ThrottlingOptions throttling) throws IOException {
    databases = new Databases(UNLIMITED.withThrottling(throttling), clock);
    varve = databases.varve();
  }

  @AfterEach
  void close() throws IOException {
    if (databases != null) {
      databases.close();
    }
  }

  private static ProvisionedThroughput units(long reads, long writes) {
    return ProvisionedThroughput.builder()
        .readCapacityUnits(reads)
        .writeCapacityUnits(writes)
        .build();
  }

  private static CreateTable.Builder table() {
    return CreateTable.named(TABLE)
        .attributeDefinitions(AttributeDefinition.of("id", ScalarAttributeType.S))
        .keySchema(KeySchemaElement.of("id", KeyType.HASH));
  }

  private void createProvisioned(long reads, long writes) throws IOException {
    varve.createTable(table().provisionedThroughput(units(reads, writes)).build());
  }

  private void createOnDemand() throws IOException {
    varve.createTable(table().billingMode(BillingMode.PAY_PER_REQUEST).build());
  }

  private static Item key(String id) {
    return Item.of("id", s(id));
  }

  private static Item large(String id, int bytes) {
    return Item.of("id", s(id), "text", s("x".repeat(bytes)));
  }

  private void put(Item item) throws IOException {
    varve.putItem(PutItem.of(TABLE, item));
  }

  private void get(String id) throws IOException {
    varve.getItem(GetItem.of(TABLE, key(id)));
  }

  private static List<ThrottlingReason> reason(String reason, String resource) {
    return List.of(new ThrottlingReason(Optional.of(reason), Optional.of(resource)));
  }

  private static void assertThrottled(String message, String reason, Executable action) {
    ProvisionedThroughputExceededException refused =
        assertRefused(ProvisionedThroughputExceededException.class, message, action);
    assertEquals(reason(reason, ARN), refused.throttlingReasons());
  }

  @Test
  void nothingIsThrottledUnlessAskedFor() throws IOException {
    databases = new Databases(UNLIMITED, clock);
    varve = databases.varve();
    createProvisioned(1, 1);
    for (int i = 0; i < 1000; i++) {
      put(large("a", 2000));
      get("a");
    }
  }

  @Test
  void readsTakeTheProvisionedUnits() throws IOException {
    open(NO_BURST);
    createProvisioned(1, 100);
    get("a"); // half a unit, as it need not be consistent
    get("a");
    assertThrottled(OF_TABLE, "TableReadProvisionedThroughputExceeded", () -> get("a"));
    assertThrottled(
        OF_TABLE,
        "TableReadProvisionedThroughputExceeded",
        () -> varve.scan(Scan.of(TABLE).build()));
    clock.advance(Duration.ofSeconds(1));
    varve.scan(Scan.of(TABLE).build());
    get("a");
    assertThrottled(OF_TABLE, "TableReadProvisionedThroughputExceeded", () -> get("a"));
  }

  @Test
  void aReadMayTakeMoreThanIsLeft() throws IOException {
    open(NO_BURST);
    createProvisioned(2, 100);
    put(large("a", 39_000));
    varve.getItem(GetItem.from(TABLE).key(key("a")).consistent().build()); // ten units
    clock.advance(Duration.ofSeconds(4));
    assertThrottled(OF_TABLE, "TableReadProvisionedThroughputExceeded", () -> get("b"));
    clock.advance(Duration.ofMillis(1));
    get("b");
  }

  @Test
  void writesTakeTheProvisionedUnitsAndWhatIsThrottledIsNotWritten() throws IOException {
    open(NO_BURST);
    createProvisioned(100, 2);
    put(key("a"));
    put(key("b"));
    assertThrottled(OF_TABLE, "TableWriteProvisionedThroughputExceeded", () -> put(key("c")));
    assertEquals(2, varve.countItems(TABLE));
    clock.advance(Duration.ofMillis(501));
    put(large("c", 5000)); // five units where there was one
    clock.advance(Duration.ofMillis(1900));
    assertThrottled(OF_TABLE, "TableWriteProvisionedThroughputExceeded", () -> put(key("d")));
    clock.advance(Duration.ofMillis(200));
    put(key("d"));
  }

  @Test
  void aConditionThatFailsTakesUnits() throws IOException {
    open(NO_BURST);
    createProvisioned(100, 3);
    put(large("a", 1500)); // two units
    PutItem conditional =
        PutItem.into(TABLE).item(key("a")).condition("attribute_not_exists(id)").build();
    assertThrows(ConditionalCheckFailedException.class, () -> varve.putItem(conditional));
    assertThrottled(
        OF_TABLE, "TableWriteProvisionedThroughputExceeded", () -> varve.putItem(conditional));
  }

  @Test
  void unitsThatAreNotUsedStayForTheBurst() throws IOException {
    open(ThrottlingOptions.defaults());
    createProvisioned(1, 1);
    for (int i = 0; i < 300; i++) {
      put(key("a"));
    }
    assertThrottled(OF_TABLE, "TableWriteProvisionedThroughputExceeded", () -> put(key("a")));
    clock.advance(Duration.ofSeconds(10));
    for (int i = 0; i < 10; i++) {
      put(key("a"));
    }
    assertThrottled(OF_TABLE, "TableWriteProvisionedThroughputExceeded", () -> put(key("a")));
    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < 300; i++) {
      put(key("a"));
    }
    assertThrottled(OF_TABLE, "TableWriteProvisionedThroughputExceeded", () -> put(key("a")));
  }

  private void createIndexed() throws IOException {
    varve.createTable(
        CreateTable.named(TABLE)
            .attributeDefinitions(
                AttributeDefinition.of("id", ScalarAttributeType.S),
                AttributeDefinition.of("at", ScalarAttributeType.N),
                AttributeDefinition.of("tag", ScalarAttributeType.S))
            .keySchema(
                KeySchemaElement.of("id", KeyType.HASH), KeySchemaElement.of("at", KeyType.RANGE))
            .provisionedThroughput(units(10, 10))
            .globalSecondaryIndexes(
                GlobalSecondaryIndex.builder()
                    .indexName("ByTag")
                    .keySchema(KeySchemaElement.of("tag", KeyType.HASH))
                    .projection(Projection.of(ProjectionType.ALL))
                    .provisionedThroughput(units(1, 1))
                    .build())
            .localSecondaryIndexes(
                LocalSecondaryIndex.builder()
                    .indexName("Local")
                    .keySchema(
                        KeySchemaElement.of("id", KeyType.HASH),
                        KeySchemaElement.of("tag", KeyType.RANGE))
                    .projection(Projection.of(ProjectionType.KEYS_ONLY))
                    .build())
            .build());
  }

  private static Item indexed(int at, String tag) {
    return Item.of(Map.of("id", s("a"), "at", n(at), "tag", s(tag)));
  }

  @Test
  void aGlobalIndexWithoutUnitsThrottlesTheWritesThatItNeeds() throws IOException {
    open(NO_BURST);
    createIndexed();
    put(indexed(1, "x"));
    ProvisionedThroughputExceededException refused =
        assertRefused(
            ProvisionedThroughputExceededException.class, OF_INDEX, () -> put(indexed(2, "x")));
    assertEquals(
        reason("IndexWriteProvisionedThroughputExceeded", ARN + "/index/ByTag"),
        refused.throttlingReasons());
    assertEquals(1, varve.countItems(TABLE));
    put(Item.of("id", s("a"), "at", n(3))); // not in the index
    put(indexed(1, "x")); // changes nothing there
    clock.advance(Duration.ofSeconds(1));
    put(indexed(2, "x"));
  }

  @Test
  void readsOfAnIndexTakeItsUnitsOrThoseOfTheTable() throws IOException {
    open(NO_BURST);
    createIndexed();
    Query ofIndex = Query.of(TABLE).index("ByTag").where("tag = :t").value(":t", s("x")).build();
    varve.query(ofIndex);
    varve.query(ofIndex);
    ProvisionedThroughputExceededException refused =
        assertRefused(
            ProvisionedThroughputExceededException.class, OF_INDEX, () -> varve.query(ofIndex));
    assertEquals(
        reason("IndexReadProvisionedThroughputExceeded", ARN + "/index/ByTag"),
        refused.throttlingReasons());
    Query ofLocal = Query.of(TABLE).index("Local").where("id = :i").value(":i", s("a")).build();
    for (int i = 0; i < 20; i++) {
      varve.query(ofLocal);
    }
    assertThrottled(OF_TABLE, "TableReadProvisionedThroughputExceeded", () -> varve.query(ofLocal));
  }

  private BatchWriteItemResult batch(int items) throws IOException {
    return varve.batchWriteItem(
        BatchWriteItem.builder()
            .requestItems(
                Map.of(
                    TABLE,
                    IntStream.range(0, items)
                        .mapToObj(i -> WriteRequest.of(PutRequest.of(key("k" + i))))
                        .toList()))
            .build());
  }

  @Test
  void aBatchWriteLeavesWhatIsThrottled() throws IOException {
    open(NO_BURST);
    createProvisioned(100, 2);
    BatchWriteItemResult written = batch(5);
    assertEquals(
        List.of(key("k2"), key("k3"), key("k4")),
        written.unprocessedItems().get(TABLE).stream()
            .map(write -> write.putRequest().item())
            .toList());
    assertEquals(2, varve.countItems(TABLE));
    assertThrottled(OF_TABLE, "TableWriteProvisionedThroughputExceeded", () -> batch(3));
    clock.advance(Duration.ofSeconds(1));
    assertTrue(batch(2).unprocessedItems().isEmpty());
  }

  private BatchGetItemResult batchGet(Item... keys) throws IOException {
    return varve.batchGetItem(
        BatchGetItem.builder()
            .requestItems(
                Map.of(
                    TABLE,
                    KeysAndAttributes.builder().keys(keys).build(),
                    "other",
                    KeysAndAttributes.builder().keys(key("o")).build()))
            .build());
  }

  @Test
  void aBatchGetLeavesTheKeysOfATableWithoutUnits() throws IOException {
    open(NO_BURST);
    createProvisioned(1, 100);
    varve.createTable(table().tableName("other").provisionedThroughput(units(100, 100)).build());
    put(key("a"));
    varve.putItem(PutItem.of("other", key("o")));
    BatchGetItemResult read = batchGet(key("a"), key("b"));
    assertTrue(read.unprocessedKeys().isEmpty());
    read = batchGet(key("a"), key("b"));
    assertEquals(List.of(key("a"), key("b")), read.unprocessedKeys().get(TABLE).keys());
    assertEquals(List.of(), read.responses().get(TABLE));
    assertEquals(List.of(key("o")), read.responses().get("other"));
    BatchGetItem alone =
        BatchGetItem.builder()
            .requestItems(Map.of(TABLE, KeysAndAttributes.builder().keys(key("a")).build()))
            .build();
    assertThrottled(
        OF_TABLE, "TableReadProvisionedThroughputExceeded", () -> varve.batchGetItem(alone));
  }

  @Test
  void aTransactionIsCancelledWithReasons() throws IOException {
    open(NO_BURST);
    createProvisioned(2, 2);
    TransactWriteItems puts =
        TransactWriteItems.builder()
            .transactItems(
                TransactWriteItem.of(Put.into(TABLE).item(key("a")).build()),
                TransactWriteItem.of(Put.into(TABLE).item(key("b")).build()))
            .build();
    TransactionCanceledException cancelled =
        assertRefused(
            TransactionCanceledException.class,
            "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ProvisionedThroughputExceeded]",
            () -> varve.transactWriteItems(puts));
    assertEquals(
        Optional.of(OF_TABLE.substring(0, OF_TABLE.length() - 1)),
        cancelled.cancellationReasons().get(1).message());
    assertEquals(0, varve.countItems(TABLE));
    TransactGetItems gets =
        TransactGetItems.builder()
            .transactItems(
                TransactGetItem.of(Get.from(TABLE).key(key("a")).build()),
                TransactGetItem.of(Get.from(TABLE).key(key("b")).build()))
            .build();
    varve.transactGetItems(gets); // two units each
    assertRefused(
        TransactionCanceledException.class,
        "Transaction cancelled, please refer cancellation reasons for specific reasons [ProvisionedThroughputExceeded, ProvisionedThroughputExceeded]",
        () -> varve.transactGetItems(gets));
  }

  private static void assertThrottledOnDemand(String message, String reason, Executable action) {
    ThrottlingException refused = assertRefused(ThrottlingException.class, message, action);
    assertEquals(reason(reason, ARN), refused.throttlingReasons());
  }

  private void select(String where) throws IOException {
    varve.executeStatement(ExecuteStatement.of("SELECT * FROM tab" + where).build());
  }

  @Test
  void readsByStatementsTakeUnitsToo() throws IOException {
    // Half a unit for each item that is read, as it need not be consistent, and for each get.
    Map<String, Integer> getsLeft =
        Map.of(" WHERE id = 'a'", 2, " WHERE id IN ['a', 'b']", 1, "", 1);
    for (Map.Entry<String, Integer> entry : getsLeft.entrySet()) {
      String where = entry.getKey();
      open(NO_BURST);
      createProvisioned(1, 100);
      put(large("a", 3000));
      put(large("b", 3000));
      select(where);
      clock.advance(Duration.ofMillis(10)); // a hundredth of a unit
      for (int i = 0; i < entry.getValue(); i++) {
        get("a");
      }
      assertThrottled(
          OF_TABLE, "TableReadProvisionedThroughputExceeded", () -> select(" WHERE id = 'a'"));
      assertThrottled(OF_TABLE, "TableReadProvisionedThroughputExceeded", () -> select(where));
      databases.close();
    }
    databases = null;
  }

  @Test
  void aSelectEndsItsPageWhereTheNextRangeIsThrottled() throws IOException {
    open(NO_BURST);
    createProvisioned(1, 100);
    put(large("a", 5000)); // one unit, as it need not be consistent
    put(key("b"));
    String both = "SELECT id FROM tab WHERE id IN ['a', 'b']";
    ExecuteStatementResult first = varve.executeStatement(ExecuteStatement.of(both).build());
    assertEquals(List.of(key("a")), first.items());
    ExecuteStatement second =
        ExecuteStatement.of(both).nextToken(first.nextToken().orElseThrow()).build();
    assertThrottled(
        OF_TABLE, "TableReadProvisionedThroughputExceeded", () -> varve.executeStatement(second));
    clock.advance(Duration.ofSeconds(1));
    ExecuteStatementResult rest = varve.executeStatement(second);
    assertEquals(List.of(key("b")), rest.items());
    assertEquals(Optional.empty(), rest.nextToken());
  }

  @Test
  void throttledStatementsOfABatchFailAlone() throws IOException {
    open(NO_BURST);
    createProvisioned(1, 1);
    get("x");
    get("x");
    BatchExecuteStatement reads =
        BatchExecuteStatement.builder()
            .statements(
                statement("SELECT * FROM tab WHERE id = 'a'"),
                statement("SELECT * FROM tab WHERE id = 'b'"))
            .build();
    BatchExecuteStatement writes =
        BatchExecuteStatement.builder()
            .statements(
                statement("INSERT INTO tab VALUE {'id': 'a'}"),
                statement("INSERT INTO tab VALUE {'id': 'b'}"))
            .build();
    Optional<BatchStatementErrorCodeEnum> throttled =
        Optional.of(BatchStatementErrorCodeEnum.PROVISIONED_THROUGHPUT_EXCEEDED);
    assertEquals(List.of(throttled, throttled), codes(reads));
    assertEquals(List.of(Optional.empty(), throttled), codes(writes));
    assertEquals(1, varve.countItems(TABLE));
  }

  private static BatchStatementRequest statement(String text) {
    return BatchStatementRequest.builder().statement(text).build();
  }

  private List<Optional<BatchStatementErrorCodeEnum>> codes(BatchExecuteStatement batch)
      throws IOException {
    return varve.batchExecuteStatement(batch).responses().stream()
        .map(response -> response.error().flatMap(BatchStatementError::code))
        .toList();
  }

  @Test
  void aThrottledStatementCancelsItsTransaction() throws IOException {
    open(NO_BURST);
    createProvisioned(1, 100);
    get("x");
    get("x");
    TransactionCanceledException canceled =
        assertThrows(
            TransactionCanceledException.class,
            () ->
                varve.executeTransaction(
                    ExecuteTransaction.builder()
                        .transactStatements(
                            ParameterizedStatement.of("SELECT * FROM tab WHERE id = 'a'").build())
                        .build()));
    assertEquals("ProvisionedThroughputExceeded", canceled.cancellationReasons().getFirst().code());
  }

  @Test
  void aTableOnDemandGrowsByHalfHours() throws IOException {
    open(NO_BURST.withOnDemandUnits(2, 3));
    createOnDemand();
    for (int i = 0; i < 3; i++) {
      put(key("a"));
    }
    assertThrottledOnDemand(ON_DEMAND, "TableWriteKeyRangeThroughputExceeded", () -> put(key("a")));
    for (int i = 0; i < 4; i++) {
      get("a");
    }
    assertThrottledOnDemand(ON_DEMAND, "TableReadKeyRangeThroughputExceeded", () -> get("a"));
    clock.advance(Duration.ofMinutes(31));
    put(key("a")); // three in a second were the most: six from now on
    clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 6; i++) {
      put(key("a"));
    }
    assertThrottledOnDemand(ON_DEMAND, "TableWriteKeyRangeThroughputExceeded", () -> put(key("a")));
    TransactionCanceledException cancelled =
        assertThrows(
            TransactionCanceledException.class,
            () ->
                varve.transactWriteItems(
                    TransactWriteItems.builder()
                        .transactItems(TransactWriteItem.of(Put.into(TABLE).item(key("a")).build()))
                        .build()));
    assertEquals("ThrottlingError", cancelled.cancellationReasons().get(0).code());
  }

  @Test
  void aMaximumOnDemandHolds() throws IOException {
    open(NO_BURST);
    varve.createTable(
        table()
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .onDemandThroughput(new OnDemandThroughput(null, 2L))
            .build());
    put(key("a"));
    put(key("a"));
    String message =
        "Throughput exceeds the maximum OnDemandThroughput configured on table or index";
    assertThrottledOnDemand(
        message, "TableWriteMaxOnDemandThroughputExceeded", () -> put(key("a")));
    varve.updateTable(
        UpdateTable.named(TABLE).onDemandThroughput(new OnDemandThroughput(null, -1L)).build());
    put(key("a"));
  }

  @Test
  void aPartitionGivesNoMoreThanItCanWhateverItsTableHasLeft() throws IOException {
    open(NO_BURST.withPartitionUnits(100, 2));
    varve.createTable(
        TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).partitions(2).build());
    String other = "b";
    while (varve.partitionOf(TABLE, key(other)) == varve.partitionOf(TABLE, key("a"))) {
      other += "b";
    }
    String elsewhere = other;
    put(key("a"));
    put(key("a"));
    assertThrottledOnDemand(ON_DEMAND, "TableWriteKeyRangeThroughputExceeded", () -> put(key("a")));
    put(key(elsewhere));
    put(key(elsewhere));
  }

  @Test
  void moreUnitsCountAtOnce() throws IOException {
    open(NO_BURST);
    createProvisioned(1, 1);
    put(key("a"));
    assertThrottled(OF_TABLE, "TableWriteProvisionedThroughputExceeded", () -> put(key("a")));
    varve.updateTable(UpdateTable.named(TABLE).provisionedThroughput(units(1, 1000)).build());
    assertThrottled(OF_TABLE, "TableWriteProvisionedThroughputExceeded", () -> put(key("a")));
    clock.advance(Duration.ofMillis(100));
    for (int i = 0; i < 100; i++) {
      put(key("a"));
    }
    assertThrottled(OF_TABLE, "TableWriteProvisionedThroughputExceeded", () -> put(key("a")));
  }

  @Test
  void decreasesAreLimitedInADay() throws IOException {
    open(NO_BURST);
    createProvisioned(10, 10);
    for (int reads = 9; reads >= 6; reads--) {
      varve.updateTable(UpdateTable.named(TABLE).provisionedThroughput(units(reads, 10)).build());
    }
    UpdateTable fifth = UpdateTable.named(TABLE).provisionedThroughput(units(5, 10)).build();
    assertRefused(
        LimitExceededException.class,
        "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most once every 3600 seconds. Number of decreases today: 4. Last decrease at Wednesday, January 1, 2025 12:00:00 AM UTC. Next decrease can be made at Wednesday, January 1, 2025 1:00:00 AM UTC",
        () -> varve.updateTable(fifth));
    varve.updateTable(UpdateTable.named(TABLE).provisionedThroughput(units(20, 20)).build());
    clock.advance(Duration.ofHours(1));
    varve.updateTable(fifth);
    clock.advance(Duration.ofHours(23)); // another day
    varve.updateTable(UpdateTable.named(TABLE).provisionedThroughput(units(4, 10)).build());
  }

  @Test
  void aSweepTakesNothingAndIsNotThrottled() throws IOException {
    open(NO_BURST);
    createProvisioned(100, 1);
    TimeToLive.enable(varve, TABLE, "until");
    for (int i = 0; i < 20; i++) {
      put(Item.of("id", s("k" + i), "until", n(1_735_689_500)));
      clock.advance(Duration.ofSeconds(1));
    }
    assertEquals(20, varve.sweepExpired(TABLE));
    put(key("a"));
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    ThrottlingOptions options = ThrottlingOptions.defaults();
    assertThrows(IllegalArgumentException.class, () -> options.withBurst(Duration.ofMillis(999)));
    assertThrows(IllegalArgumentException.class, () -> options.withBurst(Duration.ofDays(2)));
    assertThrows(IllegalArgumentException.class, () -> options.withPartitionUnits(0, 1));
    assertThrows(IllegalArgumentException.class, () -> options.withOnDemandUnits(1, -1));
  }
}
