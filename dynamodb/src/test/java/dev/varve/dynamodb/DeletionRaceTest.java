package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.IndexedTable;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables and indexes that are deleted while others use them: they are whole, or gone. */
class DeletionRaceTest {
  private static final int ROUNDS = 30;
  private static final Item KEY =
      Item.of("clan", AttributeValue.s("f"), "born", AttributeValue.n(1));
  private static final Item ITEM =
      KEY.toBuilder()
          .put("age", AttributeValue.n(2))
          .put("note", AttributeValue.s("n"))
          .put("more", AttributeValue.s("m"))
          .put("mark", AttributeValue.s("x"))
          .put("zip", AttributeValue.n(3))
          .build();

  private Databases databases;
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    databases = Databases.buffered();
    varve = databases.varve();
  }

  @AfterEach
  void close() throws IOException {
    databases.close();
  }

  /** What somebody does with a table again and again. */
  private interface Use {
    void run() throws IOException;
  }

  /** Uses a table until it is gone. */
  private static Void untilGone(CountDownLatch begun, Use use) throws IOException {
    boolean first = true;
    while (true) {
      try {
        use.run();
      } catch (ResourceNotFoundException | ValidationException gone) {
        return null;
      }
      if (first) {
        begun.countDown();
        first = false;
      }
    }
  }

  private void race(List<Use> uses, Use end) throws Exception {
    CountDownLatch begun = new CountDownLatch(uses.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(uses.size())) {
      List<Future<Void>> running = new ArrayList<>();
      uses.forEach(use -> running.add(threads.submit(() -> untilGone(begun, use))));
      begun.await();
      end.run();
      for (Future<Void> one : running) {
        one.get();
      }
    }
  }

  @Test
  void aTableIsReadWholeUntilItIsGone() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      IndexedTable.create(varve);
      varve.putItem(PutItem.of(IndexedTable.NAME, ITEM));
      race(
          List.of(
              () ->
                  assertEquals(
                      ITEM, varve.getItem(GetItem.of(IndexedTable.NAME, KEY)).item().orElseThrow()),
              () ->
                  assertEquals(
                      1,
                      varve
                          .batchGetItem(
                              BatchGetItem.builder()
                                  .requestItems(
                                      Map.of(
                                          IndexedTable.NAME,
                                          KeysAndAttributes.builder().keys(KEY).build()))
                                  .build())
                          .responses()
                          .get(IndexedTable.NAME)
                          .size()),
              () ->
                  assertEquals(
                      List.of(ITEM),
                      varve
                          .query(
                              Query.of(IndexedTable.NAME)
                                  .index("byAge")
                                  .where("clan = :c")
                                  .value(":c", AttributeValue.s("f"))
                                  .projection("clan, born, age, note, more, mark, zip")
                                  .build())
                          .items()),
              () -> assertEquals(1, varve.countItems(IndexedTable.NAME))),
          () -> varve.deleteTable(IndexedTable.NAME));
    }
  }

  @Test
  void anIndexIsReadWholeUntilItIsGone() throws Exception {
    IndexedTable.create(varve);
    varve.putItem(PutItem.of(IndexedTable.NAME, ITEM));
    for (int round = 0; round < ROUNDS; round++) {
      IndexedTable.addLate(varve);
      IndexedTable.awaitLate(varve);
      race(
          List.of(
              () ->
                  assertEquals(
                      List.of(ITEM),
                      varve
                          .scan(Scan.of(IndexedTable.NAME).index(IndexedTable.LATE).build())
                          .items()),
              () -> varve.partitions(IndexedTable.NAME, IndexedTable.LATE)),
          () -> IndexedTable.removeLate(varve));
    }
  }

  @Test
  void aTableIsFlushedWhileItsIndexesComeAndGo() throws Exception {
    IndexedTable.create(varve);
    race(
        List.of(() -> {
          varve.putItem(PutItem.of(IndexedTable.NAME, ITEM));
          varve.flush(IndexedTable.NAME);
          varve.compact(IndexedTable.NAME);
        }),
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            IndexedTable.addLate(varve);
            IndexedTable.removeLate(varve);
          }
          varve.deleteTable(IndexedTable.NAME);
        });
  }
}
