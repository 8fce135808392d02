package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BatchExecuteStatement;
import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchGetItemResult;
import dev.varve.dynamodb.api.BatchStatementRequest;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.BatchWriteItemResult;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.CancellationReason;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteTransaction;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.InternalServerError;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.ListTables;
import dev.varve.dynamodb.api.ParameterizedStatement;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.TransactionConflictException;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.fault.FaultPlan;
import dev.varve.dynamodb.fault.FaultRule;
import dev.varve.dynamodb.fault.Faults;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.NeverWaits;
import dev.varve.io.WouldWait;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultsTest {
  private static final String TABLE = "Orders";
  private static final String OTHER = "Others";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Faults faults = new Faults();
  private final TestClock clock = TestClock.at(Instant.parse("2030-01-01T00:00:00Z"));
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    varve =
        Varve.openInMemory(
            VarveOptions.defaults().withFaults(faults).withClock(clock).withPartitionsPerTable(2));
    varve.createTable(
        TableDefinition.named(TABLE)
            .partitionKey("Id", AttributeType.N)
            .globalIndex("ByCity", "City", AttributeType.S)
            .build());
    varve.createTable(TableDefinition.named(OTHER).partitionKey("Id", AttributeType.N).build());
  }

  @AfterEach
  void close() throws IOException {
    varve.close();
  }

  private void use(FaultRule... rules) {
    faults.use(FaultPlan.of(7, rules));
  }

  private static Item key(int id) {
    return Item.of("Id", n(id));
  }

  private static Item order(int id, String city) {
    return Item.of("Id", n(id), "City", s(city));
  }

  private void put(int id) throws IOException {
    varve.putItem(PutItem.of(TABLE, order(id, "Rome")));
  }

  private boolean has(int id) throws IOException {
    return varve.getItem(GetItem.from(TABLE).key(key(id)).consistent().build()).item().isPresent();
  }

  // ---- Refusals ----

  @Test
  void aTableOnDemandIsThrottledAsSuch() throws IOException {
    use(FaultRule.throttle().operations("PutItem"));
    ThrottlingException refused = assertThrows(ThrottlingException.class, () -> put(1));
    assertEquals(
        "TableWriteKeyRangeThroughputExceeded",
        refused.throttlingReasons().getFirst().reason().orElseThrow());
    assertFalse(has(1));
    use(FaultRule.throttle());
    refused = assertThrows(ThrottlingException.class, () -> varve.query(byCity(false)));
    assertEquals(
        "IndexReadKeyRangeThroughputExceeded",
        refused.throttlingReasons().getFirst().reason().orElseThrow());
  }

  @Test
  void aProvisionedTableIsThrottledAsSuch() throws IOException {
    varve.createTable(
        CreateTable.named("Provisioned")
            .attributeDefinitions(AttributeDefinition.of("Id", ScalarAttributeType.N))
            .keySchema(KeySchemaElement.of("Id", KeyType.HASH))
            .billingMode(BillingMode.PROVISIONED)
            .provisionedThroughput(new ProvisionedThroughput(5L, 5L))
            .build());
    use(FaultRule.throttle().tables("Provisioned"));
    ProvisionedThroughputExceededException refused =
        assertThrows(
            ProvisionedThroughputExceededException.class,
            () -> varve.getItem(GetItem.of("Provisioned", key(1))));
    assertEquals(
        "TableReadProvisionedThroughputExceeded",
        refused.throttlingReasons().getFirst().reason().orElseThrow());
    put(1); // the other table is as ever
  }

  @Test
  void aTransactionIsCancelledForTheActionOnTheRulesTable() throws IOException {
    TransactWriteItems writes =
        TransactWriteItems.builder()
            .transactItems(
                TransactWriteItem.of(Put.into(TABLE).item(order(1, "Rome")).build()),
                TransactWriteItem.of(Put.into(OTHER).item(key(1)).build()))
            .build();
    use(FaultRule.throttle().tables(OTHER));
    assertEquals(
        List.of("None", "ThrottlingError"), reasons(() -> varve.transactWriteItems(writes)));
    use(FaultRule.conflict().tables(TABLE).times(1));
    assertEquals(
        List.of("TransactionConflict", "None"), reasons(() -> varve.transactWriteItems(writes)));
    assertFalse(has(1));
    varve.transactWriteItems(writes);
    assertTrue(has(1));
    use(FaultRule.conflict());
    assertEquals(
        List.of("TransactionConflict"),
        reasons(() ->
            varve.transactGetItems(
                TransactGetItems.builder()
                    .transactItems(TransactGetItem.of(Get.from(TABLE).key(key(1)).build()))
                    .build())));
    assertEquals(
        List.of("TransactionConflict"),
        reasons(() ->
            varve.executeTransaction(
                ExecuteTransaction.builder()
                    .transactStatements(
                        ParameterizedStatement.of("DELETE FROM Orders WHERE Id = 1").build())
                    .build())));
    assertTrue(has(1));
  }

  /** A call that may throw. */
  private interface Call {
    Object run() throws IOException;
  }

  private static List<String> reasons(Call call) {
    return assertThrows(TransactionCanceledException.class, call::run)
        .cancellationReasons()
        .stream()
        .map(CancellationReason::code)
        .toList();
  }

  @Test
  void onlyWritesOfOneItemMeetConflicts() throws IOException {
    use(FaultRule.conflict());
    assertThrows(TransactionConflictException.class, () -> put(1));
    assertThrows(
        TransactionConflictException.class,
        () -> varve.executeStatement(statement("INSERT INTO Orders VALUE {'Id': 1}")));
    varve.executeStatement(statement("SELECT * FROM Orders WHERE Id = 1"));
    assertFalse(has(1));
    batchWrite(List.of(1, 2, 3));
    varve.scan(Scan.of(TABLE).build());
    assertEquals(2, faults.counts().getFirst().calls());
  }

  private static ExecuteStatement statement(String text) {
    return ExecuteStatement.of(text).build();
  }

  @Test
  void anInternalErrorIsBeforeTheWorkOrBehindIt() throws IOException {
    use(FaultRule.internalError().operations("PutItem").times(1));
    assertThrows(InternalServerError.class, () -> put(1));
    assertFalse(has(1));
    put(1);
    use(FaultRule.lostAnswer().operations("UpdateItem"));
    UpdateItem twice =
        UpdateItem.in(TABLE).key(key(1)).update("ADD Pieces :one").value(":one", n(1)).build();
    assertThrows(InternalServerError.class, () -> varve.updateItem(twice));
    assertEquals(n(1), varve.getItem(GetItem.of(TABLE, key(1))).item().orElseThrow().get("Pieces"));
  }

  @Test
  void otherOperationsFailAndAreDelayedToo() throws IOException {
    use(
        FaultRule.internalError().operations("ListTables", "DescribeTable", "CreateTable"),
        FaultRule.throttle().operations("ListTables", "BatchExecuteStatement"),
        FaultRule.latency(Duration.ZERO, Duration.ofMillis(1)).operations("DeleteTable"));
    assertThrows(InternalServerError.class, () -> varve.listTables(ListTables.builder().build()));
    assertThrows(
        InternalServerError.class,
        () -> varve.describeTable(DescribeTable.builder().tableName(TABLE).build()));
    assertThrows(
        InternalServerError.class,
        () ->
            varve.createTable(
                TableDefinition.named("New").partitionKey("Id", AttributeType.N).build()));
    varve.batchExecuteStatement(
        BatchExecuteStatement.builder()
            .statements(BatchStatementRequest.of("SELECT * FROM Orders WHERE Id = 1").build())
            .build());
    assertEquals(0, faults.counts().get(1).calls());
    assertEquals(List.of(TABLE, OTHER), varve.listTables());
  }

  @Test
  void whatTheServiceRefusesByItselfMeetsNoFault() throws IOException {
    use(FaultRule.throttle(), FaultRule.internalError());
    assertThrows(
        ValidationException.class,
        () -> varve.putItem(PutItem.into(TABLE).item(key(1)).value(":x", n(1)).build()));
    assertThrows(
        ResourceNotFoundException.class, () -> varve.putItem(PutItem.of("Nobody", key(1))));
    assertEquals(0, faults.counts().getFirst().calls());
    faults.stop();
    put(1);
  }

  // ---- Batches ----

  private BatchWriteItemResult batchWrite(List<Integer> ids) throws IOException {
    return varve.batchWriteItem(
        BatchWriteItem.builder().requestItems(Map.of(TABLE, puts(ids))).build());
  }

  private static List<WriteRequest> puts(List<Integer> ids) {
    return ids.stream().map(id -> WriteRequest.of(PutRequest.of(order(id, "Rome")))).toList();
  }

  @Test
  void aBatchWriteLeavesSomeItemsAndWritesTheOthers() throws IOException {
    use(FaultRule.unprocessed(0.5));
    List<Integer> all = IntStream.range(0, 25).boxed().toList();
    Map<String, List<WriteRequest>> left = batchWrite(all).unprocessedItems();
    int first = left.get(TABLE).size();
    assertTrue(first > 0 && first < 25, () -> "left: " + first);
    for (int id : all) {
      boolean isLeft = left.get(TABLE).contains(puts(List.of(id)).getFirst());
      assertEquals(!isLeft, has(id), () -> "item " + id);
    }
    int rounds = 0;
    while (!left.isEmpty()) { // as a program does; it comes to an end
      left =
          varve
              .batchWriteItem(BatchWriteItem.builder().requestItems(left).build())
              .unprocessedItems();
      rounds++;
      assertTrue(rounds < 25, "no end");
    }
    assertEquals(25, varve.countItems(TABLE));
  }

  @Test
  void aBatchReadLeavesSomeKeysAndReadsTheOthers() throws IOException {
    batchWrite(List.of(0, 1, 2, 3, 4, 5));
    use(FaultRule.unprocessed(1)); // all but one, since one is always processed
    BatchGetItemResult read = varve.batchGetItem(gets(List.of(0, 1, 2, 3, 4, 5), false));
    assertEquals(1, read.responses().get(TABLE).size());
    List<Item> left = read.unprocessedKeys().get(TABLE).keys();
    assertEquals(5, left.size());
    Item only = Item.of("Id", read.responses().get(TABLE).getFirst().get("Id"));
    assertFalse(left.contains(only));
    varve.batchGetItem(gets(List.of(1), false)); // of one item nothing is left
    assertEquals(1, faults.counts().getFirst().calls());
  }

  private static BatchGetItem gets(List<Integer> ids, boolean consistent) {
    return BatchGetItem.builder()
        .requestItems(
            Map.of(
                TABLE,
                KeysAndAttributes.builder()
                    .keys(ids.stream().map(FaultsTest::key).toList())
                    .consistentRead(consistent)
                    .build()))
        .build();
  }

  @Test
  void aBatchWithAWrongKeyIsRefusedWhole() throws IOException {
    use(FaultRule.unprocessed(0.9));
    List<WriteRequest> writes = new ArrayList<>(puts(List.of(1, 2, 3)));
    writes.add(WriteRequest.of(PutRequest.of(Item.of("Id", s("text")))));
    assertThrows(
        ValidationException.class,
        () ->
            varve.batchWriteItem(
                BatchWriteItem.builder().requestItems(Map.of(TABLE, writes)).build()));
    assertEquals(0, varve.countItems(TABLE));
  }

  // ---- Stale reads ----

  private static Query byCity(boolean count) {
    Query.Builder query = Query.of(TABLE).index("ByCity").where("City = :c").value(":c", s("Rome"));
    return (count ? query.select(Select.COUNT) : query).build();
  }

  @Test
  void readsThatAreNotConsistentShowWhatWas() throws IOException {
    use(FaultRule.staleReads(SECOND));
    put(1);
    assertTrue(has(1));
    assertStale(true);
    clock.advance(SECOND.minusMillis(1));
    assertStale(true);
    clock.advance(Duration.ofMillis(1));
    assertStale(false);
    put(2);
    faults.stop();
    assertEquals(2, varve.scan(Scan.of(TABLE).build()).count());
  }

  private void assertStale(boolean stale) throws IOException {
    int seen = stale ? 0 : 1;
    assertEquals(stale, varve.getItem(GetItem.of(TABLE, key(1))).item().isEmpty());
    assertEquals(seen, varve.scan(Scan.of(TABLE).build()).count());
    assertEquals(seen, varve.query(byCity(true)).count());
    assertEquals(
        seen,
        varve.executeStatement(statement("SELECT * FROM Orders WHERE Id = 1")).items().size());
    assertEquals(seen, varve.batchGetItem(gets(List.of(1), false)).responses().get(TABLE).size());
    assertEquals(1, varve.batchGetItem(gets(List.of(1), true)).responses().get(TABLE).size());
    assertEquals(
        1,
        varve
            .transactGetItems(
                TransactGetItems.builder()
                    .transactItems(TransactGetItem.of(Get.from(TABLE).key(key(1)).build()))
                    .build())
            .responses()
            .stream()
            .filter(response -> response.item().isPresent())
            .count());
  }

  @Test
  void aSlowIndexIsBehindItsTable() throws IOException {
    use(FaultRule.slowIndexes(SECOND).tables(TABLE));
    put(1);
    assertEquals(0, varve.query(byCity(true)).count());
    assertEquals(0, varve.scan(Scan.of(TABLE).index("ByCity").build()).count());
    assertTrue(varve.getItem(GetItem.of(TABLE, key(1))).item().isPresent());
    assertEquals(1, varve.scan(Scan.of(TABLE).build()).count());
    clock.advance(SECOND);
    assertEquals(1, varve.query(byCity(true)).count());
    assertEquals(3, faults.counts().getFirst().struck());
  }

  @Test
  void conditionsAndUpdatesSeeTheNewestState() throws IOException {
    use(FaultRule.staleReads(SECOND), FaultRule.slowIndexes(SECOND));
    put(1);
    varve.updateItem(
        UpdateItem.in(TABLE)
            .key(key(1))
            .update("SET City = :p")
            .condition("City = :r")
            .value(":p", s("Paris"))
            .value(":r", s("Rome"))
            .build());
    assertTrue(has(1));
  }

  // ---- Threads ----

  @Test
  void aThreadThatNeverWaitsDecidesNothing() throws Exception {
    use(FaultRule.throttle().operations("GetItem").times(1));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    final class Loop extends Thread implements NeverWaits {
      @Override
      public void run() {
        try {
          varve.getItem(GetItem.of(TABLE, key(1)));
        } catch (IOException | RuntimeException | Error e) {
          thrown.set(e);
        }
      }
    }
    Loop loop = new Loop();
    loop.start();
    loop.join();
    assertEquals(WouldWait.class, thrown.get().getClass());
    assertEquals(0, faults.counts().getFirst().calls());
    assertThrows(ThrottlingException.class, () -> varve.getItem(GetItem.of(TABLE, key(1))));
  }

  @Test
  void aDelayEndsWithItsThreadsInterruption() {
    use(FaultRule.latency(Duration.ofMinutes(5), Duration.ofMinutes(10)));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedIOException.class, () -> put(1));
    assertTrue(Thread.interrupted());
    faults.stop();
  }
}
