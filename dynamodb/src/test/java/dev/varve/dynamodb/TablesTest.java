package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TablesTest extends DatabaseFixture {
  @Test
  void tablesAreListedDescribedAndSurviveReopening() throws IOException {
    assertEquals(List.of(NOTES, USERS), varve.listTables());
    TableOverview before = varve.overview(NOTES);
    assertEquals(new KeyAttribute("owner", AttributeType.S), before.partitionKey());
    assertEquals(Optional.of(new KeyAttribute("at", AttributeType.N)), before.sortKey());
    assertEquals(3, before.partitionCount());
    put(NOTES, note("o", 1, "x"));
    reopen();
    assertEquals(List.of(NOTES, USERS), varve.listTables());
    TableOverview after = varve.overview(NOTES);
    assertEquals(before.created(), after.created());
    assertEquals(1, after.itemCount());
    assertEquals(Optional.empty(), varve.overview(USERS).sortKey());
    assertEquals(note("o", 1, "x"), get(NOTES, noteKey("o", 1)));
  }

  @Test
  void aTableBeginsWithThePartitionsOfTheOptionsUnlessItSaysOtherwise() throws IOException {
    VarveOptions options =
        VarveOptions.defaults().withEngine(Databases.SMALL).withPartitionsPerTable(7);
    try (Databases others = new Databases(options)) {
      TableDefinition.Builder table =
          TableDefinition.named("seven").partitionKey("id", AttributeType.S);
      assertEquals(7, others.varve().createTable(table.build()).partitionCount());
      TableDefinition.Builder other =
          TableDefinition.named("two").partitionKey("id", AttributeType.S).partitions(2);
      assertEquals(2, others.varve().createTable(other.build()).partitionCount());
    }
    assertThrows(
        IllegalArgumentException.class, () -> VarveOptions.defaults().withPartitionsPerTable(0));
  }

  @Test
  void partitionsShareTheHashSpace() throws IOException {
    List<TablePartition> partitions = varve.partitions(NOTES);
    assertEquals(0, partitions.getFirst().range().first());
    assertEquals(-1, partitions.getLast().range().last());
    for (int i = 1; i < partitions.size(); i++) {
      assertEquals(partitions.get(i - 1).range().last() + 1, partitions.get(i).range().first());
    }
  }

  @Test
  void aNameIsTakenOnce() {
    assertRefused(
        ResourceInUseException.class,
        "Table already exists: users",
        () ->
            varve.createTable(
                TableDefinition.named(USERS).partitionKey("x", AttributeType.S).build()));
  }

  @Test
  void aTableIsCreatedOnlyIfItIsMissing() throws IOException {
    TableDefinition definition =
        TableDefinition.named("cities")
            .partitionKey("country", AttributeType.S)
            .sortKey("city", AttributeType.S)
            .partitions(2)
            .build();
    assertTrue(varve.createTableIfMissing(definition));
    Item item = Item.of("country", s("CH"), "city", s("Bern"));
    put("cities", item);
    assertFalse(varve.createTableIfMissing(definition));
    reopen();
    assertFalse(varve.createTableIfMissing(definition));
    assertFalse(
        varve.createTableIfMissing(
            TableDefinition.named("cities")
                .partitionKey("country", AttributeType.S)
                .sortKey("city", AttributeType.S)
                .partitions(5)
                .build()),
        "with how many partitions a table begins is no part of what it is");
    assertEquals(item, get("cities", item));
    varve.deleteTable("cities");
    assertTrue(varve.createTableIfMissing(definition));
    assertNull(get("cities", item));
  }

  @Test
  void aTableThatIsMissingIsCreatedOnceWhoeverElseCreatesIt() throws Exception {
    TableDefinition definition =
        TableDefinition.named("raced").partitionKey("id", AttributeType.S).partitions(1).build();
    for (int round = 0; round < 200; round++) {
      CyclicBarrier start = new CyclicBarrier(2);
      CompletableFuture<Boolean> other =
          CompletableFuture.supplyAsync(() -> {
            try {
              start.await();
              varve.createTable(definition);
              return true;
            } catch (ResourceInUseException e) {
              return false;
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
      start.await();
      boolean created = varve.createTableIfMissing(definition);
      assertEquals(!created, other.get());
      varve.deleteTable("raced");
    }
  }

  @Test
  void aTableWithOtherKeysIsNotTheOneThatWasDefined() {
    assertDiffers(
        "users, and its partition key is id of type S, where the definition has id of type N",
        TableDefinition.named(USERS).partitionKey("id", AttributeType.N));
    assertDiffers(
        "users, and its sort key is none, where the definition has at of type N",
        TableDefinition.named(USERS)
            .partitionKey("id", AttributeType.S)
            .sortKey("at", AttributeType.N));
    assertDiffers(
        "notes, and its sort key is at of type N, where the definition has none",
        TableDefinition.named(NOTES).partitionKey("owner", AttributeType.S));
    assertDiffers(
        "notes, and its sort key is at of type N, where the definition has when of type N",
        TableDefinition.named(NOTES)
            .partitionKey("owner", AttributeType.S)
            .sortKey("when", AttributeType.N));
    assertEquals(List.of(NOTES, USERS), varve.listTables());
  }

  private void assertDiffers(String message, TableDefinition.Builder definition) {
    assertRefused(
        ResourceInUseException.class,
        "Table already exists: " + message,
        () -> varve.createTableIfMissing(definition.build()));
  }

  @Test
  void aDeletedTableIsGoneAndItsNameIsFree() throws IOException {
    put(USERS, userKey("u"));
    Set<Integer> old = ids(USERS);
    assertEquals(1, varve.deleteTable(USERS).itemCount());
    assertEquals(List.of(NOTES), varve.listTables());
    assertRefused(
        ResourceNotFoundException.class,
        "Requested resource not found",
        () -> get(USERS, userKey("u")));
    assertRefused(
        ResourceNotFoundException.class,
        "Requested resource not found: Table: users not found",
        () -> varve.deleteTable(USERS));
    assertThrows(ResourceNotFoundException.class, () -> varve.overview(USERS));
    assertThrows(ResourceNotFoundException.class, () -> varve.partitions(USERS));

    varve.createTable(TableDefinition.named(USERS).partitionKey("id", AttributeType.S).build());
    assertNull(get(USERS, userKey("u")));
    assertEquals(0, varve.countItems(USERS));
    assertTrue(ids(USERS).stream().noneMatch(old::contains));
    reopen();
    assertNull(get(USERS, userKey("u")));
  }

  @Test
  void definitionsAreChecked() {
    assertRefused(
        ValidationException.class,
        "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
        () -> TableDefinition.named("ab").partitionKey("x", AttributeType.S).build());
    assertRefused(
        ValidationException.class,
        "1 validation error detected: Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
        () -> TableDefinition.named("a b").partitionKey("x", AttributeType.S).build());
    assertRefused(
        ValidationException.class,
        "Both the Hash Key and the Range Key element in the KeySchema have the same name",
        () ->
            TableDefinition.named("abc")
                .partitionKey("x", AttributeType.S)
                .sortKey("x", AttributeType.N)
                .build());
    assertThrows(
        ValidationException.class,
        () -> TableDefinition.named("x".repeat(256)).partitionKey("x", AttributeType.S).build());
    assertThrows(ValidationException.class, () -> TableDefinition.named("abc").build());
    assertThrows(
        ValidationException.class,
        () -> TableDefinition.named("abc").partitionKey("x", AttributeType.L));
    assertThrows(
        ValidationException.class,
        () -> TableDefinition.named("abc").partitionKey("", AttributeType.S));
    assertThrows(
        ValidationException.class,
        () -> TableDefinition.named("abc").partitionKey("é".repeat(128), AttributeType.S));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            TableDefinition.named("abc").partitionKey("x", AttributeType.S).partitions(0).build());
  }

  @Test
  void countsAreRightAfterACleanShutdownAndAfterAKill() throws IOException {
    for (int i = 0; i < 30; i++) {
      put(NOTES, note("o" + i, i, "x"));
    }
    reopen();
    assertEquals(30, varve.countItems(NOTES));
    put(NOTES, note("o1", 1, "replaced"));
    put(NOTES, note("o1", 2, "new"));
    varve.deleteItem(DeleteItem.of(NOTES, noteKey("o2", 2)));
    varve.deleteItem(DeleteItem.of(NOTES, noteKey("o2", 2)));
    varve.deleteItem(DeleteItem.of(NOTES, noteKey("o3", 3)));
    varve = databases.kill();
    put(NOTES, note("o4", 4, "replaced before anybody counted"));
    put(NOTES, note("o4", 5, "new before anybody counted"));
    assertEquals(30, varve.countItems(NOTES));
    put(NOTES, note("o4", 6, "new after"));
    assertEquals(31, varve.countItems(NOTES));
    reopen();
    assertEquals(31, varve.countItems(NOTES));
    assertEquals(31, scanAll(NOTES).size());
  }

  @Test
  void aTableIsDefinedAsItWasCreated() throws IOException {
    assertEquals(
        TableDefinition.named(NOTES)
            .partitionKey("owner", AttributeType.S)
            .sortKey("at", AttributeType.N)
            .partitions(3)
            .build(),
        varve.tableDefinition(NOTES));
    assertRefused(
        ResourceNotFoundException.class,
        "Requested resource not found: Table: none not found",
        () -> varve.tableDefinition("none"));
  }

  @Test
  void aTableThatIsDeletedMeanwhileIsNotFound() throws Exception {
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 60; round++) {
        String name = "round" + round;
        varve.createTable(
            TableDefinition.named(name).partitionKey("id", AttributeType.S).partitions(64).build());
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> running =
            executor.submit(() -> {
              begun.countDown();
              while (true) {
                varve.flush(name);
                varve.partitions(name);
                varve.compact(name);
                varve.overview(name);
              }
            });
        begun.await();
        varve.deleteTable(name);
        ExecutionException ended = assertThrows(ExecutionException.class, running::get);
        assertEquals(ResourceNotFoundException.class, ended.getCause().getClass());
        assertEquals(
            "Requested resource not found: Table: " + name + " not found",
            ended.getCause().getMessage());
      }
    }
  }

  @Test
  void operationsAreCountedWhereTheyHappen() throws IOException {
    Item key = noteKey("o", 1);
    put(NOTES, note("o", 1, "x"));
    get(NOTES, key);
    get(NOTES, key);
    varve.updateItem(UpdateItem.in(NOTES).key(key).update("SET x = :v").value(":v", n(1)).build());
    varve.query(Query.of(NOTES).where("#o = :o").name("#o", "owner").value(":o", s("o")).build());
    varve.scan(Scan.of(NOTES).build());
    varve.deleteItem(DeleteItem.of(NOTES, key));
    int home = varve.partitionOf(NOTES, key);
    for (TablePartition partition : varve.partitions(NOTES)) {
      int here = partition.id() == home ? 1 : 0;
      assertEquals(here, partition.operations(OperationKind.PUT));
      assertEquals(2L * here, partition.operations(OperationKind.GET));
      assertEquals(here, partition.operations(OperationKind.UPDATE));
      assertEquals(here, partition.operations(OperationKind.QUERY));
      assertEquals(here, partition.operations(OperationKind.DELETE));
      assertEquals(1, partition.operations(OperationKind.SCAN), "a scan goes over all partitions");
    }
  }

  @Test
  void aClosedDatabaseRefusesEverything() throws IOException {
    varve.close();
    varve.close();
    for (String table : List.of(USERS, "no-such-table")) {
      Item key = userKey("u");
      assertThrows(IllegalStateException.class, () -> put(table, key));
      assertThrows(IllegalStateException.class, () -> varve.deleteItem(DeleteItem.of(table, key)));
      assertThrows(
          IllegalStateException.class,
          () -> varve.updateItem(UpdateItem.in(table).key(key).build()));
    }
    assertThrows(IllegalStateException.class, () -> get(USERS, userKey("u")));
    assertThrows(IllegalStateException.class, () -> scanAll(USERS));
    assertThrows(IllegalStateException.class, () -> varve.listTables());
    assertThrows(IllegalStateException.class, () -> varve.deleteTable(USERS));
  }

  private Set<Integer> ids(String table) throws IOException {
    Set<Integer> ids = new HashSet<>();
    for (TablePartition partition : varve.partitions(table)) {
      ids.add(partition.id());
    }
    return ids;
  }
}
