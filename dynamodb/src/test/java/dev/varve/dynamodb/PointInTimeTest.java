package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.ContinuousBackupsDescription;
import dev.varve.dynamodb.api.ContinuousBackupsStatus;
import dev.varve.dynamodb.api.ContinuousBackupsUnavailableException;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DescribeContinuousBackups;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.InvalidRestoreTimeException;
import dev.varve.dynamodb.api.ItemCollectionSizeLimitExceededException;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.PointInTimeRecoveryDescription;
import dev.varve.dynamodb.api.PointInTimeRecoverySpecification;
import dev.varve.dynamodb.api.PointInTimeRecoveryStatus;
import dev.varve.dynamodb.api.PointInTimeRecoveryUnavailableException;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.RestoreSummary;
import dev.varve.dynamodb.api.RestoreTableToPointInTime;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TableAlreadyExistsException;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.TableInUseException;
import dev.varve.dynamodb.api.TableNotFoundException;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.api.TimeToLiveStatus;
import dev.varve.dynamodb.api.UpdateContinuousBackups;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.TimeToLive;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Continuous backups: their window, what is restored out of it, and what is refused. */
class PointInTimeTest extends DatabaseFixture {
  private static final String CITIES = "cities";
  private static final VarveOptions OPTIONS =
      VarveOptions.defaults().withDurability(Durability.BUFFERED).withEngine(Databases.SMALL);

  private final ManualClock clock = new ManualClock();

  @Override
  Databases databases() throws IOException {
    return new Databases(OPTIONS, clock);
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.epochMillis());
  }

  private ContinuousBackupsDescription update(String table, boolean enabled, Integer days)
      throws IOException {
    return varve
        .updateContinuousBackups(
            new UpdateContinuousBackups(table, new PointInTimeRecoverySpecification(enabled, days)))
        .continuousBackupsDescription()
        .orElseThrow();
  }

  private PointInTimeRecoveryDescription recovery(String table) throws IOException {
    return varve
        .describeContinuousBackups(new DescribeContinuousBackups(table))
        .continuousBackupsDescription()
        .flatMap(ContinuousBackupsDescription::pointInTimeRecoveryDescription)
        .orElseThrow();
  }

  private static RestoreTableToPointInTime restoration(String source, String target) {
    return RestoreTableToPointInTime.builder()
        .sourceTableName(source)
        .targetTableName(target)
        .build();
  }

  private TableDescription restore(String source, String target, Instant time) throws IOException {
    return varve
        .restoreTableToPointInTime(
            restoration(source, target).toBuilder().restoreDateTime(time).build())
        .tableDescription()
        .orElseThrow();
  }

  private TableDescription restoreLatest(String source, String target) throws IOException {
    return varve
        .restoreTableToPointInTime(
            restoration(source, target).toBuilder().useLatestRestorableTime(true).build())
        .tableDescription()
        .orElseThrow();
  }

  private TableDescription describe(String table) throws IOException {
    return varve.describeTable(new DescribeTable(table)).table();
  }

  private void second() {
    clock.advance(Duration.ofSeconds(1));
  }

  private static Item user(String id, int age) {
    return userKey(id).toBuilder().put("age", AttributeValue.n(age)).build();
  }

  private static Item city(String id, String country, int size) {
    return Item.builder()
        .put("id", AttributeValue.s(id))
        .put("country", AttributeValue.s(country))
        .put("size", AttributeValue.n(size))
        .build();
  }

  private void createCities() throws IOException {
    varve.createTable(
        TableDefinition.named(CITIES)
            .partitionKey("country", AttributeType.S)
            .sortKey("id", AttributeType.S)
            .globalIndex("byId", "id", AttributeType.S)
            .localIndex("bySize", "size", AttributeType.N)
            .partitions(2)
            .build());
    update(CITIES, true, null);
    second();
    put(CITIES, city("bern", "ch", 144));
    put(CITIES, city("genf", "ch", 204));
    put(CITIES, city("oslo", "no", 717));
  }

  private List<Item> all(String table, String index) throws IOException {
    return varve.items(Scan.of(table).indexName(index).build()).stream().toList();
  }

  @Test
  void anItemIsAsItWasAtEachSecond() throws IOException {
    update(USERS, true, null);
    Instant none = now();
    second();
    put(USERS, user("a", 1));
    Instant first = now();
    second();
    put(USERS, user("a", 2));
    put(USERS, user("b", 1));
    Instant second = now();
    second();
    varve.deleteItem(DeleteItem.of(USERS, userKey("a")));
    reopen();
    restore(USERS, "none", none);
    restore(USERS, "first", first);
    restore(USERS, "second", second);
    restoreLatest(USERS, "latest");
    assertEquals(List.of(), scanAll("none"));
    assertEquals(List.of(user("a", 1)), scanAll("first"));
    assertEquals(user("a", 2), get("second", userKey("a")));
    assertEquals(2, varve.countItems("second"));
    assertEquals(List.of(user("b", 1)), scanAll("latest"));
    put("first", user("c", 3)); // a table like others, of its own
    varve.deleteTable(USERS);
    reopen();
    assertEquals(2, scanAll("first").size());
    assertEquals(2, scanAll("second").size());
  }

  @Test
  void theAnswersAreTheServices() throws IOException {
    PointInTimeRecoveryDescription disabled = recovery(USERS);
    assertEquals(
        PointInTimeRecoveryStatus.DISABLED, disabled.pointInTimeRecoveryStatus().orElseThrow());
    assertEquals(Optional.empty(), disabled.recoveryPeriodInDays());
    assertEquals(Optional.empty(), disabled.earliestRestorableDateTime());
    Instant begun = now();
    ContinuousBackupsDescription answer = update(USERS, true, null);
    assertEquals(ContinuousBackupsStatus.ENABLED, answer.continuousBackupsStatus());
    assertEquals(Optional.of(recovery(USERS)), answer.pointInTimeRecoveryDescription());
    clock.advance(Duration.ofDays(3));
    for (int opening = 0; opening < 2; opening++) {
      PointInTimeRecoveryDescription enabled = recovery(USERS);
      assertEquals(
          PointInTimeRecoveryStatus.ENABLED, enabled.pointInTimeRecoveryStatus().orElseThrow());
      assertEquals(Optional.of(35), enabled.recoveryPeriodInDays());
      assertEquals(Optional.of(begun), enabled.earliestRestorableDateTime());
      assertEquals(Optional.of(now()), enabled.latestRestorableDateTime());
      reopen();
    }
    clock.advance(Duration.ofDays(40));
    assertEquals(
        Optional.of(now().minus(Duration.ofDays(35))),
        recovery(USERS).earliestRestorableDateTime());
    assertEquals(
        Optional.of(disabled), update(USERS, false, null).pointInTimeRecoveryDescription());
    assertEquals(Optional.of(disabled), update(USERS, false, 3).pointInTimeRecoveryDescription());
  }

  @Test
  void aPeriodThatGrowsDoesNotBringBackWhatIsGone() throws IOException {
    update(USERS, true, 10);
    clock.advance(Duration.ofDays(8));
    update(USERS, true, 2);
    Instant earliest = now().minus(Duration.ofDays(2));
    assertEquals(Optional.of(earliest), recovery(USERS).earliestRestorableDateTime());
    clock.advance(Duration.ofDays(1));
    update(USERS, true, 35);
    assertEquals(
        Optional.of(earliest.plus(Duration.ofDays(1))),
        recovery(USERS).earliestRestorableDateTime());
    assertEquals(Optional.of(35), recovery(USERS).recoveryPeriodInDays());
    update(USERS, true, null); // stays as it is
    assertEquals(Optional.of(35), recovery(USERS).recoveryPeriodInDays());
  }

  /** How many partitions the engine has. */
  private int partitions() throws IOException {
    int[] count = new int[1];
    varve =
        databases.inspect((engine, _) -> {
          count[0] = engine.partitions().size();
        });
    return count[0];
  }

  @Test
  void whatIsOldIsDroppedWithItsPartitions() throws IOException {
    int without = partitions();
    update(USERS, true, 1);
    int logs = partitions() - without;
    assertEquals(varve.partitions(USERS).size(), logs);
    for (int day = 1; day <= 6; day++) {
      put(USERS, user("a", day));
      clock.advance(Duration.ofHours(25));
    }
    put(USERS, user("a", 7)); // each write does what is due
    int kept = partitions() - without;
    assertTrue(kept >= 2 * logs && kept <= 3 * logs, kept + " of " + logs + " at a time");
    restore(USERS, "before", now().minus(Duration.ofHours(20)));
    assertEquals(List.of(user("a", 6)), scanAll("before"));
    varve.deleteTable("before");
    update(USERS, false, null);
    assertEquals(without, partitions());
    update(USERS, true, 1);
    varve.deleteTable(USERS);
    assertEquals(without - logs, partitions());
  }

  @Test
  void aHistoryThatBeginsAgainHasNothingOfTheOneBefore() throws IOException {
    update(USERS, true, null);
    second();
    put(USERS, user("a", 1));
    Instant before = now();
    second();
    update(USERS, false, null);
    put(USERS, user("a", 2));
    second();
    assertRefused(
        PointInTimeRecoveryUnavailableException.class,
        "Point in time recovery is not enabled for table 'users'",
        () -> restoreLatest(USERS, "new"));
    update(USERS, true, null);
    assertThrows(InvalidRestoreTimeException.class, () -> restore(USERS, "new", before));
    restore(USERS, "new", now());
    assertEquals(List.of(user("a", 2)), scanAll("new"));
  }

  @Test
  void aRestoredTableHasTheIndexesAndSaysWhereItComesFrom() throws IOException {
    createCities();
    Instant before = now();
    second();
    put(CITIES, city("bern", "ch", 1));
    put(CITIES, city("lyon", "fr", 520));
    TableDescription answer = restore(CITIES, "copy", before);
    assertEquals(TableStatus.CREATING, answer.tableStatus());
    RestoreSummary summary = answer.restoreSummary().orElseThrow();
    assertTrue(summary.restoreInProgress());
    assertEquals(Optional.empty(), summary.sourceBackupArn());
    assertEquals(describe(CITIES).tableArn(), summary.sourceTableArn().orElseThrow());
    assertEquals(before, summary.restoreDateTime());
    reopen();
    TableDescription restored = describe("copy");
    assertEquals(TableStatus.ACTIVE, restored.tableStatus());
    assertFalse(restored.restoreSummary().orElseThrow().restoreInProgress());
    assertEquals(3, restored.itemCount());
    assertEquals(3, all("copy", "byId").size());
    assertEquals(
        List.of(city("bern", "ch", 144), city("genf", "ch", 204)),
        varve
            .items(
                Query.of("copy")
                    .index("bySize")
                    .where("country = :c")
                    .value(":c", AttributeValue.s("ch"))
                    .build())
            .stream()
            .toList());
    assertEquals(4, all(CITIES, "byId").size());
  }

  @Test
  void indexesAndBillingAreAsAsked() throws IOException {
    createCities();
    Instant before = now();
    second();
    put(CITIES, city("bern", "ch", 1));
    GlobalSecondaryIndex same =
        GlobalSecondaryIndex.builder()
            .indexName("byId")
            .keySchema(KeySchemaElement.of("id", KeyType.HASH))
            .projection(Projection.of(ProjectionType.ALL))
            .build();
    ProvisionedThroughput units = new ProvisionedThroughput(5L, 7L);
    varve.restoreTableToPointInTime(
        restoration(CITIES, "none").toBuilder()
            .restoreDateTime(before)
            .globalSecondaryIndexOverride(List.of())
            .localSecondaryIndexOverride(List.of())
            .billingModeOverride(BillingMode.PROVISIONED)
            .provisionedThroughputOverride(units)
            .build());
    TableDescription none = describe("none");
    assertEquals(List.of(), none.globalSecondaryIndexes());
    assertEquals(List.of(), none.localSecondaryIndexes());
    assertEquals(2, none.attributeDefinitions().size());
    assertEquals(7L, none.provisionedThroughput().orElseThrow().writeCapacityUnits().orElseThrow());
    assertEquals(3, scanAll("none").size());
    varve.restoreTableToPointInTime(
        restoration(CITIES, "global").toBuilder()
            .restoreDateTime(before)
            .globalSecondaryIndexOverride(List.of(same))
            .localSecondaryIndexOverride(List.of())
            .build());
    assertTrue(all("global", "byId").contains(city("bern", "ch", 144)));
    assertEquals(List.of(), describe("global").localSecondaryIndexes());
    assertRefused(
        ValidationException.class,
        "One or more parameter values were invalid: GlobalSecondaryIndexOverride names an index that the table does not have: other",
        () ->
            varve.restoreTableToPointInTime(
                restoration(CITIES, "wrong").toBuilder()
                    .restoreDateTime(before)
                    .globalSecondaryIndexOverride(
                        List.of(same.toBuilder().indexName("other").build()))
                    .build()));
    assertFalse(varve.listTables().contains("wrong"));
  }

  @Test
  void settingsAreThoseOfNowAndSomeAreNotRestored() throws IOException {
    createCities();
    Instant before = now();
    second();
    StreamSpecification stream = new StreamSpecification(true, StreamViewType.NEW_IMAGE);
    varve.updateTable(UpdateTable.named(CITIES).streamSpecification(stream).build());
    varve.updateTable(UpdateTable.named(CITIES).deletionProtectionEnabled(true).build());
    TimeToLive.enable(varve, CITIES, "until");
    second();
    put(CITIES, city("bern", "ch", 1)); // to the stream and to the history
    restore(CITIES, "copy", before);
    for (int opening = 0; opening < 2; opening++) {
      TableDescription copy = describe("copy");
      assertEquals(Optional.empty(), copy.streamSpecification());
      assertFalse(copy.deletionProtectionEnabled().orElseThrow());
      assertEquals(TimeToLiveStatus.DISABLED, TimeToLive.status(varve, "copy"));
      assertEquals(
          PointInTimeRecoveryStatus.DISABLED,
          recovery("copy").pointInTimeRecoveryStatus().orElseThrow());
      assertTrue(scanAll("copy").contains(city("bern", "ch", 144)));
      reopen();
    }
  }

  @Test
  void timesDoNotGoBackWithTheClock() throws IOException {
    update(USERS, true, null);
    second();
    put(USERS, user("a", 1));
    Instant first = now();
    clock.setBack(Duration.ofHours(1));
    put(USERS, user("a", 2));
    assertEquals(Optional.of(first), recovery(USERS).latestRestorableDateTime());
    for (int opening = 0; opening < 2; opening++) {
      restore(USERS, "then" + opening, first.minusMillis(1));
      assertEquals(List.of(), scanAll("then" + opening));
      restore(USERS, "now" + opening, first);
      assertEquals(List.of(user("a", 2)), scanAll("now" + opening));
      reopen();
    }
    clock.advance(Duration.ofHours(2));
    put(USERS, user("a", 3));
    restore(USERS, "between", first.plusMillis(1));
    assertEquals(List.of(user("a", 2)), scanAll("between"));
  }

  @Test
  void whatCannotBeRestoredIsRefused() throws IOException {
    update(USERS, true, null);
    second();
    assertRefused(
        TableNotFoundException.class,
        "Table not found: nowhere",
        () -> restoreLatest("nowhere", "new"));
    assertRefused(
        TableNotFoundException.class,
        "Table not found: nowhere",
        () -> update("nowhere", true, null));
    assertRefused(
        PointInTimeRecoveryUnavailableException.class,
        "Point in time recovery is not enabled for table 'notes'",
        () -> restoreLatest(NOTES, "new"));
    assertRefused(
        TableAlreadyExistsException.class,
        "Table already exists: notes",
        () -> restoreLatest(USERS, NOTES));
    String range =
        "RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime.";
    assertRefused(
        InvalidRestoreTimeException.class, range, () -> restore(USERS, "new", now().plusMillis(1)));
    assertRefused(
        InvalidRestoreTimeException.class, range, () -> restore(USERS, "new", Instant.EPOCH));
    String invalid = "One or more parameter values were invalid: ";
    assertRefused(
        ValidationException.class,
        invalid + "Either RestoreDateTime or UseLatestRestorableTime must be specified",
        () -> varve.restoreTableToPointInTime(restoration(USERS, "new")));
    assertRefused(
        ValidationException.class,
        invalid + "Either RestoreDateTime or UseLatestRestorableTime must be specified, not both",
        () ->
            varve.restoreTableToPointInTime(
                restoration(USERS, "new").toBuilder()
                    .useLatestRestorableTime(true)
                    .restoreDateTime(now())
                    .build()));
    assertRefused(
        ValidationException.class,
        invalid + "Either SourceTableArn or SourceTableName must be specified",
        () -> restoreLatest(null, "new"));
    assertRefused(
        ValidationException.class,
        invalid + "SourceTableArn and SourceTableName are of different tables",
        () ->
            varve.restoreTableToPointInTime(
                restoration(USERS, "new").toBuilder()
                    .sourceTableArn("arn:aws:dynamodb:us-east-1:000000000000:table/notes")
                    .useLatestRestorableTime(true)
                    .build()));
    assertEquals(List.of(NOTES, USERS), varve.listTables());
    varve.restoreTableToPointInTime(
        RestoreTableToPointInTime.builder()
            .sourceTableArn("arn:aws:dynamodb:us-east-1:000000000000:table/users")
            .targetTableName("new")
            .useLatestRestorableTime(true)
            .build());
    assertEquals(List.of("new", NOTES, USERS), varve.listTables());
  }

  @Test
  void transientStatesAreShownAndKeepOthersOut() throws IOException {
    Duration delay = Duration.ofSeconds(10);
    VarveOptions.TableDelays delays = new VarveOptions.TableDelays(delay, delay, delay);
    try (Databases slow = new Databases(OPTIONS.withDelays(delays), clock)) {
      varve = slow.varve();
      varve.createTable(TableDefinition.named("tab").partitionKey("id", AttributeType.S).build());
      assertRefused(
          ContinuousBackupsUnavailableException.class,
          "Continuous backups are not available, table is being created: tab",
          () -> update("tab", true, null));
      clock.advance(delay);
      update("tab", true, null);
      restoreLatest("tab", "new");
      assertRefused(
          TableInUseException.class,
          "Table is being created: new",
          () -> restoreLatest("tab", "new"));
      assertRefused(
          TableInUseException.class,
          "Table is being created: new",
          () -> restoreLatest("new", "newer"));
      clock.advance(delay);
      varve.deleteTable("tab");
      assertRefused(
          TableInUseException.class,
          "Table is being deleted: tab",
          () -> restoreLatest("tab", "other"));
    }
    varve = databases.varve();
  }

  /**
   * What there was then may be undone in an order in which a collection is larger than it may be.
   */
  @Test
  void aCollectionLimitDoesNotStandInTheWay() throws IOException {
    try (Databases limited = new Databases(OPTIONS.withCollectionLimitBytes(5000), clock)) {
      varve = limited.varve();
      createCities();
      String text = "x".repeat(1000);
      for (String id : List.of("aarau", "basel")) {
        put(CITIES, city(id, "be", 1).toBuilder().put("text", AttributeValue.s(text)).build());
      }
      Instant then = now();
      second();
      for (String id : List.of("aarau", "basel")) {
        varve.deleteItem(
            DeleteItem.of(
                CITIES, Item.of("country", AttributeValue.s("be"), "id", AttributeValue.s(id))));
      }
      for (String id : List.of("chur", "davos")) {
        put(CITIES, city(id, "be", 1).toBuilder().put("text", AttributeValue.s(text)).build());
      }
      restore(CITIES, "copy", then);
      assertEquals(
          List.of("aarau", "basel"),
          varve
              .items(
                  Query.of("copy")
                      .where("country = :c")
                      .value(":c", AttributeValue.s("be"))
                      .build())
              .stream()
              .map(item -> ((AttributeValue.S) item.get("id")).value())
              .toList());
      assertThrows(
          ItemCollectionSizeLimitExceededException.class,
          () ->
              put(
                  "copy",
                  city("chur", "be", 1).toBuilder().put("text", AttributeValue.s(text)).build()));
    }
    varve = databases.varve();
  }
}
