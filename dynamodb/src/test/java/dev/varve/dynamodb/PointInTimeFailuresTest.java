package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DescribeContinuousBackups;
import dev.varve.dynamodb.api.PointInTimeRecoveryDescription;
import dev.varve.dynamodb.api.PointInTimeRecoverySpecification;
import dev.varve.dynamodb.api.PointInTimeRecoveryStatus;
import dev.varve.dynamodb.api.RestoreTableToPointInTime;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateContinuousBackups;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each change of continuous backups, and a restoration, is broken off at its first operation on a
 * file, at its second, and so on until it is done. What the next start finds is whole: a restored
 * table is there with all its items or not at all, and what is kept of the past is true.
 */
class PointInTimeFailuresTest extends DatabaseFixture {
  private static final String TABLE = "tab";
  private static final int ITEMS = 110;

  private ManualClock clock = new ManualClock();

  /** When all items were in the table, and had not changed yet. */
  private Instant whole;

  @Override
  Databases databases() throws IOException {
    return new Databases(VarveOptions.defaults().withEngine(Databases.SMALL), clock);
  }

  /** A change of a database that has a table with a history, or without one. */
  private interface Change {
    void run() throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> aChangeThatIsBrokenOffLeavesAllWhole() {
    return Stream.of(
        test("begin", false, () -> update(true)),
        test("end", true, () -> update(false)),
        test("delete the table", true, () -> varve.deleteTable(TABLE)),
        test("restore", true, () -> restore("new")),
        test(
            "go on with other logs",
            true,
            () -> {
              clock.advance(Duration.ofHours(25));
              put(TABLE, item(0, "later"));
            }));
  }

  private DynamicTest test(String name, boolean enabled, Change change) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          int broken = 0;
          while (!isDoneWithin(broken, enabled, change)) {
            broken++;
          }
          assertTrue(broken > 0, "a change touches files");
        });
  }

  private static Item item(int number, String text) {
    return Item.of("id", AttributeValue.s("item" + number), "text", AttributeValue.s(text));
  }

  private void update(boolean enabled) throws IOException {
    varve.updateContinuousBackups(
        new UpdateContinuousBackups(TABLE, new PointInTimeRecoverySpecification(enabled, null)));
  }

  private void restore(String target) throws IOException {
    varve.restoreTableToPointInTime(
        RestoreTableToPointInTime.builder()
            .sourceTableName(TABLE)
            .targetTableName(target)
            .restoreDateTime(whole)
            .build());
  }

  /** Whether the change is done with so many operations. */
  private boolean isDoneWithin(int operations, boolean enabled, Change change) throws IOException {
    close();
    clock = new ManualClock();
    open();
    varve.createTable(
        TableDefinition.named(TABLE)
            .partitionKey("id", AttributeType.S)
            .globalIndex("byText", "text", AttributeType.S)
            .partitions(2)
            .build());
    if (enabled) {
      update(true);
    }
    for (int i = 0; i < ITEMS; i++) {
      put(TABLE, item(i, "first"));
    }
    whole = Instant.ofEpochMilli(clock.epochMillis());
    clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < ITEMS; i++) {
      put(TABLE, item(i, "second"));
    }
    AtomicInteger count = new AtomicInteger();
    databases.onOperation(operation -> {
      if (count.getAndIncrement() >= operations) {
        throw new IOException("broken off before " + operation);
      }
    });
    try {
      change.run();
    } catch (IOException expected) {
      // What is left of it is looked at below.
    }
    boolean isDone = count.get() <= operations;
    databases.onOperation(operation -> {});
    varve = databases.killAfterFailure();
    assertWhole();
    return isDone;
  }

  private void assertWhole() throws IOException {
    if (varve.listTables().contains("new")) {
      assertRestored("new");
    }
    if (!varve.listTables().contains(TABLE)) {
      return;
    }
    assertEquals(ITEMS, varve.countItems(TABLE));
    if (isEnabled() && !recovery().earliestRestorableDateTime().orElseThrow().isAfter(whole)) {
      restore("then");
      assertRestored("then");
    }
    if (!isEnabled()) {
      update(true);
    }
    put(TABLE, item(0, "again"));
    varve.restoreTableToPointInTime(
        RestoreTableToPointInTime.builder()
            .sourceTableName(TABLE)
            .targetTableName("latest")
            .useLatestRestorableTime(true)
            .build());
    assertEquals(item(0, "again"), get("latest", Item.of("id", AttributeValue.s("item0"))));
  }

  private boolean isEnabled() throws IOException {
    return recovery()
        .pointInTimeRecoveryStatus()
        .orElseThrow()
        .equals(PointInTimeRecoveryStatus.ENABLED);
  }

  private PointInTimeRecoveryDescription recovery() throws IOException {
    return varve
        .describeContinuousBackups(new DescribeContinuousBackups(TABLE))
        .continuousBackupsDescription()
        .flatMap(backups -> backups.pointInTimeRecoveryDescription())
        .orElseThrow();
  }

  private void assertRestored(String table) throws IOException {
    for (Scan scan : List.of(Scan.of(table).build(), Scan.of(table).indexName("byText").build())) {
      List<Item> items = varve.items(scan).stream().toList();
      assertEquals(ITEMS, items.size());
      assertTrue(
          items.stream().allMatch(item -> item.get("text").equals(AttributeValue.s("first"))),
          items.toString());
    }
  }
}
