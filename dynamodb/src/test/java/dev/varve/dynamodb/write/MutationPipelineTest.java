package dev.varve.dynamodb.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.changes.Change;
import dev.varve.dynamodb.changes.ChangeLogs;
import dev.varve.dynamodb.changes.ChangeWriter;
import dev.varve.dynamodb.changes.Images;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.lock.TransactedItems;
import dev.varve.dynamodb.meter.Metering;
import dev.varve.dynamodb.model.Damage;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.read.CollectionSizes;
import dev.varve.dynamodb.read.ItemReads;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.Clock;
import dev.varve.io.CorruptionException;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.NeverWaits;
import dev.varve.io.Scheduler;
import dev.varve.io.WouldWait;
import dev.varve.testing.Impatient;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How items change: under their keys' locks, and without these while storage is waited for. */
class MutationPipelineTest {
  private static final Path DIRECTORY = Path.of("/db");
  private static final Item HOT = Item.of("id", AttributeValue.s("hot"));
  private static final Item COLD = Item.of("id", AttributeValue.s("cold"));

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final Scheduler scheduler = Env.system(2).scheduler();
  private final Env env = files.env(Clock.SYSTEM, scheduler);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch syncBegun = new CountDownLatch(1);
  private final CountDownLatch syncMayEnd = new CountDownLatch(1);
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    varve = Varve.open(env, DIRECTORY, VarveOptions.defaults().withEngine(Databases.SMALL));
    varve.createTable(
        TableDefinition.named("counters")
            .partitionKey("id", AttributeType.S)
            .partitions(1)
            .build());
    varve.putItem(PutItem.of("counters", COLD));
  }

  @AfterEach
  void close() throws IOException {
    syncMayEnd.countDown();
    files.onOperation(_ -> {});
    threads.shutdown();
    varve.close();
    scheduler.close();
  }

  private void holdSyncs() {
    files.onOperation(operation -> {
      if (operation.kind() == Operation.Kind.SYNC && operation.path().toString().contains("wal")) {
        syncBegun.countDown();
        awaitLatch(syncMayEnd);
      }
    });
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertTrue(latch.await(5, TimeUnit.MINUTES), "it never came");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static UpdateItem.Builder increment() {
    return UpdateItem.in("counters")
        .key(HOT)
        .update("ADD hits :one")
        .value(":one", AttributeValue.n(1));
  }

  @Test
  void writersOfOneItemShareASync() throws Exception {
    holdSyncs();
    long records = varve.engineStats().walRecords();
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      writers.add(threads.submit(() -> varve.updateItem(increment().build())));
    }
    awaitLatch(syncBegun);
    while (varve.engineStats().walRecords() < records + 8) {
      Thread.onSpinWait(); // all commit, though none of their syncs has ended
    }
    assertTrue(writers.stream().noneMatch(Future::isDone));
    syncMayEnd.countDown();
    for (Future<?> writer : writers) {
      writer.get();
    }
    Item item = varve.getItem(GetItem.of("counters", HOT)).item().orElseThrow();
    assertEquals(AttributeValue.n(8), item.get("hits"));
  }

  private void assertWaits(Callable<?> call) throws Exception {
    assertWaits(() -> varve.updateItem(increment().build()), call);
  }

  /** A call that tells of a write on its way returns only after that is on storage. */
  private void assertWaits(Callable<?> write, Callable<?> call) throws Exception {
    holdSyncs();
    Future<?> writer = threads.submit(write);
    awaitLatch(syncBegun);
    assertEquals(COLD, varve.getItem(GetItem.of("counters", COLD)).item().orElseThrow());
    Future<?> teller = threads.submit(call);
    Thread.sleep(30);
    assertFalse(teller.isDone());
    assertFalse(writer.isDone());
    syncMayEnd.countDown();
    teller.get();
    writer.get();
  }

  @Test
  void aGetWaitsForTheWriteThatItShows() throws Exception {
    assertWaits(() -> {
      assertTrue(varve.getItem(GetItem.of("counters", HOT)).item().isPresent());
      return null;
    });
  }

  @Test
  void aQueryWaitsForTheWriteThatItShows() throws Exception {
    assertWaits(() -> {
      Query query =
          Query.of("counters").where("id = :id").value(":id", AttributeValue.s("hot")).build();
      assertEquals(1, varve.query(query).items().size());
      return null;
    });
  }

  @Test
  void aScanWaitsForTheWritesThatItShows() throws Exception {
    assertWaits(() -> {
      assertEquals(2, varve.scan(Scan.of("counters").build()).items().size());
      return null;
    });
  }

  @Test
  void aFailedConditionWaitsForTheWriteThatItTellsOf() throws Exception {
    assertWaits(() ->
        assertThrows(
            ConditionalCheckFailedException.class,
            () ->
                varve.putItem(
                    PutItem.into("counters")
                        .item(HOT)
                        .condition("attribute_not_exists(id)")
                        .build())));
  }

  @Test
  void aRefusedUpdateWaitsForTheWriteThatItTellsOf() throws Exception {
    UpdateItem update = UpdateItem.in("counters").key(HOT).update("SET a = nowhere").build();
    assertWaits(() -> {
      ValidationException e =
          assertThrows(ValidationException.class, () -> varve.updateItem(update));
      assertTrue(e.getMessage().contains("does not exist in the item"), e.getMessage());
      return null;
    });
  }

  @Test
  void aDeletionOfNothingWaitsForTheDeletionBeforeIt() throws Exception {
    varve.putItem(PutItem.of("counters", HOT));
    Callable<?> deletion = () -> varve.deleteItem(DeleteItem.of("counters", HOT));
    assertWaits(deletion, deletion);
  }

  @Test
  void aCountWaitsForTheWritesThatItCounts() throws Exception {
    assertWaits(() -> {
      assertEquals(2, varve.countItems("counters"));
      return null;
    });
  }

  @Test
  void mutationsHappenAllOrNotAtAll() throws IOException {
    try (StorageEngine engine = StorageEngine.open(env, Path.of("/list"), Databases.SMALL)) {
      Catalog catalog = Catalog.open(engine, Path.of("/list"), false);
      Table table = createTable(catalog, Path.of("/list"));
      KeyLocks locks = new KeyLocks();
      ItemReads reads = new ItemReads(engine, Durability.SYNC);
      MutationPipeline pipeline =
          new MutationPipeline(
              engine,
              Durability.SYNC,
              catalog,
              locks,
              reads,
              new TransactedItems(),
              () -> {},
              WriteBatch.MAX_BYTES,
              new CollectionLimit(new CollectionSizes(engine), CollectionLimit.NONE),
              Metering.none(),
              Clock.SYSTEM,
              () -> {});
      List<Mutation> puts = new ArrayList<>();
      for (int id = 0; id < 100; id++) {
        puts.add(put(table, "item " + id, "attribute_not_exists(id)"));
      }
      long records = engine.stats().walRecords();
      assertEquals(100, pipeline.apply(puts).size());
      // One more makes the catalog's counts void.
      assertTrue(engine.stats().walRecords() <= records + 2, "one batch");
      assertEquals(100, count(engine, locks, table));

      List<Mutation> some = new ArrayList<>();
      some.add(put(table, "item 100", "attribute_not_exists(id)"));
      some.add(put(table, "item 50", "attribute_not_exists(id)"));
      assertThrows(ConditionalCheckFailedException.class, () -> pipeline.apply(some));
      assertEquals(100, count(engine, locks, table));
      byte[] absent = table.schema().keyOfItem(Item.of("id", AttributeValue.s("item 100")));
      assertNull(reads.get(table, table.partitionOf(absent), absent));
    }
  }

  @Test
  void aChangeIsLoggedInTheBatchOfItsWriteAndSaysWhoseItIs() throws IOException {
    try (StorageEngine engine = StorageEngine.open(env, Path.of("/log"), Databases.SMALL)) {
      Catalog catalog = Catalog.open(engine, Path.of("/log"), false);
      Table table = createTable(catalog, Path.of("/log"));
      int log = engine.createPartitions(1).getFirst();
      table.logChanges(
          new ChangeWriter(
              new Images(true, false), List.of(new ChangeWriter.Log(HashRange.ALL, log))));
      List<String> afterwards = new ArrayList<>();
      MutationPipeline pipeline =
          new MutationPipeline(
              engine,
              Durability.SYNC,
              catalog,
              new KeyLocks(),
              new ItemReads(engine, Durability.SYNC),
              new TransactedItems(),
              () -> {},
              WriteBatch.MAX_BYTES,
              new CollectionLimit(new CollectionSizes(engine), CollectionLimit.NONE),
              Metering.none(),
              Clock.SYSTEM,
              () -> afterwards.add("once"));
      Mutation put = put(table, "item", "attribute_not_exists(id)");
      Mutation deletion =
          new Mutation(table, put.key(), Mutation.Need.NOTHING, null, false, _ -> null);
      pipeline.apply(put);
      long records = engine.stats().walRecords();
      pipeline.apply(deletion.byService());
      assertEquals(records + 1, engine.stats().walRecords(), "one batch");
      pipeline.apply(deletion); // of nothing
      assertEquals(List.of("once", "once"), afterwards);

      List<Change> changes = new ArrayList<>();
      ChangeLogs.End end = new ChangeLogs(engine, Path.of("/log")).read(log, 0, changes::add);
      assertTrue(end.isAtEnd());
      assertEquals(2, changes.size());
      assertEquals(end.next(), changes.getLast().sequence() + 1);
      assertEquals(Change.Kind.INSERT, changes.getFirst().kind());
      assertFalse(changes.getFirst().byService());
      assertNull(changes.getFirst().after(), "not kept");
      assertEquals(Change.Kind.REMOVE, changes.getLast().kind());
      assertTrue(changes.getLast().byService());
      assertArrayEquals(put.key(), changes.getLast().key());
      assertEquals(
          Item.of("id", AttributeValue.s("item")),
          table.items().decode(changes.getLast().key(), changes.getLast().before()));
    }
  }

  @Test
  void aThreadThatNeverWaitsBreaksOffBeforeItWritesIfLogsAreToBeKept() throws Exception {
    try (StorageEngine engine = StorageEngine.open(env, Path.of("/kept"), Databases.SMALL)) {
      Catalog catalog = Catalog.open(engine, Path.of("/kept"), false);
      Table table = createTable(catalog, Path.of("/kept"));
      ItemReads reads = new ItemReads(engine, Durability.BUFFERED);
      int log = engine.createPartitions(1).getFirst();
      MutationPipeline pipeline =
          new MutationPipeline(
              engine,
              Durability.BUFFERED,
              catalog,
              new KeyLocks(),
              reads,
              new TransactedItems(),
              () -> {},
              WriteBatch.MAX_BYTES,
              new CollectionLimit(new CollectionSizes(engine), CollectionLimit.NONE),
              Metering.none(),
              Clock.SYSTEM,
              NeverWaits::check);
      pipeline.apply(put(table, "first", "attribute_not_exists(id)"));
      Mutation second = put(table, "second", "attribute_not_exists(id)");
      Impatient.call(() -> pipeline.apply(second)); // there is no log
      table.logChanges(
          new ChangeWriter(
              new Images(true, true), List.of(new ChangeWriter.Log(HashRange.ALL, log))));
      Mutation other = put(table, "other", "attribute_not_exists(id)");
      assertThrows(WouldWait.class, () -> Impatient.call(() -> pipeline.apply(other)));
      assertFalse(reads.exists(other.partition(), other.key()));
      pipeline.apply(other);
      assertTrue(reads.exists(other.partition(), other.key()));
    }
  }

  /** A crash leaves a prefix of the log: the counts go before a write that makes them untrue. */
  @Test
  void nothingIsWrittenBeforeTheCountsAreVoid() throws IOException {
    Catalog closed;
    try (StorageEngine other = StorageEngine.open(env, Path.of("/other"), Databases.SMALL)) {
      closed = Catalog.open(other, Path.of("/other"), false);
    }
    try (StorageEngine engine = StorageEngine.open(env, Path.of("/list"), Databases.SMALL)) {
      Table table = createTable(Catalog.open(engine, Path.of("/list"), false), Path.of("/list"));
      ItemReads reads = new ItemReads(engine, Durability.SYNC);
      MutationPipeline pipeline =
          new MutationPipeline(
              engine,
              Durability.SYNC,
              closed,
              new KeyLocks(),
              reads,
              new TransactedItems(),
              () -> {},
              WriteBatch.MAX_BYTES,
              new CollectionLimit(new CollectionSizes(engine), CollectionLimit.NONE),
              Metering.none(),
              Clock.SYSTEM,
              () -> {});
      Mutation put = put(table, "item", "attribute_not_exists(id)");
      assertThrows(IllegalStateException.class, () -> pipeline.apply(put));
      assertFalse(reads.exists(put.partition(), put.key()));
    }
  }

  private static Table createTable(Catalog catalog, Path directory) throws IOException {
    KeyElement key = new KeyElement("id", AttributeType.S);
    TableRecord record =
        catalog.create(
            "list",
            0,
            key,
            null,
            2,
            List.of(),
            number -> TableSettings.onDemand("list", number, 0, List.of(key)));
    Map<Integer, Long> counts = new HashMap<>();
    record.partitions().forEach(start -> counts.put(start.partition(), 0L));
    return Table.of(record, directory, counts);
  }

  private static long count(StorageEngine engine, KeyLocks locks, Table table) throws IOException {
    long items = 0;
    for (ItemPartition partition : table.partitions()) {
      items += partition.itemCount().count(engine, locks);
    }
    return items;
  }

  private static Mutation put(Table table, String id, String condition) {
    Item item = Item.of("id", AttributeValue.s(id));
    byte[] stored = table.items().encode(item, item.sizeBytes());
    return new Mutation(
        table,
        table.schema().keyOfItem(item),
        Mutation.Need.ITEM,
        new Expressions(new ExpressionCache(10), Map.of(), Map.of()).condition(condition),
        false,
        _ -> new Mutation.Image(item, stored));
  }

  @Test
  void anUnconditionalPutReadsNothing(@TempDir Path directory) throws IOException {
    Path database = directory.resolve("db");
    try (Varve first = Varve.open(database)) {
      first.createTable(
          TableDefinition.named("users").partitionKey("id", AttributeType.S).partitions(1).build());
      first.putItem(PutItem.of("users", HOT));
      first.flush("users");
    }
    Damage.tables(database);
    try (Varve second = Varve.open(database)) {
      assertThrows(
          CorruptionException.class, () -> second.getItem(GetItem.of("users", HOT)), "a read");
      second.putItem(PutItem.of("users", HOT));
      assertEquals(HOT, second.getItem(GetItem.of("users", HOT)).item().orElseThrow());
    }
  }
}
