package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.IndexStatus;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.IndexedTable;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.testing.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes that are added to a table with items, while others write. */
class IndexBuildTest {
  private Databases databases;
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    databases =
        new Databases(
            VarveOptions.defaults()
                .withDurability(Durability.BUFFERED)
                .withEngine(Databases.SMALL));
    varve = databases.varve();
    IndexedTable.create(varve);
  }

  @AfterEach
  void close() throws IOException {
    databases.close();
  }

  private static Item key(int number) {
    return Item.of("clan", AttributeValue.s("f" + number % 7), "born", AttributeValue.n(number));
  }

  private static Item marked(int number, String mark) {
    return key(number).toBuilder()
        .put("mark", AttributeValue.s(mark))
        .put("zip", AttributeValue.n(number % 10))
        .build();
  }

  private void put(Item item) throws IOException {
    varve.putItem(PutItem.of(IndexedTable.NAME, item));
  }

  private List<Item> all(String index) throws IOException {
    List<Item> items = new ArrayList<>();
    varve.items(Scan.of(IndexedTable.NAME).index(index).build()).forEach(items::add);
    return items;
  }

  /** The index holds just the items that have its keys, each once. */
  private void assertWhole() throws IOException {
    List<Item> entries = all(IndexedTable.LATE);
    Set<Item> expected = new HashSet<>();
    for (Item item : all(null)) {
      if (item.get("mark") instanceof AttributeValue.S s
          && !s.value().isEmpty()
          && item.get("zip") instanceof AttributeValue.N) {
        expected.add(item);
      }
    }
    assertEquals(expected.size(), entries.size());
    assertEquals(expected, new HashSet<>(entries));
    GlobalSecondaryIndexDescription description = IndexedTable.describeLate(varve);
    assertEquals(expected.size(), description.itemCount().orElseThrow());
  }

  @Test
  void itemsThatWereThereBeforeAreEntered() throws IOException {
    for (int i = 0; i < 500; i++) {
      put(marked(i, "m" + i % 3));
    }
    IndexedTable.addLate(varve);
    IndexedTable.awaitLate(varve);
    assertEquals(500, all(IndexedTable.LATE).size());
    assertWhole();
  }

  @Test
  void itemsWhoseKeysDoNotFitAreSkipped() throws IOException {
    put(marked(1, "m"));
    put(key(2).toBuilder().put("mark", AttributeValue.s("m")).build());
    put(marked(3, "m").toBuilder().put("mark", AttributeValue.n(1)).build());
    put(marked(4, "m").toBuilder().put("mark", AttributeValue.s("")).build());
    put(marked(5, "m").toBuilder().put("mark", AttributeValue.s("x".repeat(2049))).build());
    IndexedTable.addLate(varve);
    IndexedTable.awaitLate(varve);
    assertEquals(List.of(marked(1, "m")), all(IndexedTable.LATE));
  }

  @Test
  void anIndexThatIsBeingBuiltIsWrittenAndNotRead() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    holdSyncsOf("varve-index-builder", goOn);
    for (int i = 0; i < 100; i++) {
      put(marked(i, "m"));
    }
    IndexedTable.addLate(varve);
    assertEquals(
        IndexStatus.CREATING, IndexedTable.describeLate(varve).indexStatus().orElseThrow());
    ValidationException refused =
        assertThrows(
            ValidationException.class,
            () -> varve.scan(Scan.of(IndexedTable.NAME).index(IndexedTable.LATE).build()));
    assertEquals(
        "Cannot read from backfilling global secondary index: byMark", refused.getMessage());
    assertThrows(
        ValidationException.class,
        () -> put(key(1).toBuilder().put("mark", AttributeValue.n(1)).build()));
    put(marked(1000, "new"));
    varve.deleteItem(DeleteItem.from(IndexedTable.NAME).key(key(5)).build());
    put(marked(6, "other"));
    put(marked(7, "m"));
    goOn.countDown();
    IndexedTable.awaitLate(varve);
    assertEquals(100, all(IndexedTable.LATE).size());
    assertWhole();
  }

  /** Lets the syncs of a thread wait, so that what it does next waits, too. */
  private void holdSyncsOf(String thread, CountDownLatch goOn) {
    databases.onOperation(operation -> {
      if (operation.kind() == Operation.Kind.SYNC
          && Thread.currentThread().getName().equals(thread)) {
        try {
          assertTrue(goOn.await(5, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    });
  }

  @Test
  void aBuildBeginsAgainWhenTheDatabaseIsOpened() throws IOException {
    for (int i = 0; i < 2000; i++) {
      put(marked(i, "m" + i % 3));
    }
    IndexedTable.addLate(varve);
    varve = databases.reopen();
    IndexedTable.awaitLate(varve);
    assertWhole();
    IndexedTable.removeLate(varve);
    IndexedTable.addLate(varve);
    varve = databases.kill();
    IndexedTable.awaitLate(varve);
    assertEquals(2000, all(IndexedTable.LATE).size());
  }

  @Test
  void anIndexMayBeRemovedAndAddedAgain() throws IOException {
    put(marked(1, "m"));
    IndexedTable.addLate(varve);
    IndexedTable.awaitLate(varve);
    IndexedTable.removeLate(varve);
    assertNull(IndexedTable.describeLate(varve));
    varve.deleteItem(DeleteItem.from(IndexedTable.NAME).key(key(1)).build());
    put(marked(2, "m"));
    IndexedTable.addLate(varve);
    IndexedTable.awaitLate(varve);
    assertEquals(List.of(marked(2, "m")), all(IndexedTable.LATE));
  }

  @Test
  void writesBesideABuildAreNeitherLostNorUndone() throws Exception {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 600; i++) {
        put(marked(i, "m" + i % 3));
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
          Random random = new Random(31L * round + writer);
          writers.add(threads.submit(() -> write(random)));
        }
        IndexedTable.addLate(varve);
        for (Future<?> writer : writers) {
          writer.get();
        }
      }
      IndexedTable.awaitLate(varve);
      assertWhole();
      IndexedTable.removeLate(varve);
    }
  }

  private Void write(Random random) throws IOException {
    for (int i = 0; i < 1500; i++) {
      int number = random.nextInt(800);
      switch (random.nextInt(4)) {
        case 0 -> put(marked(number, "w" + random.nextInt(5)));
        case 1 ->
            varve.updateItem(
                UpdateItem.in(IndexedTable.NAME)
                    .key(key(number))
                    .update("SET zip = :z")
                    .value(":z", AttributeValue.n(random.nextInt(100)))
                    .build());
        case 2 ->
            varve.updateItem(
                UpdateItem.in(IndexedTable.NAME).key(key(number)).update("REMOVE mark").build());
        default -> varve.deleteItem(DeleteItem.from(IndexedTable.NAME).key(key(number)).build());
      }
    }
    return null;
  }

  @Test
  void aBuildThatFailsIsToldWhenTheDatabaseCloses() throws Exception {
    CountDownLatch failing = new CountDownLatch(1);
    for (int i = 0; i < 10; i++) {
      put(marked(i, "m"));
    }
    databases.onOperation(operation -> {
      if (Thread.currentThread().getName().equals("varve-index-builder")) {
        failing.countDown();
        throw new IOException("no more room");
      }
    });
    IndexedTable.addLate(varve);
    assertTrue(failing.await(5, TimeUnit.MINUTES));
    IOException told = assertThrows(IOException.class, varve::close);
    assertTrue(told.getMessage().contains("no more room"), told.getMessage());
    varve = databases.killAfterFailure();
    IndexedTable.awaitLate(varve);
    assertWhole();
  }
}
