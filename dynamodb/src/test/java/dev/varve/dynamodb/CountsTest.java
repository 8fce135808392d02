package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.model.Damage;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of items: what is known of them without reading, and when they are taken. */
class CountsTest {
  private static final Item KEY = Item.of("id", AttributeValue.s("a"));

  @TempDir private Path folder;
  private Path killed;

  /** Leaves a directory as a killed process would: copied while the database is open. */
  @BeforeEach
  void kill() throws IOException {
    Path living = folder.resolve("living");
    killed = folder.resolve("killed");
    try (Varve varve = Varve.open(living)) {
      varve.createTable(
          TableDefinition.named("users").partitionKey("id", AttributeType.S).partitions(2).build());
      varve.putItem(PutItem.of("users", KEY));
      varve.putItem(PutItem.of("users", Item.of("id", AttributeValue.s("b"))));
      varve.flush("users");
      try (Stream<Path> tree = Files.walk(living)) {
        for (Path path : tree.toList()) {
          Files.copy(path, killed.resolve(living.relativize(path).toString()));
        }
      }
    }
  }

  @Test
  void describingATableReadsNoItem() throws IOException {
    Damage.tables(killed);
    try (Varve varve = Varve.open(killed)) {
      TableOverview users = varve.overview("users");
      assertEquals(2, users.itemCount());
      assertTrue(users.itemCountExact(), "the flush has counted them");
      varve.putItem(PutItem.of("users", KEY));
      TableOverview changed = varve.overview("users");
      assertEquals(3, changed.itemCount());
      assertFalse(changed.itemCountExact(), "the put may have replaced one");
      assertEquals(
          3, varve.partitions("users").stream().mapToLong(TablePartition::itemCount).sum());
      assertThrows(CorruptionException.class, () -> varve.countItems("users"));
    }
  }

  @Test
  void compactionCountsWhatPutsAndDeletionsLeave() throws IOException {
    try (Varve varve = Varve.open(killed)) {
      for (int i = 0; i < 100; i++) {
        varve.putItem(PutItem.of("users", Item.of("id", AttributeValue.s("user" + i % 50))));
      }
      for (int i = 0; i < 10; i++) {
        varve.deleteItem(DeleteItem.of("users", Item.of("id", AttributeValue.s("user" + i))));
      }
      TableOverview before = varve.overview("users");
      assertTrue(before.itemCount() >= 42, before.toString());
      assertFalse(before.itemCountExact());
      varve.compact("users");
      TableOverview after = varve.overview("users");
      assertEquals(42, after.itemCount());
      assertTrue(after.itemCountExact());
    }
  }

  @Test
  void aDatabaseThatIsAskedForNoCountTakesNone() throws IOException {
    try (Varve varve = Varve.open(killed)) {
      assertEquals(2, varve.tableDefinition("users").partitions().orElseThrow());
      assertEquals(KEY, varve.getItem(GetItem.of("users", KEY)).item().orElseThrow());
    }
    assertEquals(List.of(), countsOnDisk());
  }

  @Test
  void aCountThatWasTakenIsWrittenDown() throws IOException {
    try (Varve varve = Varve.open(killed)) {
      assertEquals(2, varve.countItems("users"));
    }
    assertEquals(2, countsOnDisk().size());
    assertEquals(2, countsOnDisk().stream().mapToLong(count -> count).sum());
  }

  @Test
  void aReadOnlyDatabaseWritesNoCountDown() throws IOException {
    VarveOptions readOnly =
        VarveOptions.defaults().withEngine(EngineOptions.defaults().withReadOnly(true));
    try (Varve varve = Varve.open(killed, readOnly)) {
      assertEquals(2, varve.countItems("users"));
    }
    assertEquals(List.of(), countsOnDisk());
  }

  @Test
  void aTableThatCannotBeReadCanBeDeleted() throws IOException {
    Damage.tables(killed);
    try (Varve varve = Varve.open(killed)) {
      assertThrows(CorruptionException.class, () -> varve.scan(Scan.of("users").build()));
      assertEquals(2, varve.deleteTable("users").itemCount());
      assertEquals(List.of(), varve.listTables());
    }
  }

  @Test
  void aPutWithoutAConditionLeavesTheCountingToTheNextQuestion() throws IOException {
    try (Varve varve = Varve.open(killed)) {
      assertEquals(2, varve.countItems("users"));
      for (int put = 0; put < 3; put++) {
        varve.putItem(PutItem.of("users", KEY));
        varve.putItem(PutItem.of("users", Item.of("id", AttributeValue.s("c"))));
      }
      assertFalse(varve.overview("users").itemCountExact());
      assertEquals(3, varve.countItems("users"));
      varve.deleteItem(DeleteItem.of("users", KEY));
      varve.deleteItem(DeleteItem.of("users", KEY));
      TableOverview deleted = varve.deleteTable("users");
      assertEquals(2, deleted.itemCount());
      assertTrue(deleted.itemCountExact(), "deletions know what they delete");
    }
  }

  private Collection<Long> countsOnDisk() throws IOException {
    try (StorageEngine engine = StorageEngine.open(killed, EngineOptions.defaults())) {
      return List.copyOf(Catalog.open(engine, killed, false).counts().values());
    }
  }
}
