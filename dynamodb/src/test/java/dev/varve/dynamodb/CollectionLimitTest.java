package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.CancellationReason;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.ItemCollectionSizeLimitExceededException;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * The limit of item collections (BEHAVIOUR 12.2). The table {@code t} by (h S, r N) has a local
 * index by l with the attribute p, and a global one by l, which does not count.
 */
class CollectionLimitTest {
  private static final String TABLE = "table";
  private static final int LIMIT = 1000;

  private static Databases databases(long limitBytes) throws IOException {
    Databases databases =
        new Databases(
            VarveOptions.defaults()
                .withDurability(Durability.BUFFERED)
                .withEngine(Databases.SMALL)
                .withCollectionLimitBytes(limitBytes));
    databases
        .varve()
        .createTable(
            TableDefinition.named(TABLE)
                .partitionKey("h", AttributeType.S)
                .sortKey("r", AttributeType.N)
                .index(
                    IndexDefinition.local("local", new KeyAttribute("l", AttributeType.S))
                        .including("p"))
                .globalIndex("global", "l", AttributeType.S)
                .build());
    return databases;
  }

  private static Item key(String collection, int number) {
    return Item.of("h", s(collection), "r", n(number));
  }

  /** An item of 100 bytes: 3 are the key's. */
  private static Item hundred(String collection, int number) {
    return key(collection, number).toBuilder().put("x", s("x".repeat(94))).build();
  }

  @Property(tries = 200)
  void aWriteIsRefusedWhereItsCollectionWouldGrowBeyondTheLimit(@ForAll long seed)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Item, Integer> model = new HashMap<>();
    try (Databases databases = databases(LIMIT)) {
      for (int step = 0; step < 60; step++) {
        String collection = random.nextBoolean() ? "a" : "b";
        Item key = key(collection, random.nextInt(9));
        int before = model.getOrDefault(key, 0);
        if (random.nextInt(4) == 0) {
          databases.varve().deleteItem(DeleteItem.of(TABLE, key));
          model.remove(key);
        } else {
          Item item = randomItem(random, key);
          int after = bytes(item);
          int size = size(model, collection);
          PutItem put = PutItem.of(TABLE, item);
          if (after > before && size + after - before > LIMIT) {
            assertThrows(
                ItemCollectionSizeLimitExceededException.class,
                () -> databases.varve().putItem(put));
          } else {
            databases.varve().putItem(put);
            model.put(key, after);
          }
        }
        if (random.nextInt(20) == 0) {
          databases.reopen();
        }
      }
    }
  }

  private static Item randomItem(SplittableRandom random, Item key) {
    Item.Builder item = key.toBuilder();
    if (random.nextBoolean()) {
      item.put("l", s("l".repeat(1 + random.nextInt(60))));
    }
    if (random.nextBoolean()) {
      item.put("p", s("p".repeat(random.nextInt(60))));
    }
    return item.put("x", s("x".repeat(random.nextInt(200)))).build();
  }

  private static int size(Map<Item, Integer> model, String collection) {
    return model.entrySet().stream()
        .filter(entry -> entry.getKey().get("h").equals(s(collection)))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Of an item and its entry in the local index. */
  private static int bytes(Item item) {
    return item.sizeBytes()
        + (item.has("l") ? item.toBuilder().remove("x").build().sizeBytes() : 0);
  }

  @Test
  void aBatchAndATransactionAreRefusedAsAWhole() throws IOException {
    try (Databases databases = databases(LIMIT)) {
      Varve varve = databases.varve();
      for (int i = 0; i < 9; i++) {
        varve.putItem(PutItem.of(TABLE, hundred("a", i)));
      }
      TransactWriteItems transaction =
          TransactWriteItems.builder()
              .transactItems(
                  TransactWriteItem.of(Put.into(TABLE).item(hundred("b", 1)).build()),
                  TransactWriteItem.of(Put.into(TABLE).item(hundred("a", 10)).build()),
                  TransactWriteItem.of(Put.into(TABLE).item(hundred("a", 11)).build()))
              .build();
      TransactionCanceledException cancelled =
          assertThrows(
              TransactionCanceledException.class, () -> varve.transactWriteItems(transaction));
      assertEquals(
          List.of("None", "None", "ItemCollectionSizeLimitExceeded"),
          cancelled.cancellationReasons().stream().map(CancellationReason::code).toList());
      assertEquals(
          "Collection size exceeded.",
          cancelled.cancellationReasons().getLast().message().orElseThrow());
      BatchWriteItem batch =
          BatchWriteItem.builder()
              .requestItems(
                  Map.of(
                      TABLE,
                      List.of(
                          WriteRequest.of(PutRequest.of(hundred("a", 10))),
                          WriteRequest.of(PutRequest.of(hundred("a", 11))))))
              .build();
      assertThrows(
          ItemCollectionSizeLimitExceededException.class, () -> varve.batchWriteItem(batch));
      assertEquals(9, varve.countItems(TABLE));
      // What was refused has left no trace in the size that is kept.
      varve.putItem(PutItem.of(TABLE, hundred("a", 10)));
      varve.putItem(PutItem.of(TABLE, hundred("a", 10)));
      assertEquals(10, varve.countItems(TABLE));
    }
  }

  @Test
  void manyWritersOfManyCollectionsKeepToIt() throws Exception {
    int collections = 12_000; // more than are kept in memory
    try (Databases databases = databases(LIMIT);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Varve varve = databases.varve();
      Callable<Integer> writer =
          () -> {
            int refused = 0;
            for (int i = 0; i < collections; i++) {
              try {
                varve.putItem(
                    PutItem.of(
                        TABLE,
                        hundred(
                            i % 10 == 0 ? "hot" : "cold " + i,
                            (int) Thread.currentThread().threadId() * collections + i)));
              } catch (ItemCollectionSizeLimitExceededException _) {
                refused++;
              }
            }
            return refused;
          };
      List<Future<Integer>> writers = threads.invokeAll(List.of(writer, writer, writer, writer));
      int refused = 0;
      for (Future<Integer> each : writers) {
        refused += each.get();
      }
      assertTrue(refused > 0);
      assertEquals(4L * collections - refused, varve.countItems(TABLE));
      assertEquals(
          4L * (collections / 10) - refused,
          varve.query(Query.of(TABLE).where("h = :h").value(":h", s("hot")).build()).count());
    }
  }

  @Test
  void theServicesLimitIsFar() throws IOException {
    try (Databases databases = databases(VarveOptions.SERVICE_COLLECTION_LIMIT_BYTES)) {
      for (int i = 0; i < 20; i++) {
        databases.varve().putItem(PutItem.of(TABLE, hundred("a", i)));
      }
      assertEquals(20, databases.varve().countItems(TABLE));
    }
  }
}
