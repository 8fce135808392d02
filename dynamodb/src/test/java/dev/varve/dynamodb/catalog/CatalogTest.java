package dev.varve.dynamodb.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.Clock;
import dev.varve.io.CorruptionException;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final Path DIRECTORY = Path.of("/db");

  private Scheduler scheduler;
  private StorageEngine engine;

  @BeforeEach
  void open() throws IOException {
    scheduler = Env.system(1).scheduler();
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    engine = StorageEngine.open(files.env(Clock.SYSTEM, scheduler), DIRECTORY, Databases.SMALL);
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    scheduler.close();
  }

  @Test
  void keepsTablesInTheOrderOfTheirNames() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY);
    TableRecord users = table("users", engine.createPartitions(2));
    TableRecord notes = table("notes", engine.createPartitions(1));
    catalog.add(users);
    catalog.add(notes);
    assertEquals(List.of(notes, users), Catalog.open(engine, DIRECTORY).tables());
    catalog.remove(notes);
    catalog.drop(notes);
    assertEquals(List.of(users), Catalog.open(engine, DIRECTORY).tables());
    assertEquals(List.of(1, 2, 3), engine.partitions());
  }

  @Test
  void partitionsOfARemovedTableAreDroppedByTheNextStart() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY);
    TableRecord notes = table("notes", engine.createPartitions(2));
    catalog.add(notes);
    catalog.remove(notes);
    assertEquals(List.of(1, 2, 3), engine.partitions());
    assertEquals(List.of(), Catalog.open(engine, DIRECTORY).tables());
    assertEquals(List.of(1), engine.partitions());
  }

  @Test
  void tablesThatWereDroppedLeaveNoRecord() throws IOException {
    for (int i = 0; i < 100; i++) {
      Catalog catalog = Catalog.open(engine, DIRECTORY);
      TableRecord table = table("table" + i, engine.createPartitions(1));
      catalog.add(table);
      catalog.putCounts(Map.of(table.partitions().getFirst().id(), 1L));
      catalog.remove(table);
      catalog.drop(table);
      catalog.voidCounts();
    }
    assertEquals(List.of(1), engine.partitions());
    try (Cursor cursor = engine.cursor(1, CursorOptions.all())) {
      assertTrue(cursor.first());
      assertArrayEquals(new byte[] {'f'}, cursor.key());
      assertFalse(cursor.next());
    }
  }

  @Test
  void dropsPartitionsThatBelongToNoTable() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY);
    TableRecord users = table("users", engine.createPartitions(2));
    catalog.add(users);
    engine.createPartitions(3);
    Catalog.open(engine, DIRECTORY);
    assertEquals(List.of(1, 2, 3), engine.partitions());
  }

  @Test
  void aTableWithoutItsPartitionIsCorruption() throws IOException {
    Catalog.open(engine, DIRECTORY).add(table("users", List.of(7)));
    assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY));
  }

  @Test
  void anEngineOfAnotherKindIsRefusedUnchanged() throws IOException {
    engine.createPartitions(2);
    assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY));
    assertEquals(List.of(1, 2), engine.partitions());
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    int partition = engine.createPartitions(1).getFirst();
    engine.write(
        new WriteBatch().put(partition, new byte[] {'f'}, new byte[] {9}), Durability.BUFFERED);
    UnsupportedFormatException e =
        assertThrows(UnsupportedFormatException.class, () -> Catalog.open(engine, DIRECTORY));
    assertEquals(9, e.foundVersion());
  }

  @Test
  void countsLiveUntilTheyAreVoid() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY);
    assertEquals(Map.of(), catalog.counts());
    catalog.putCounts(Map.of(2, 5L, 300, 1L << 40));
    assertEquals(Map.of(2, 5L, 300, 1L << 40), Catalog.open(engine, DIRECTORY).counts());
    catalog.voidCounts();
    assertEquals(Map.of(), catalog.counts());
  }

  private static TableRecord table(String name, List<Integer> partitions) {
    List<TableRecord.Partition> ranges =
        IntStream.range(0, partitions.size())
            .mapToObj(i -> new TableRecord.Partition(partitions.get(i), (long) i << 60))
            .toList();
    return new TableRecord(
        name,
        1_700_000_000_000L,
        new KeyElement("p", AttributeType.B),
        name.length() % 2 == 0 ? null : new KeyElement("s", AttributeType.N),
        ranges);
  }
}
