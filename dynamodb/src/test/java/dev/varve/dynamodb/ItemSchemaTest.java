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
    int refused = 0;
    try (Varve varve = Varve.open(folder)) {
      varve.createTable(
          TableDefinition.named("Tab")
              .partitionKey("p", AttributeType.S)
              .sortKey("q", AttributeType.B)
              .build());
      for (Item item : items) {
        String error;
        try {
          varve.putItem(PutItem.of("Tab", item));
          error = null;
        } catch (ValidationException e) {
          error = e.getMessage();
        }
        if (error == null) {
          assertDoesNotThrow(() -> SCHEMA.requireFits(item));
        } else {
          refused++;
          assertEquals(
              error,
              assertThrows(ValidationException.class, () -> SCHEMA.requireFits(item)).getMessage());
        }
      }
    }
    assertEquals(13, refused);
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
