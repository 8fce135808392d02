package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static dev.varve.dynamodb.value.AttributeValue.ss;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemSchemaTest {
  private static final KeyAttribute P = new KeyAttribute("p", AttributeType.S);
  private static final KeyAttribute Q = new KeyAttribute("q", AttributeType.B);
  private static final ItemSchema SCHEMA = ItemSchema.of(P, Optional.of(Q));

  @Test
  void refusesWhatPutItemRefusesAndNothingElse(@TempDir Path folder) throws IOException {
    Item good = Item.of("p", s("a"), "q", b((byte) 1));
    AttributeValue deep = s("x");
    for (int level = 1; level <= 32; level++) {
      deep = l(deep);
    }
    List<Item> items =
        List.of(
            good,
            Item.of("p", s("a")),
            with(good, "p", n(1)),
            with(good, "p", s("")),
            with(good, "q", b()),
            with(good, "p", s("x".repeat(2048))),
            with(good, "p", s("x".repeat(2049))),
            with(good, "p", s("é".repeat(1025))),
            with(good, "q", b(new byte[1024])),
            with(good, "q", b(new byte[1025])),
            with(good, "p", s("cut \ud83d")),
            with(good, "v", s("cut \ud83d")),
            with(good, "v", ss("a", "\ude00")),
            with(good, "\ud83d", n(1)),
            with(good, "v", deep),
            with(good, "v", s("x".repeat(409_595))),
            with(good, "v", s("x".repeat(409_596))));
    TableDefinition table =
        TableDefinition.named("Tab")
            .partitionKey("p", AttributeType.S)
            .sortKey("q", AttributeType.B)
            .build();
    assertEquals(13, refused(folder, table, SCHEMA, items));
  }

  @Test
  void refusesWhatNoIndexCanHold(@TempDir Path folder) throws IOException {
    Item good = Item.of("p", s("a"), "q", b((byte) 1));
    TableDefinition table =
        TableDefinition.named("Tab")
            .partitionKey("p", AttributeType.S)
            .sortKey("q", AttributeType.B)
            .globalIndex("byYear", "year", AttributeType.N, "name", AttributeType.S)
            .localIndex("byTag", "tag", AttributeType.B)
            .build();
    List<Item> items =
        List.of(
            good,
            with(good, "year", n(1)),
            with(good, "year", s("1")),
            with(good, "name", s("")),
            with(good, "name", s("x".repeat(1025))),
            with(good, "tag", b((byte) 1)),
            with(good, "tag", b()),
            with(good, "tag", s("x")));
    assertEquals(5, refused(folder, table, ItemSchema.of(table), items));
  }

  /**
   * How many items PutItem refuses, and the schema with the same words; the others neither does.
   */
  private static int refused(
      Path folder, TableDefinition table, ItemSchema schema, List<Item> items) throws IOException {
    int refused = 0;
    try (Varve varve = Varve.open(folder)) {
      varve.createTable(table);
      for (Item item : items) {
        String error;
        try {
          varve.putItem(PutItem.of(table.name(), item));
          error = null;
        } catch (ValidationException e) {
          error = e.getMessage();
        }
        if (error == null) {
          assertDoesNotThrow(() -> schema.requireFits(item));
        } else {
          refused++;
          assertEquals(
              error,
              assertThrows(ValidationException.class, () -> schema.requireFits(item)).getMessage());
        }
      }
    }
    return refused;
  }

  @Test
  void keysAreCheckedAsDeleteItemChecksThem() {
    Item key = Item.of("p", s("a"), "q", b((byte) 1));
    SCHEMA.requireKey(key);
    for (Item wrong :
        List.of(Item.of("p", s("a")), with(key, "v", n(1)), with(key, "p", s("x".repeat(2049))))) {
      assertThrows(ValidationException.class, () -> SCHEMA.requireKey(wrong));
    }
  }

  private static Item with(Item item, String name, AttributeValue value) {
    return item.toBuilder().put(name, value).build();
  }
}
