package dev.varve.dynamodb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BackupDescription;
import dev.varve.dynamodb.api.BackupDetails;
import dev.varve.dynamodb.api.BackupStatus;
import dev.varve.dynamodb.api.BackupType;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ImportStatus;
import dev.varve.dynamodb.api.ImportTableDescription;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.SourceTableDetails;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.engine.Checkpoint;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import dev.varve.io.CorruptionException;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Backups, exports and imports in the catalog: what belongs to them, what is left, what is wrong.
 */
class BackupCatalogTest {
  private static final Path DIRECTORY = Path.of("/db");
  private static final String ID = "01700000000000-00000001";
  private static final long CREATED = 1_700_000_000_000L;

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private Scheduler scheduler;
  private StorageEngine engine;
  private Catalog catalog;

  @BeforeEach
  void open() throws IOException {
    scheduler = Env.system(1).scheduler();
    engine = StorageEngine.open(files.env(Clock.SYSTEM, scheduler), DIRECTORY, Databases.SMALL);
    catalog = Catalog.open(engine, DIRECTORY, false);
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    scheduler.close();
  }

  private TableRecord table() throws IOException {
    KeyElement key = new KeyElement("id", AttributeType.S);
    return catalog.create(
        "users",
        CREATED,
        key,
        null,
        2,
        List.of(),
        number -> TableSettings.onDemand("users", number, CREATED, List.of(key)));
  }

  private BackupRecord backup(TableRecord table) throws IOException {
    BackupDescription description =
        BackupDescription.builder()
            .backupDetails(
                BackupDetails.builder()
                    .backupArn("arn")
                    .backupName("one")
                    .backupStatus(BackupStatus.AVAILABLE)
                    .backupType(BackupType.USER)
                    .backupCreationDateTime(Instant.ofEpochMilli(CREATED))
                    .build())
            .sourceTableDetails(
                SourceTableDetails.builder()
                    .tableName(table.name())
                    .tableId("id")
                    .keySchema(KeySchemaElement.of("id", KeyType.HASH))
                    .tableCreationDateTime(Instant.ofEpochMilli(CREATED))
                    .provisionedThroughput(new ProvisionedThroughput(0L, 0L))
                    .build())
            .build();
    try (Checkpoint moment = catalog.backups().checkpoint(table)) {
      return catalog
          .backups()
          .create(ID, catalog.backupNumber(), description, table, moment, Map.of());
    }
  }

  @Test
  void partitionsOfBackupsAreFrozenAndKept() throws IOException {
    BackupRecord backup = backup(table());
    assertEquals(List.of(4, 5), backup.partitions());
    for (int partition : backup.partitions()) {
      assertTrue(engine.partitionOptions(partition).frozen());
    }
    Catalog reopened = Catalog.open(engine, DIRECTORY, false);
    assertEquals(List.of(backup), reopened.backups().all());
    assertEquals(List.of(1, 2, 3, 4, 5), engine.partitions());
    catalog.backups().remove(backup);
    Catalog.open(engine, DIRECTORY, false);
    assertEquals(List.of(1, 2, 3), engine.partitions());
  }

  @Test
  void aBackupWithoutAPartitionIsCorruption() throws IOException {
    BackupRecord backup = backup(table());
    engine.dropPartitions(List.of(backup.partitions().getLast()));
    CorruptionException damage =
        assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertTrue(damage.getMessage().contains("backup " + ID), damage.getMessage());
  }

  @Test
  void noTableGetsTheNumberOfABackup() throws IOException {
    BackupRecord backup = backup(table());
    TableRecord restored =
        catalog.restore(
            backup,
            "again",
            CREATED,
            List.of(),
            number -> TableSettings.onDemand("again", number, CREATED, backup.table().keys()));
    assertTrue(restored.id() > backup.number());
    assertEquals(List.of(backup.table().name(), "again").size(), catalog.tables().size());
    Catalog.open(engine, DIRECTORY, false);
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), engine.partitions());
  }

  @Test
  void exportsAndImportsAreKept() throws IOException {
    ExportDescription export =
        ExportDescription.builder()
            .exportArn("arn:x/export/" + ID)
            .exportStatus(ExportStatus.COMPLETED)
            .itemCount(7L)
            .build();
    ImportTableDescription loaded =
        ImportTableDescription.builder()
            .importArn("arn:x/import/" + ID)
            .importStatus(ImportStatus.IN_PROGRESS)
            .build();
    catalog.transfers().put(ID, export);
    catalog.transfers().put(ID, loaded);
    Catalog reopened = Catalog.open(engine, DIRECTORY, false);
    assertEquals(Map.of(ID, export), reopened.transfers().exports());
    assertEquals(Map.of(ID, loaded), reopened.transfers().imports());
    assertEquals(List.of(), reopened.tables());
  }
}
