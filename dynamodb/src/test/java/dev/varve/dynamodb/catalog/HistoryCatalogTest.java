package dev.varve.dynamodb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.stats.HashRange;
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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Histories in the catalog: what belongs to them, what is left, what is wrong. */
class HistoryCatalogTest {
  private static final Path DIRECTORY = Path.of("/db");
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

  private HistoryRecord history(TableRecord table) throws IOException {
    List<HashRange> hashes = List.of(table.hashes(0), table.hashes(1));
    List<Integer> made = catalog.changeLogs().createPartitions(table, hashes);
    List<HistoryRecord.Log> logs = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      logs.add(new HistoryRecord.Log(hashes.get(i), made.get(i)));
    }
    HistoryRecord history =
        new HistoryRecord(
            table.id(),
            table.name(),
            CREATED,
            35,
            List.of(new HistoryRecord.Generation(CREATED, logs, OptionalLong.empty())));
    catalog.changeLogs().await(catalog.histories().commit(history));
    return history;
  }

  @Test
  void aHistoryAndItsPartitionsAreKept() throws IOException {
    HistoryRecord history = history(table());
    assertEquals(List.of(4, 5), history.partitions());
    Catalog reopened = Catalog.open(engine, DIRECTORY, false);
    assertEquals(List.of(history), reopened.histories().all());
    assertEquals(List.of(1, 2, 3, 4, 5), engine.partitions());
    catalog.changeLogs().await(catalog.histories().commitRemoval(history));
    Catalog.open(engine, DIRECTORY, false);
    assertEquals(List.of(1, 2, 3), engine.partitions());
  }

  @Test
  void whatIsLeftOfTheHistoryOfADeletedTableGoes() throws IOException {
    TableRecord table = table();
    history(table);
    catalog.remove(table);
    Catalog reopened = Catalog.open(engine, DIRECTORY, false);
    assertEquals(List.of(), reopened.histories().all());
    assertEquals(List.of(1), engine.partitions());
  }

  @Test
  void aHistoryWithoutAPartitionIsCorruption() throws IOException {
    HistoryRecord history = history(table());
    engine.dropPartitions(List.of(history.partitions().getLast()));
    CorruptionException damage =
        assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertTrue(damage.getMessage().contains("the history of table users"), damage.getMessage());
  }

  @Test
  void aCopyIsNobodysUntilItsRecordIsWritten() throws IOException {
    TableRecord table = table();
    TableRecord copy;
    try (Checkpoint moment = catalog.backups().checkpoint(table)) {
      copy = catalog.copy(table, moment, "copy", CREATED, List.of(), _ -> table.settings());
    }
    assertEquals(List.of(table), catalog.tables());
    catalog.update(copy);
    Catalog reopened = Catalog.open(engine, DIRECTORY, false);
    assertEquals(List.of(copy, table), reopened.tables());
    catalog.remove(copy);
    Catalog.open(engine, DIRECTORY, false);
    assertEquals(List.of(1, 2, 3), engine.partitions());
  }
}
