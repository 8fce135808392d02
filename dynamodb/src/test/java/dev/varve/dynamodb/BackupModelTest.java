package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.api.CreateBackup;
import dev.varve.dynamodb.api.DeleteBackup;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.ListBackups;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A random history of writes, backups and restores, with splits and merges of partitions, kills,
 * power losses and reopenings between them: every table and whatever is made of a backup is as a
 * map says, its index included.
 */
class BackupModelTest {
  private static final String FIRST = "tab0";
  private static final int MOST_TABLES = 4;
  private static final int MOST_BACKUPS = 4;

  private final Map<String, Map<String, Integer>> tables = new TreeMap<>();
  private final Map<String, Map<String, Integer>> backups = new LinkedHashMap<>();
  private SplittableRandom random;
  private Databases databases;
  private int names;

  @Property(tries = 12)
  void aTableMadeOfABackupIsAsItWasThen(@ForAll long seed) throws IOException {
    random = new SplittableRandom(seed);
    tables.clear();
    backups.clear();
    names = 0;
    try (Databases opened = new Databases(VarveOptions.defaults().withEngine(Databases.SMALL))) {
      databases = opened;
      varve()
          .createTable(
              TableDefinition.named(FIRST)
                  .partitionKey("id", AttributeType.S)
                  .globalIndex("byValue", "value", AttributeType.N)
                  .partitions(2)
                  .build());
      tables.put(FIRST, new HashMap<>());
      for (int step = 0; step < 120; step++) {
        step();
      }
      for (String arn : List.copyOf(backups.keySet())) {
        restore(arn);
      }
      check();
    }
  }

  private Varve varve() {
    return databases.varve();
  }

  private String any(Map<String, ?> of) {
    List<String> all = List.copyOf(of.keySet());
    return all.get(random.nextInt(all.size()));
  }

  private void step() throws IOException {
    switch (random.nextInt(30)) {
      case 0, 1 -> backUp();
      case 2 -> {
        if (!backups.isEmpty() && tables.size() < MOST_TABLES) {
          restore(any(backups));
        }
      }
      case 3 -> deleteTable();
      case 4 -> {
        if (!backups.isEmpty()) {
          String arn = any(backups);
          varve().deleteBackup(new DeleteBackup(arn));
          backups.remove(arn);
        }
      }
      case 5 -> databases.reopen();
      case 6 -> databases.losePower(random.nextLong());
      case 7 -> databases.kill();
      case 8 -> varve().flush(any(tables));
      case 9 -> varve().compact(any(tables));
      case 10 -> check();
      case 11, 12 -> Splits.change(varve(), any(tables), random);
      default -> write();
    }
  }

  private void write() throws IOException {
    String table = any(tables);
    String id = "id" + random.nextInt(40);
    if (random.nextInt(4) == 0) {
      varve().deleteItem(DeleteItem.of(table, Item.of("id", AttributeValue.s(id))));
      tables.get(table).remove(id);
    } else {
      int value = random.nextInt(1_000_000);
      varve()
          .putItem(
              PutItem.of(
                  table, Item.of("id", AttributeValue.s(id), "value", AttributeValue.n(value))));
      tables.get(table).put(id, value);
    }
  }

  private void backUp() throws IOException {
    if (backups.size() < MOST_BACKUPS) {
      String table = any(tables);
      String arn =
          varve()
              .createBackup(new CreateBackup(table, "backup"))
              .backupDetails()
              .orElseThrow()
              .backupArn();
      backups.put(arn, new HashMap<>(tables.get(table)));
    }
  }

  private void restore(String arn) throws IOException {
    String target = "tab" + ++names;
    varve()
        .restoreTableFromBackup(
            RestoreTableFromBackup.builder().targetTableName(target).backupArn(arn).build());
    tables.put(target, new HashMap<>(backups.get(arn)));
  }

  private void deleteTable() throws IOException {
    if (tables.size() > 1) {
      String table = any(tables);
      varve().deleteTable(table);
      tables.remove(table);
    }
  }

  private void check() throws IOException {
    assertEquals(List.copyOf(tables.keySet()), varve().listTables());
    for (Map.Entry<String, Map<String, Integer>> table : tables.entrySet()) {
      assertEquals(table.getValue(), items(Scan.of(table.getKey()).build()));
      assertEquals(table.getValue(), items(Scan.of(table.getKey()).indexName("byValue").build()));
      assertEquals(table.getValue().size(), varve().countItems(table.getKey()));
    }
    assertEquals(
        Set.copyOf(backups.keySet()),
        varve().listBackups(ListBackups.builder().build()).backupSummaries().stream()
            .map(backup -> backup.backupArn().orElseThrow())
            .collect(Collectors.toSet()));
  }

  private Map<String, Integer> items(Scan scan) {
    return varve().items(scan).stream()
        .collect(
            Collectors.toMap(
                item -> ((AttributeValue.S) item.get("id")).value(),
                item -> ((AttributeValue.N) item.get("value")).value().intValueExact()));
  }
}
