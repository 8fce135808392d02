package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.ScanResult;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.dynamodb.value.AttributeValue.S;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class MemoryDatabaseTest {
  /** So many items of a writer, however slow the forks are. */
  private static final int MOST = 3_000;

  private static final TableDefinition USERS =
      TableDefinition.named("Users").partitionKey("Id", AttributeType.S).partitions(2).build();

  @Test
  void aForkIsTheMomentAtWhichItIsTaken() throws IOException {
    try (MemoryDatabase database = open()) {
      Varve varve = database.varve();
      put(varve, "ann");
      varve.flush("Users");
      put(varve, "bob");
      try (MemoryStore fork = database.fork();
          MemoryStore second = database.fork()) {
        put(varve, "cat");
        varve.deleteItem(DeleteItem.of("Users", key("ann")));
        try (Varve other = fork.open();
            Varve third = second.open()) {
          assertTrue(has(other, "ann") && has(other, "bob"));
          assertFalse(has(other, "cat"));
          put(other, "dan");
          assertFalse(has(varve, "dan") || has(third, "dan"));
        }
      }
      assertTrue(has(varve, "bob") && has(varve, "cat"));
      assertFalse(has(varve, "ann"));
    }
  }

  @Test
  void aDatabaseIsSetBackAgainAndAgain() throws IOException {
    try (MemoryDatabase database = open()) {
      Varve varve = database.varve();
      put(varve, "ann");
      try (MemoryStore before = database.fork()) {
        for (int round = 0; round < 3; round++) {
          put(varve, "bob");
          varve.deleteItem(DeleteItem.of("Users", key("ann")));
          database.setBack(before);
          assertTrue(has(varve, "ann"));
          assertFalse(has(varve, "bob"));
        }
        varve.deleteAllTables();
        database.setBack(before);
        assertTrue(has(varve, "ann"));
      }
      assertTrue(has(varve, "ann")); // what it was set back to is gone, and no part of it
    }
  }

  @Test
  void aLoopOverPagesGoesOnBehindAFork() throws IOException {
    try (MemoryDatabase database = open()) {
      Varve varve = database.varve();
      for (String name : List.of("ann", "bob", "cat")) {
        put(varve, name);
      }
      Iterator<ScanResult> pages = varve.pages(Scan.of("Users").limit(1).build()).iterator();
      int items = pages.next().count();
      database.fork().close();
      while (pages.hasNext()) {
        items += pages.next().count();
      }
      assertEquals(3, items);
    }
  }

  @Test
  void errorsAreThoseOfTheDatabase() throws IOException {
    try (MemoryDatabase database = open()) {
      Varve varve = database.varve();
      assertThrows(
          ResourceNotFoundException.class, () -> varve.getItem(GetItem.of("Nobody", key("ann"))));
      assertTrue(Set.of(varve).contains(database.varve()));
      assertFalse(varve.toString().isEmpty());
    }
  }

  @Test
  void whatIsClosedRefusesCallsAndForks() throws IOException {
    MemoryDatabase database = open();
    MemoryStore before = database.fork();
    database.varve().close();
    database.close();
    assertThrows(IllegalStateException.class, () -> database.varve().listTables());
    assertThrows(IllegalStateException.class, database::fork);
    assertThrows(IllegalStateException.class, () -> database.setBack(before));
    before.close();
  }

  @Test
  void anOpenStoreCannotBeSetBackTo() throws IOException {
    try (MemoryDatabase database = open();
        MemoryStore store = new MemoryStore();
        Varve _ = store.open()) {
      put(database.varve(), "ann");
      assertThrows(IllegalStateException.class, () -> database.setBack(store));
      assertTrue(has(database.varve(), "ann"));
    }
  }

  /** Each writer writes one number after the other; a fork has all up to some, and none behind. */
  @Test
  void forksUnderWritesAreOfOneMoment() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (MemoryDatabase database = open();
        ExecutorService writers = Executors.newFixedThreadPool(3)) {
      Varve varve = database.varve();
      Callable<Integer> writer =
          () -> {
            String name = Thread.currentThread().getName();
            int number = 0;
            while (!over.get() && number < MOST) {
              varve.putItem(
                  PutItem.of(
                      "Users",
                      Item.builder()
                          .put("Id", s(name + "/" + number))
                          .put("Writer", s(name))
                          .put("Number", n(number))
                          .build()));
              number++;
            }
            return number;
          };
      List<Future<Integer>> results = List.of(writers.submit(writer), writers.submit(writer));
      try {
        for (int round = 0; round < 5; round++) {
          try (MemoryStore fork = database.fork();
              Varve moment = fork.open()) {
            Map<String, TreeSet<Integer>> numbers = new HashMap<>();
            for (Item item : moment.items(Scan.of("Users").build())) {
              numbers
                  .computeIfAbsent(((S) item.get("Writer")).value(), _ -> new TreeSet<>())
                  .add(Integer.valueOf(((N) item.get("Number")).text()));
            }
            numbers.forEach((name, seen) -> assertEquals(seen.size() - 1, seen.last(), name));
          }
        }
      } finally {
        over.set(true);
      }
      long written = 0;
      for (Future<Integer> result : results) {
        written += result.get();
      }
      assertEquals(written, varve.countItems("Users"));
    }
  }

  private static MemoryDatabase open() throws IOException {
    MemoryDatabase database = new MemoryDatabase(VarveOptions.defaults());
    database.varve().createTable(USERS);
    return database;
  }

  private static Item key(String name) {
    return Item.of("Id", s(name));
  }

  private static void put(Varve varve, String name) throws IOException {
    varve.putItem(PutItem.of("Users", key(name)));
  }

  private static boolean has(Varve varve, String name) throws IOException {
    return varve.getItem(GetItem.of("Users", key(name))).item().isPresent();
  }
}
