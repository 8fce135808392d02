package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BackupDescription;
import dev.varve.dynamodb.api.BackupDetails;
import dev.varve.dynamodb.api.BackupInUseException;
import dev.varve.dynamodb.api.BackupNotFoundException;
import dev.varve.dynamodb.api.BackupStatus;
import dev.varve.dynamodb.api.BackupSummary;
import dev.varve.dynamodb.api.BackupTypeFilter;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.CreateBackup;
import dev.varve.dynamodb.api.DeleteBackup;
import dev.varve.dynamodb.api.DescribeBackup;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.ListBackups;
import dev.varve.dynamodb.api.ListBackupsResult;
import dev.varve.dynamodb.api.ListTagsOfResource;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.RestoreSummary;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.SourceTableDetails;
import dev.varve.dynamodb.api.SourceTableFeatureDetails;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TableAlreadyExistsException;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.TableInUseException;
import dev.varve.dynamodb.api.TableNotFoundException;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.api.Tag;
import dev.varve.dynamodb.api.TagResource;
import dev.varve.dynamodb.api.TimeToLiveDescription;
import dev.varve.dynamodb.api.TimeToLiveStatus;
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

/** Backups: what they hold, how they are listed, what is made of them, and what is refused. */
class BackupsTest extends DatabaseFixture {
  private static final String CITIES = "cities";
  private static final VarveOptions OPTIONS =
      VarveOptions.defaults().withDurability(Durability.BUFFERED).withEngine(Databases.SMALL);

  private final ManualClock clock = new ManualClock();

  @Override
  Databases databases() throws IOException {
    return new Databases(OPTIONS, clock);
  }

  private String backUp(String table, String name) throws IOException {
    return varve
        .createBackup(new CreateBackup(table, name))
        .backupDetails()
        .orElseThrow()
        .backupArn();
  }

  private static RestoreTableFromBackup restoration(String arn, String target) {
    return RestoreTableFromBackup.builder().targetTableName(target).backupArn(arn).build();
  }

  private TableDescription restore(String arn, String target) throws IOException {
    return varve.restoreTableFromBackup(restoration(arn, target)).tableDescription().orElseThrow();
  }

  private TableDescription describe(String table) throws IOException {
    return varve.describeTable(new DescribeTable(table)).table();
  }

  private BackupDescription backup(String arn) throws IOException {
    return varve.describeBackup(new DescribeBackup(arn)).backupDescription().orElseThrow();
  }

  private List<String> names(ListBackups request) throws IOException {
    return varve.listBackups(request).backupSummaries().stream()
        .map(summary -> summary.backupName().orElseThrow())
        .toList();
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
    put(CITIES, city("bern", "ch", 144));
    put(CITIES, city("genf", "ch", 204));
    put(CITIES, city("oslo", "no", 717));
  }

  private List<Item> all(String table, String index) throws IOException {
    return varve.items(Scan.of(table).indexName(index).build()).stream().toList();
  }

  @Test
  void aBackupHoldsItsMomentAndOutlivesItsTable() throws IOException {
    put(USERS, userKey("a"));
    put(USERS, userKey("b"));
    String arn = backUp(USERS, "first");
    put(USERS, userKey("c"));
    varve.deleteTable(USERS);
    reopen();
    restore(arn, "restored");
    assertEquals(2, scanAll("restored").size());
    assertEquals(userKey("b"), get("restored", userKey("b")));
    put("restored", userKey("d"));
    restore(arn, USERS);
    assertEquals(2, varve.countItems(USERS));
    varve.deleteBackup(new DeleteBackup(arn));
    reopen();
    assertEquals(3, scanAll("restored").size());
    assertEquals(2, scanAll(USERS).size());
    assertEquals(List.of(), names(ListBackups.builder().build()));
  }

  @Test
  void theAnswersAreTheServices() throws IOException {
    createCities();
    BackupDetails created =
        varve.createBackup(new CreateBackup(CITIES, "first")).backupDetails().orElseThrow();
    assertEquals(BackupStatus.CREATING, created.backupStatus());
    assertTrue(
        created
            .backupArn()
            .matches(
                "arn:aws:dynamodb:us-east-1:000000000000:table/cities/backup/\\d{14}-[0-9a-f]{8}"),
        created.backupArn());
    BackupDescription described = backup(created.backupArn());
    BackupDetails details = described.backupDetails().orElseThrow();
    assertEquals(BackupStatus.AVAILABLE, details.backupStatus());
    assertEquals("USER", details.backupType().text());
    assertEquals(Instant.ofEpochMilli(clock.epochMillis()), details.backupCreationDateTime());
    SourceTableDetails source = described.sourceTableDetails().orElseThrow();
    assertEquals(CITIES, source.tableName());
    assertEquals(describe(CITIES).tableId(), source.tableId());
    assertEquals(3, source.itemCount().orElseThrow());
    assertEquals(BillingMode.PAY_PER_REQUEST, source.billingMode().orElseThrow());
    var features = described.sourceTableFeatureDetails().orElseThrow();
    assertEquals("byId", features.globalSecondaryIndexes().getFirst().indexName().orElseThrow());
    assertEquals("bySize", features.localSecondaryIndexes().getFirst().indexName().orElseThrow());
    BackupDescription deleted =
        varve.deleteBackup(new DeleteBackup(created.backupArn())).backupDescription().orElseThrow();
    assertEquals(BackupStatus.DELETED, deleted.backupDetails().orElseThrow().backupStatus());
    assertRefused(
        BackupNotFoundException.class,
        "Backup not found: " + created.backupArn(),
        () -> backup(created.backupArn()));
  }

  @Test
  void aRestoredTableHasTheIndexesAndSaysWhereItComesFrom() throws IOException {
    createCities();
    String arn = backUp(CITIES, "first");
    TableDescription answer = restore(arn, "copy");
    assertEquals(TableStatus.CREATING, answer.tableStatus());
    RestoreSummary summary = answer.restoreSummary().orElseThrow();
    assertTrue(summary.restoreInProgress());
    assertEquals(arn, summary.sourceBackupArn().orElseThrow());
    assertEquals(describe(CITIES).tableArn(), summary.sourceTableArn().orElseThrow());
    reopen();
    TableDescription restored = describe("copy");
    assertEquals(TableStatus.ACTIVE, restored.tableStatus());
    assertFalse(restored.restoreSummary().orElseThrow().restoreInProgress());
    assertEquals(3, restored.itemCount());
    assertFalse(restored.tableId().equals(describe(CITIES).tableId()));
    assertEquals(all(CITIES, "byId"), all("copy", "byId"));
    assertEquals(all(CITIES, "bySize"), all("copy", "bySize"));
    put("copy", city("lyon", "fr", 520));
    assertEquals(4, all("copy", "byId").size());
    assertEquals(3, all(CITIES, "byId").size());
  }

  @Test
  void indexesAreLeftOutAsAsked() throws IOException {
    createCities();
    String arn = backUp(CITIES, "first");
    GlobalSecondaryIndex same =
        GlobalSecondaryIndex.builder()
            .indexName("byId")
            .keySchema(KeySchemaElement.of("id", KeyType.HASH))
            .projection(Projection.of(ProjectionType.ALL))
            .build();
    varve.restoreTableFromBackup(
        restoration(arn, "none").toBuilder()
            .globalSecondaryIndexOverride(List.of())
            .localSecondaryIndexOverride(List.of())
            .build());
    TableDescription none = describe("none");
    assertEquals(List.of(), none.globalSecondaryIndexes());
    assertEquals(List.of(), none.localSecondaryIndexes());
    assertEquals(2, none.attributeDefinitions().size());
    varve.restoreTableFromBackup(
        restoration(arn, "global").toBuilder()
            .globalSecondaryIndexOverride(List.of(same))
            .localSecondaryIndexOverride(List.of())
            .build());
    assertEquals(all(CITIES, "byId"), all("global", "byId"));
    assertEquals(List.of(), describe("global").localSecondaryIndexes());
    record Wrong(GlobalSecondaryIndex index, String message) {}
    for (Wrong wrong :
        List.of(
            new Wrong(
                same.toBuilder().indexName("other").build(),
                "names an index that the backup does not have: other"),
            new Wrong(
                same.toBuilder().indexName("bySize").build(),
                "names an index that the backup does not have: bySize"),
            new Wrong(
                same.toBuilder().keySchema(KeySchemaElement.of("size", KeyType.HASH)).build(),
                "has another KeySchema than the backup for index: byId"),
            new Wrong(
                same.toBuilder().projection(Projection.of(ProjectionType.KEYS_ONLY)).build(),
                "has another Projection than the backup for index: byId"))) {
      assertRefused(
          ValidationException.class,
          "One or more parameter values were invalid: GlobalSecondaryIndexOverride "
              + wrong.message(),
          () ->
              varve.restoreTableFromBackup(
                  restoration(arn, "wrong").toBuilder()
                      .globalSecondaryIndexOverride(List.of(wrong.index()))
                      .build()));
    }
    assertFalse(varve.listTables().contains("wrong"));
  }

  @Test
  void billingIsAsAsked() throws IOException {
    String arn = backUp(USERS, "first");
    ProvisionedThroughput units = new ProvisionedThroughput(5L, 7L);
    assertThrows(
        ValidationException.class,
        () ->
            varve.restoreTableFromBackup(
                restoration(arn, "tab").toBuilder()
                    .billingModeOverride(BillingMode.PROVISIONED)
                    .build()));
    assertThrows(
        ValidationException.class,
        () ->
            varve.restoreTableFromBackup(
                restoration(arn, "tab").toBuilder().provisionedThroughputOverride(units).build()));
    varve.restoreTableFromBackup(
        restoration(arn, "tab").toBuilder()
            .billingModeOverride(BillingMode.PROVISIONED)
            .provisionedThroughputOverride(units)
            .build());
    assertEquals(
        7L,
        describe("tab").provisionedThroughput().orElseThrow().writeCapacityUnits().orElseThrow());
    String again = backUp("tab", "second");
    restore(again, "tab2");
    assertEquals(
        5L,
        describe("tab2").provisionedThroughput().orElseThrow().readCapacityUnits().orElseThrow());
    varve.restoreTableFromBackup(
        restoration(again, "tab3").toBuilder()
            .billingModeOverride(BillingMode.PAY_PER_REQUEST)
            .build());
    assertEquals(
        BillingMode.PAY_PER_REQUEST,
        describe("tab3").billingModeSummary().orElseThrow().billingMode().orElseThrow());
  }

  @Test
  void backupsAreListedByTableTimeAndTypeInPages() throws IOException {
    Instant start = Instant.ofEpochMilli(clock.epochMillis());
    for (int i = 1; i <= 3; i++) {
      backUp(USERS, "users" + i);
      backUp(NOTES, "notes" + i);
      clock.advance(Duration.ofMinutes(1));
    }
    ListBackups all = ListBackups.builder().build();
    assertEquals(6, names(all).size());
    assertEquals(
        List.of("users1", "users2", "users3"), names(all.toBuilder().tableName(USERS).build()));
    assertEquals(
        List.of("notes2"),
        names(
            all.toBuilder()
                .tableName("arn:aws:dynamodb:us-east-1:000000000000:table/" + NOTES)
                .timeRangeLowerBound(start.plusSeconds(60))
                .timeRangeUpperBound(start.plusSeconds(120))
                .build()));
    assertEquals(6, names(all.toBuilder().backupType(BackupTypeFilter.ALL).build()).size());
    assertEquals(6, names(all.toBuilder().backupType(BackupTypeFilter.USER).build()).size());
    assertEquals(List.of(), names(all.toBuilder().backupType(BackupTypeFilter.AWS_BACKUP).build()));
    ListBackupsResult page = varve.listBackups(all.toBuilder().tableName(USERS).limit(2).build());
    assertEquals(2, page.backupSummaries().size());
    assertEquals(
        List.of("users3"),
        names(
            all.toBuilder()
                .tableName(USERS)
                .limit(2)
                .exclusiveStartBackupArn(page.lastEvaluatedBackupArn().orElseThrow())
                .build()));
    BackupSummary first = page.backupSummaries().getFirst();
    assertEquals(USERS, first.tableName().orElseThrow());
    assertEquals(start, first.backupCreationDateTime().orElseThrow());
    assertEquals(BackupStatus.AVAILABLE, first.backupStatus().orElseThrow());
    varve.deleteTable(USERS);
    assertEquals(3, names(all.toBuilder().tableName(USERS).build()).size());
    assertRefused(
        TableNotFoundException.class,
        "Table not found: nowhere",
        () -> varve.listBackups(all.toBuilder().tableName("nowhere").build()));
  }

  @Test
  void neitherStreamNorTimeToLiveIsRestored() throws IOException {
    StreamSpecification stream = new StreamSpecification(true, StreamViewType.NEW_IMAGE);
    varve.updateTable(UpdateTable.named(USERS).streamSpecification(stream).build());
    TimeToLive.enable(varve, USERS, "until");
    put(USERS, userKey("a"));
    String arn = backUp(USERS, "first");
    SourceTableFeatureDetails features = backup(arn).sourceTableFeatureDetails().orElseThrow();
    assertEquals(Optional.of(stream), features.streamDescription());
    TimeToLiveDescription timeToLive = features.timeToLiveDescription().orElseThrow();
    assertEquals(Optional.of("until"), timeToLive.attributeName());
    assertEquals(Optional.of(TimeToLiveStatus.ENABLED), timeToLive.timeToLiveStatus());
    restore(arn, "copy");
    for (int opening = 0; opening < 2; opening++) {
      assertEquals(Optional.empty(), describe("copy").streamSpecification());
      assertEquals(TimeToLiveStatus.DISABLED, TimeToLive.status(varve, "copy"));
      assertEquals(features, backup(arn).sourceTableFeatureDetails().orElseThrow());
      assertEquals(userKey("a"), get("copy", userKey("a")));
      reopen();
    }
  }

  @Test
  void whatIsMissingOrThereIsRefused() throws IOException {
    String arn = backUp(USERS, "first");
    assertRefused(
        TableNotFoundException.class, "Table not found: nowhere", () -> backUp("nowhere", "one"));
    assertRefused(
        TableAlreadyExistsException.class,
        "Table already exists: notes",
        () -> restore(arn, NOTES));
    for (String wrong :
        List.of(
            arn + "0",
            arn.replace("users", "notes"),
            arn.replace("users", "users/x"),
            arn.replace("/backup/", "/export/"))) {
      assertRefused(
          BackupNotFoundException.class, "Backup not found: " + wrong, () -> restore(wrong, "new"));
      assertRefused(
          BackupNotFoundException.class,
          "Backup not found: " + wrong,
          () -> varve.deleteBackup(new DeleteBackup(wrong)));
    }
    assertEquals(List.of("first"), names(ListBackups.builder().build()));
  }

  @Test
  void transientStatesAreShownAndKeepOthersOut() throws IOException {
    Duration delay = Duration.ofSeconds(10);
    VarveOptions.TableDelays delays = new VarveOptions.TableDelays(delay, delay, delay);
    try (Databases slow = new Databases(OPTIONS.withDelays(delays), clock)) {
      varve = slow.varve();
      varve.createTable(TableDefinition.named("tab").partitionKey("id", AttributeType.S).build());
      assertRefused(
          TableInUseException.class, "Table is being created: tab", () -> backUp("tab", "one"));
      clock.advance(delay);
      String arn = backUp("tab", "one");
      assertEquals(BackupStatus.CREATING, backup(arn).backupDetails().orElseThrow().backupStatus());
      assertRefused(
          BackupInUseException.class,
          "Backup is being created: " + arn,
          () -> varve.deleteBackup(new DeleteBackup(arn)));
      assertRefused(
          BackupInUseException.class, "Backup is being created: " + arn, () -> restore(arn, "new"));
      clock.advance(delay);
      restore(arn, "new");
      assertRefused(
          BackupInUseException.class,
          "Backup is being restored to table new: " + arn,
          () -> varve.deleteBackup(new DeleteBackup(arn)));
      assertRefused(
          TableInUseException.class, "Table is being created: new", () -> restore(arn, "new"));
      clock.advance(delay);
      varve.deleteBackup(new DeleteBackup(arn));
    }
    varve = databases.varve();
  }

  @Test
  void countsAreThoseOfTheMoment() throws IOException {
    for (int i = 0; i < 50; i++) {
      put(USERS, userKey("user" + i));
    }
    varve.countItems(USERS);
    put(USERS, userKey("more"));
    String arn = backUp(USERS, "first");
    put(USERS, userKey("later"));
    restore(arn, "copy");
    assertEquals(51, varve.countItems("copy"));
    assertEquals(51, backup(arn).sourceTableDetails().orElseThrow().itemCount().orElseThrow());
  }

  @Test
  void tagsProtectionAndPoliciesAreNotRestored() throws IOException {
    createCities();
    String cities = describe(CITIES).tableArn();
    varve.tagResource(new TagResource(cities, List.of(new Tag("team", "a"))));
    varve.updateTable(UpdateTable.named(CITIES).deletionProtectionEnabled(true).build());
    String arn = backUp(CITIES, "first");
    TableDescription restored = restore(arn, "copy");
    assertFalse(restored.deletionProtectionEnabled().orElseThrow());
    assertEquals(
        List.of(),
        varve.listTagsOfResource(new ListTagsOfResource(restored.tableArn(), null)).tags());
  }
}
