package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BackupSummary;
import dev.varve.dynamodb.api.CreateBackup;
import dev.varve.dynamodb.api.CreateGlobalSecondaryIndexAction;
import dev.varve.dynamodb.api.DeleteBackup;
import dev.varve.dynamodb.api.DeleteGlobalSecondaryIndexAction;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GlobalSecondaryIndexUpdate;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.ListBackups;
import dev.varve.dynamodb.api.ListTables;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each change of a table is broken off at its first operation on a file, at its second, and so on
 * until it is done. Whatever the next start finds is the table as it was or as it should be, with
 * its items.
 */
class ControlFailuresTest {
  private static final String NAME = "cities";
  private static final Item KEY = Item.of("id", AttributeValue.s("a"));

  /** A change of a database. */
  private interface Change {
    void on(Varve varve) throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> aChangeThatIsBrokenOffIsWholeOrNotThere() {
    return Stream.of(
        test("CreateTable", varve -> varve.createTable(definition("other"))),
        test("DeleteTable", varve -> varve.deleteTable(NAME)),
        test("a new index", varve -> varve.updateTable(update(creation()))),
        test(
            "a deleted index",
            varve ->
                varve.updateTable(
                    update(
                        GlobalSecondaryIndexUpdate.builder()
                            .delete(new DeleteGlobalSecondaryIndexAction("byName"))
                            .build()))),
        test(
            "protection",
            varve ->
                varve.updateTable(UpdateTable.named(NAME).deletionProtectionEnabled(true).build())),
        test("CreateBackup", varve -> varve.createBackup(new CreateBackup(NAME, "another"))),
        test("DeleteBackup", varve -> varve.deleteBackup(new DeleteBackup(firstBackup(varve)))),
        test(
            "RestoreTableFromBackup",
            varve ->
                varve.restoreTableFromBackup(
                    RestoreTableFromBackup.builder()
                        .targetTableName("restored")
                        .backupArn(firstBackup(varve))
                        .build())));
  }

  private static String firstBackup(Varve varve) throws IOException {
    return varve
        .listBackups(ListBackups.builder().build())
        .backupSummaries()
        .getFirst()
        .backupArn()
        .orElseThrow();
  }

  /** A table with an item, and a backup of it. */
  private static void prepare(Varve varve) throws IOException {
    varve.createTable(definition(NAME));
    varve.putItem(PutItem.of(NAME, KEY));
    varve.createBackup(new CreateBackup(NAME, "first"));
  }

  private static TableDefinition definition(String name) {
    return TableDefinition.named(name)
        .partitionKey("id", AttributeType.S)
        .globalIndex("byName", "name", AttributeType.S)
        .partitions(2)
        .build();
  }

  private static UpdateTable update(GlobalSecondaryIndexUpdate change) {
    return UpdateTable.named(NAME)
        .attributeDefinitions(new AttributeDefinition("size", ScalarAttributeType.N))
        .globalSecondaryIndexUpdates(change)
        .build();
  }

  private static GlobalSecondaryIndexUpdate creation() {
    return GlobalSecondaryIndexUpdate.builder()
        .create(
            CreateGlobalSecondaryIndexAction.builder()
                .indexName("bySize")
                .keySchema(new KeySchemaElement("size", KeyType.HASH))
                .projection(new Projection(ProjectionType.ALL, null))
                .build())
        .build();
  }

  private static DynamicTest test(String name, Change change) {
    return DynamicTest.dynamicTest(name, () -> breakOff(change));
  }

  private static void breakOff(Change change) throws IOException {
    int broken = 0;
    while (!isDoneWithin(broken, change)) {
      broken++;
    }
    assertTrue(broken > 0, "a change touches files");
  }

  /** Whether the change is done with so many operations. */
  private static boolean isDoneWithin(int operations, Change change) throws IOException {
    try (Databases databases = new Databases(VarveOptions.defaults().withEngine(Databases.SMALL))) {
      prepare(databases.varve());
      List<String> before = shown(databases.varve());
      AtomicInteger count = new AtomicInteger();
      databases.onOperation(operation -> {
        if (count.getAndIncrement() >= operations) {
          throw new IOException("broken off before " + operation);
        }
      });
      boolean isDone = true;
      try {
        change.on(databases.varve());
      } catch (IOException e) {
        isDone = false;
      }
      databases.onOperation(operation -> {});
      // The builder of an index may have failed where the change did not.
      Varve after = databases.killAfterFailure();
      List<String> found = shown(after);
      if (!found.equals(before)) {
        // Not as it was, so all of it is as it should be.
        try (Databases whole = new Databases(VarveOptions.defaults().withEngine(Databases.SMALL))) {
          prepare(whole.varve());
          change.on(whole.varve());
          assertEquals(shown(whole.varve()), found);
        }
      }
      for (String table : after.listTables(ListTables.builder().build()).tableNames()) {
        after.putItem(PutItem.of(table, Item.of("id", AttributeValue.s("b"))));
        if (!table.equals("other")) {
          assertEquals(KEY, after.getItem(GetItem.of(NAME, KEY)).item().orElseThrow());
        }
      }
      return isDone;
    }
  }

  /**
   * The tables and backups with what is kept of them, without times, sizes and the state of an
   * index.
   */
  private static List<String> shown(Varve varve) throws IOException {
    List<String> shown = new ArrayList<>();
    for (BackupSummary backup :
        varve.listBackups(ListBackups.builder().build()).backupSummaries()) {
      shown.add("backup " + backup.backupName().orElseThrow() + backup.backupStatus());
    }
    shown.addAll(tables(varve));
    return shown;
  }

  private static List<String> tables(Varve varve) throws IOException {
    return varve.listTables(ListTables.builder().build()).tableNames().stream()
        .map(name -> {
          try {
            TableDescription table = varve.describeTable(new DescribeTable(name)).table();
            return name
                + table.attributeDefinitions()
                + table.keySchema()
                + table.deletionProtectionEnabled()
                + table.globalSecondaryIndexes().stream()
                    .map(index -> index.indexName().orElseThrow() + index.keySchema())
                    .toList();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        })
        .toList();
  }
}
