package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.m;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static dev.varve.dynamodb.value.AttributeValue.ss;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriteOperationsTest extends DatabaseFixture {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final String FAILED = "The conditional request failed";

  @Test
  void aPutReplacesTheWholeItem() throws IOException {
    put(USERS, Item.of("id", s("u"), "a", n(1)));
    PutItem second =
        PutItem.into(USERS)
            .item(Item.of("id", s("u"), "b", n(2)))
            .returnValues(ReturnValue.ALL_OLD)
            .build();
    assertEquals(Optional.of(Item.of("id", s("u"), "a", n(1))), varve.putItem(second).attributes());
    assertEquals(Item.of("id", s("u"), "b", n(2)), get(USERS, userKey("u")));
  }

  @Test
  void noPathGoesIntoAKeyAttribute() throws IOException {
    String problem =
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: id";
    put(USERS, userKey("u"));
    String condition = "attribute_not_exists(id.x)";
    assertRefused(
        ValidationException.class,
        problem,
        () -> varve.putItem(PutItem.into(USERS).item(userKey("u")).condition(condition).build()));
    assertRefused(
        ValidationException.class,
        problem,
        () ->
            varve.deleteItem(
                DeleteItem.from(USERS).key(userKey("u")).condition(condition).build()));
    assertRefused(
        ValidationException.class,
        problem,
        () ->
            varve.updateItem(
                UpdateItem.in(USERS)
                    .key(userKey("u"))
                    .update("REMOVE a")
                    .condition(condition)
                    .build()));
    for (String update : List.of("SET id.x = :v", "SET a = :v, b = id[0]", "ADD id.x :v")) {
      assertRefused(
          ValidationException.class,
          problem,
          () ->
              varve.updateItem(
                  UpdateItem.in(USERS).key(userKey("u")).update(update).value(":v", n(1)).build()));
    }
    assertEquals(userKey("u"), get(USERS, userKey("u")));
  }

  @Test
  void numbersOfOneValueAreOneKey() throws IOException {
    put(NOTES, note("o", 1000, "first"));
    Item second =
        Item.builder().put("owner", s("o")).put("at", n("+1e3")).put("text", s("second")).build();
    put(NOTES, second);
    assertEquals(List.of(note("o", 1000, "second")), scanAll(NOTES));
  }

  @Test
  void aConditionSeesTheStoredItem() throws IOException {
    put(NOTES, note("o", 1, "x"));
    PutItem onlyNew =
        PutItem.into(NOTES)
            .item(note("o", 1, "y"))
            .condition("attribute_not_exists(#o)")
            .name("#o", "owner")
            .build();
    ConditionalCheckFailedException e =
        assertRefused(ConditionalCheckFailedException.class, FAILED, () -> varve.putItem(onlyNew));
    assertEquals(Optional.empty(), e.item());
    assertEquals(note("o", 1, "x"), get(NOTES, noteKey("o", 1)));

    DeleteItem ifText =
        DeleteItem.from(NOTES)
            .key(noteKey("o", 1))
            .condition("#t = :t")
            .name("#t", "text")
            .value(":t", s("z"))
            .returnItemOnFailure()
            .build();
    e =
        assertRefused(
            ConditionalCheckFailedException.class, FAILED, () -> varve.deleteItem(ifText));
    assertEquals(Optional.of(note("o", 1, "x")), e.item());
  }

  @Test
  void deletingNothingSucceeds() throws IOException {
    DeleteItem delete =
        DeleteItem.from(USERS).key(userKey("u")).returnValues(ReturnValue.ALL_OLD).build();
    assertEquals(Optional.empty(), varve.deleteItem(delete).attributes());
  }

  @Test
  void anUpdateChangesAndReturnsWhatIsAsked() throws IOException {
    put(
        USERS,
        Item.builder()
            .put("id", s("u"))
            .put("a", n(1))
            .put("numbers", l(n(1), n(2), n(3)))
            .put("tags", ss("x", "y"))
            .build());
    UpdateItem.Builder update =
        UpdateItem.in(USERS)
            .key(userKey("u"))
            .update(
                "SET a = a + :one, numbers[1] = :one REMOVE numbers[0] DELETE tags :x ADD hits :one")
            .value(":one", n(1))
            .value(":x", ss("x"));
    Item after =
        Item.builder()
            .put("id", s("u"))
            .put("a", n(2))
            .put("numbers", l(n(1), n(3)))
            .put("tags", ss("y"))
            .put("hits", n(1))
            .build();
    assertEquals(
        Optional.of(after),
        varve.updateItem(update.returnValues(ReturnValue.ALL_NEW).build()).attributes());
    assertEquals(after, get(USERS, userKey("u")));
  }

  @Test
  void anUpdateReturnsTheNamedPathsOldAndNew() throws IOException {
    put(USERS, Item.of("id", s("u"), "m", m(Map.of("a", n(1), "b", n(2)))));
    UpdateItem.Builder update =
        UpdateItem.in(USERS).key(userKey("u")).update("SET m.a = :v").value(":v", n(5));
    assertEquals(
        Optional.of(Item.of("m", m(Map.of("a", n(1))))),
        varve.updateItem(update.returnValues(ReturnValue.UPDATED_OLD).build()).attributes());
    assertEquals(
        Optional.of(Item.of("m", m(Map.of("a", n(5))))),
        varve.updateItem(update.returnValues(ReturnValue.UPDATED_NEW).build()).attributes());
    assertEquals(
        Optional.of(Item.of("id", s("u"), "m", m(Map.of("a", n(5), "b", n(2))))),
        varve.updateItem(update.returnValues(ReturnValue.ALL_OLD).build()).attributes());
    assertEquals(
        Optional.empty(),
        varve.updateItem(update.returnValues(ReturnValue.NONE).build()).attributes());
  }

  @Test
  void anUpdateOfAMissingItemCreatesItUnlessItOnlyRemoves() throws IOException {
    varve.updateItem(UpdateItem.in(USERS).key(userKey("a")).update("REMOVE x").build());
    assertNull(get(USERS, userKey("a")));
    varve.updateItem(UpdateItem.in(USERS).key(userKey("b")).build());
    assertEquals(userKey("b"), get(USERS, userKey("b")));
    varve.updateItem(
        UpdateItem.in(USERS).key(userKey("c")).update("SET x = :v").value(":v", n(1)).build());
    assertEquals(Item.of("id", s("c"), "x", n(1)), get(USERS, userKey("c")));
    assertEquals(2, varve.countItems(USERS));
  }

  @Test
  void anUpdateMayNotTouchTheKey() {
    assertRefused(
        ValidationException.class,
        INVALID + "Cannot update attribute id. This attribute is part of the key",
        () ->
            varve.updateItem(
                UpdateItem.in(USERS)
                    .key(userKey("u"))
                    .update("SET id = :v")
                    .value(":v", s("u"))
                    .build()));
  }

  @Test
  void itemsUpTo400KilobytesAreStored() throws IOException {
    int others = Item.of("id", s("u"), "v", s("")).sizeBytes();
    Item largest = Item.of("id", s("u"), "v", s("x".repeat(409_600 - others)));
    put(USERS, largest);
    assertEquals(largest, get(USERS, userKey("u")));
    Item larger = Item.of("id", s("u"), "v", s("x".repeat(409_601 - others)));
    assertRefused(
        ValidationException.class,
        "Item size has exceeded the maximum allowed size",
        () -> put(USERS, larger));
    assertRefused(
        ValidationException.class,
        "Item size to update has exceeded the maximum allowed size",
        () ->
            varve.updateItem(
                UpdateItem.in(USERS)
                    .key(userKey("u"))
                    .update("SET w = :v")
                    .value(":v", s(""))
                    .build()));
    assertEquals(largest, get(USERS, userKey("u")));
  }

  @Test
  void keysOfItemsAreChecked() {
    assertRefused(
        ValidationException.class,
        INVALID + "Missing the key at in the item",
        () -> put(NOTES, Item.of("owner", s("o"))));
    assertRefused(
        ValidationException.class,
        INVALID + "Type mismatch for key at expected: N actual: S",
        () -> put(NOTES, Item.of("owner", s("o"), "at", s("1"))));
    assertRefused(
        ValidationException.class,
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id",
        () -> put(USERS, userKey("")));
  }

  @Test
  void keysOfLookupsAreChecked() {
    String message = "The provided key element does not match the schema";
    for (Item key :
        List.of(
            Item.of(),
            Item.of("owner", s("o")),
            Item.of("owner", s("o"), "at", s("1")),
            note("o", 1, "more"),
            Item.of("owner", s("o"), "wrong", n(1)))) {
      assertRefused(ValidationException.class, message, () -> get(NOTES, key));
      assertRefused(
          ValidationException.class, message, () -> varve.deleteItem(DeleteItem.of(NOTES, key)));
      assertRefused(
          ValidationException.class,
          message,
          () -> varve.updateItem(UpdateItem.in(NOTES).key(key).build()));
      assertRefused(ValidationException.class, message, () -> varve.partitionOf(NOTES, key));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"S", "B"})
  void keysHaveALargestSize(AttributeType type) throws IOException {
    varve.createTable(
        TableDefinition.named("sizes").partitionKey("p", type).sortKey("s", type).build());
    Item largest = Item.of("p", ofSize(type, 2048), "s", ofSize(type, 1024));
    put("sizes", largest);
    assertEquals(largest, get("sizes", largest));
    assertRefused(
        ValidationException.class,
        INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes",
        () -> put("sizes", Item.of("p", ofSize(type, 2049), "s", ofSize(type, 1))));
    assertRefused(
        ValidationException.class,
        INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
        () -> put("sizes", Item.of("p", ofSize(type, 1), "s", ofSize(type, 1025))));
  }

  private static AttributeValue ofSize(AttributeType type, int bytes) {
    return type == AttributeType.S ? s("x".repeat(bytes)) : b(new byte[bytes]);
  }

  @Test
  void requestsAreCheckedBeforeTheTableIsLookedUp() {
    String missing = "Requested resource not found";
    assertRefused(
        ResourceNotFoundException.class, missing, () -> put("nothing", Item.of("a", n(1))));
    assertRefused(ResourceNotFoundException.class, missing, () -> get("no", Item.of()));
    assertRefused(
        ValidationException.class,
        "ReturnValues can only be ALL_OLD or NONE",
        () ->
            varve.putItem(
                PutItem.into("nothing").item(Item.of()).returnValues(ReturnValue.ALL_NEW).build()));
    assertRefused(
        ValidationException.class,
        "1 validation error detected: Value 'a/b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
        () -> put("a/b", Item.of()));
    assertRefused(
        ValidationException.class,
        "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null",
        () -> varve.putItem(PutItem.into(USERS).item(userKey("u")).value(":v", n(1)).build()));
    assertRefused(
        ValidationException.class,
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}",
        () ->
            varve.putItem(
                PutItem.into(USERS)
                    .item(userKey("u"))
                    .condition("attribute_exists(id)")
                    .value(":v", n(1))
                    .build()));
  }

  @Test
  void valuesNestedTooDeepAreRefused() {
    AttributeValue value = n(1);
    for (int i = 0; i < 32; i++) {
      value = l(value);
    }
    Item item = Item.of("id", s("u"), "deep", value);
    assertRefused(
        ValidationException.class,
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
        () -> put(USERS, item));
  }

  @Test
  void concurrentUpdatesOfOneItemAllCount() throws Exception {
    long threads = 4;
    int each = 250;
    try (ExecutorService executor = Executors.newFixedThreadPool((int) threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int own = t;
        running.add(
            executor.submit(() -> {
              for (int i = 0; i < each; i++) {
                varve.updateItem(
                    UpdateItem.in(USERS)
                        .key(userKey("shared"))
                        .update("ADD hits :one")
                        .value(":one", n(1))
                        .build());
                put(USERS, userKey("own" + own + "-" + i % 10));
                if (i % 3 == 0) {
                  varve.deleteItem(DeleteItem.of(USERS, userKey("own" + own + "-" + i % 10)));
                }
              }
              return null;
            }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
    assertEquals(n(threads * each), get(USERS, userKey("shared")).get("hits"));
    assertEquals(scanAll(USERS).size(), varve.countItems(USERS));
    long updates =
        varve.partitions(USERS).stream()
            .mapToLong(partition -> partition.operations(OperationKind.UPDATE))
            .sum();
    assertEquals(threads * each, updates);
  }

  @Test
  void aCountTakenWhileItemsComeAndGoStaysExact() throws Exception {
    for (int round = 0; round < 10; round++) {
      varve = databases.kill(); // which leaves no count
      try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
        List<Future<?>> writers = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
          SplittableRandom random = new SplittableRandom(3 * round + thread);
          writers.add(
              executor.submit(() -> {
                for (int i = 0; i < 200; i++) {
                  changeKnowingly(userKey("u" + random.nextInt(50)), random.nextInt(3));
                }
                return null;
              }));
        }
        Future<?> counter =
            executor.submit(() -> {
              do {
                long count = varve.countItems(USERS);
                assertTrue(count >= 0 && count <= 50, () -> count + " items");
              } while (!writers.stream().allMatch(Future::isDone));
              return null;
            });
        for (Future<?> writer : writers) {
          writer.get();
        }
        counter.get();
      }
      TableOverview users = varve.overview(USERS);
      assertTrue(users.itemCountExact());
      assertEquals(scanAll(USERS).size(), users.itemCount());
    }
  }

  /** Changes an item by a write that knows whether the item existed. */
  private void changeKnowingly(Item key, int kind) throws IOException {
    switch (kind) {
      case 0 -> {
        try {
          varve.putItem(
              PutItem.into(USERS).item(key).condition("attribute_not_exists(id)").build());
        } catch (ConditionalCheckFailedException _) {
          // It is there.
        }
      }
      case 1 ->
          varve.updateItem(
              UpdateItem.in(USERS).key(key).update("ADD hits :one").value(":one", n(1)).build());
      default -> varve.deleteItem(DeleteItem.of(USERS, key));
    }
  }
}
