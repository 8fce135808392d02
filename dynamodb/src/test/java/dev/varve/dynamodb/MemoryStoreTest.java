package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.DirectoryInUseException;
import dev.varve.engine.EngineOptions;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest {
  private static final TableDefinition USERS =
      TableDefinition.named("users").partitionKey("id", AttributeType.S).build();

  @Test
  void whatWasWrittenIsThereWhenTheStoreIsOpenedAgain() throws IOException {
    try (MemoryStore store = new MemoryStore()) {
      try (Varve varve = store.open()) {
        varve.createTable(USERS);
        varve.putItem(PutItem.of("users", user("ann")));
        varve.flush("users");
        varve.putItem(PutItem.of("users", user("bob")));
      }
      try (Varve varve = store.open()) {
        assertEquals(2, varve.countItems("users"));
        assertTrue(has(varve, "ann"));
        assertTrue(has(varve, "bob"));
      }
    }
  }

  @Test
  void aStoreIsOpenedByOneAtATime() throws IOException {
    try (MemoryStore store = new MemoryStore();
        Varve _ = store.open()) {
      assertThrows(DirectoryInUseException.class, store::open);
      assertThrows(IllegalStateException.class, store::fork);
    }
  }

  @Test
  void forksBeginWithTheSameItemsAndChangeApart() throws IOException {
    try (MemoryStore origin = new MemoryStore()) {
      try (Varve varve = origin.open()) {
        varve.createTable(USERS);
        for (String name : List.of("ann", "bob", "cat")) {
          varve.putItem(PutItem.of("users", user(name)));
        }
        varve.flush("users");
        varve.putItem(PutItem.of("users", user("dan")));
      }
      try (MemoryStore one = origin.fork();
          MemoryStore other = origin.fork();
          Varve ofOne = one.open();
          Varve ofOther = other.open()) {
        ofOne.deleteItem(DeleteItem.of("users", user("ann")));
        ofOther.putItem(PutItem.of("users", user("eve")));
        ofOther.compact("users");
        assertEquals(3, ofOne.countItems("users"));
        assertEquals(5, ofOther.countItems("users"));
        assertFalse(has(ofOne, "ann"));
        assertTrue(has(ofOther, "ann"));
      }
      try (Varve varve = origin.open()) {
        assertEquals(4, varve.countItems("users"));
        varve.deleteTable("users");
      }
    }
  }

  @Test
  void aForkIsAsReadableWhenItsOriginIsGone() throws IOException {
    MemoryStore origin = new MemoryStore();
    try (Varve varve = origin.open()) {
      varve.createTable(USERS);
      varve.putItem(PutItem.of("users", user("ann")));
      varve.flush("users");
    }
    try (MemoryStore fork = origin.fork();
        Varve varve = fork.open()) {
      origin.close();
      assertTrue(has(varve, "ann"));
    }
  }

  @Test
  void flushesAndCompactionsGoOnInMemory() throws IOException {
    VarveOptions small =
        VarveOptions.defaults()
            .withPartitionsPerTable(1)
            .withEngine(
                EngineOptions.defaults()
                    .withMemtables(64 << 10, 256 << 10)
                    .withWal(1 << 20, 4 << 20)
                    .withTables(64 << 10, 1 << 20));
    try (Varve varve = Varve.openInMemory(small)) {
      varve.createTable(USERS);
      AttributeValue text = AttributeValue.s("x".repeat(1_000));
      for (int number = 0; number < 5_000; number++) {
        varve.putItem(
            PutItem.of(
                "users", Item.of("id", AttributeValue.s("user-" + number % 1_000), "text", text)));
      }
      varve.compact("users");
      assertEquals(1_000, varve.countItems("users"));
      assertTrue(has(varve, "user-999"));
    }
  }

  @Test
  void everyDatabaseInMemoryIsItsOwn() throws IOException {
    try (Varve one = Varve.openInMemory();
        Varve other = Varve.openInMemory()) {
      one.createTable(USERS);
      assertEquals(List.of("users"), one.listTables());
      assertEquals(List.of(), other.listTables());
    }
  }

  private static Item user(String name) {
    return Item.of("id", AttributeValue.s(name));
  }

  private static boolean has(Varve varve, String name) throws IOException {
    return varve.getItem(GetItem.of("users", user(name))).item().isPresent();
  }
}
