package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.IdempotentParameterMismatchException;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A power loss leaves transactions whole, and with those that were acknowledged their tokens. */
class TransactionPowerLossTest {
  private static final int LOSSES = 60;

  /** Longer than a sector, so that a power loss may take a part of what a transaction writes. */
  private static final AttributeValue LONG = s("x".repeat(1000));

  private Varve varve;

  private static Databases databases(Durability durability) throws IOException {
    Databases databases =
        new Databases(
            VarveOptions.defaults().withDurability(durability).withEngine(Databases.SMALL));
    for (String table : List.of("one", "two")) {
      databases
          .varve()
          .createTable(TableDefinition.named(table).partitionKey("id", AttributeType.S).build());
    }
    return databases;
  }

  /** Puts a number into items of both tables, and counts itself in each. */
  private static TransactWriteItems transaction(int number) {
    return TransactWriteItems.builder()
        .clientRequestToken("token" + number)
        .transactItems(put("one", "a", number), put("two", "b", number), count("one"), count("two"))
        .build();
  }

  private static TransactWriteItem put(String table, String id, int number) {
    return TransactWriteItem.builder()
        .put(
            Put.into(table)
                .item(
                    Item.builder()
                        .put("id", s(id))
                        .put("number", n(number))
                        .put("long", LONG)
                        .build())
                .build())
        .build();
  }

  private static TransactWriteItem count(String table) {
    return TransactWriteItem.builder()
        .update(
            Update.in(table)
                .key(Item.of("id", s("count")))
                .update("ADD done :one")
                .value(":one", n(1))
                .build())
        .build();
  }

  private AttributeValue read(String table, String id, String attribute) throws IOException {
    Item item = varve.getItem(GetItem.of(table, Item.of("id", s(id)))).item().orElse(Item.of());
    return item.has(attribute) ? item.get(attribute) : n(0);
  }

  private void assertDone(int transactions) throws IOException {
    assertEquals(n(transactions), read("one", "a", "number"));
    assertEquals(n(transactions), read("two", "b", "number"));
    assertEquals(n(transactions), read("one", "count", "done"));
    assertEquals(n(transactions), read("two", "count", "done"));
  }

  @Test
  void whatWasAcknowledgedIsThereWithItsToken() throws IOException {
    try (Databases databases = databases(Durability.SYNC)) {
      varve = databases.varve();
      for (int number = 1; number <= LOSSES; number++) {
        varve.transactWriteItems(transaction(number));
        varve = databases.losePower(number);
        assertDone(number);
        varve.transactWriteItems(transaction(number)); // once more: no effect
        TransactWriteItems other =
            transaction(number + 1).toBuilder().clientRequestToken("token" + number).build();
        assertThrows(
            IdempotentParameterMismatchException.class, () -> varve.transactWriteItems(other));
        assertDone(number);
      }
    }
  }

  @Test
  void whatWasNotOnStorageIsThereWholeOrNotAtAll() throws IOException {
    Set<String> outcomes = new HashSet<>();
    try (Databases databases = databases(Durability.BUFFERED)) {
      varve = databases.varve();
      varve.transactWriteItems(transaction(1));
      varve.sync();
      int done = 1;
      for (int loss = 0; loss < LOSSES; loss++) {
        varve.transactWriteItems(transaction(done + 1));
        varve.transactWriteItems(transaction(done + 2));
        varve = databases.losePower(loss);
        int left = ((AttributeValue.N) read("one", "a", "number")).value().intValueExact();
        assertTrue(left >= done && left <= done + 2, left + " of " + (done + 2));
        assertDone(left);
        outcomes.add("lost " + (done + 2 - left));
        // The token went the way of its transaction: what was lost is done now, the rest is not.
        if (left < done + 2) {
          varve.transactWriteItems(transaction(left + 1));
          assertDone(left + 1);
          left++;
        }
        varve.transactWriteItems(transaction(left));
        assertDone(left);
        varve.sync();
        done = left;
      }
    }
    assertEquals(Set.of("lost 0", "lost 1", "lost 2"), outcomes);
  }
}
