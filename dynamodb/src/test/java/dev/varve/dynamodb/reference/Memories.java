package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.CreateBackup;
import dev.varve.dynamodb.api.DeleteBackup;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.PointInTimeRecoverySpecification;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.RestoreTableToPointInTime;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateContinuousBackups;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** What tables were like, which tables are made of again. For one thread. */
final class Memories {
  private static final int MOST = 6;

  /** No table of a history has this name. */
  private static final String RESTORED = "Restored.of.Memories";

  private final List<Memory> all = new ArrayList<>();

  /**
   * A state of a table.
   *
   * @param tableId of the table, which may be gone since
   * @param backup ARN
   * @param time at which the table had these items
   */
  private record Memory(
      String table, String tableId, String backup, Instant time, Set<Item> items) {}

  /** Whether nothing was kept yet. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * Keeps what a table is like now.
   *
   * @param latest the latest time that the database has seen
   * @return a later one, from which on it is to be: so that no change has the time that is kept
   */
  Instant keep(Varve varve, TableState table, Instant latest) throws IOException {
    varve.updateContinuousBackups(
        new UpdateContinuousBackups(table.name, new PointInTimeRecoverySpecification(true, null)));
    String backup =
        varve
            .createBackup(new CreateBackup(table.name, "memory"))
            .backupDetails()
            .orElseThrow()
            .backupArn();
    all.add(
        new Memory(
            table.name,
            idOf(varve, table.name),
            backup,
            latest,
            new HashSet<>(table.items.values())));
    if (all.size() > MOST) {
      varve.deleteBackup(new DeleteBackup(all.removeFirst().backup()));
    }
    return latest.plusMillis(1);
  }

  private static String idOf(Varve varve, String table) throws IOException {
    return varve.describeTable(DescribeTable.builder().tableName(table).build()).table().tableId();
  }

  /**
   * Makes a table of some memory, if there is any, by its backup or by its time, and deletes it.
   *
   * @throws AssertionError if it has not the items that are remembered
   */
  void restore(Varve varve, Random random) throws IOException {
    if (all.isEmpty()) {
      return;
    }
    Memory memory = all.get(random.nextInt(all.size()));
    boolean isThere =
        varve.listTables().contains(memory.table())
            && idOf(varve, memory.table()).equals(memory.tableId());
    boolean byTime = isThere && random.nextBoolean();
    if (byTime) {
      varve.restoreTableToPointInTime(
          RestoreTableToPointInTime.builder()
              .sourceTableName(memory.table())
              .targetTableName(RESTORED)
              .restoreDateTime(memory.time())
              .build());
    } else {
      varve.restoreTableFromBackup(
          RestoreTableFromBackup.builder()
              .targetTableName(RESTORED)
              .backupArn(memory.backup())
              .build());
    }
    Set<Item> items = varve.items(Scan.of(RESTORED).build()).stream().collect(Collectors.toSet());
    varve.deleteTable(RESTORED);
    if (!items.equals(memory.items())) {
      throw new AssertionError(
          "what is made of %s, by its %s, holds\n  %s\nand should hold\n  %s"
              .formatted(memory, byTime ? "time" : "backup", items, memory.items()));
    }
  }
}
