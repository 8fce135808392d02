package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A power loss leaves a prefix of buffered writes, and with it no count but a true one. */
class CountsPowerLossTest extends DatabaseFixture {
  private static final int LOSSES = 100;

  /** Longer than a sector, so that a power loss may take some of a few writes. */
  private static final AttributeValue LONG = s("x".repeat(1000));

  @Test
  void theCountsThatAPowerLossLeavesAreTrue() throws IOException {
    Random random = new Random(1);
    Set<String> outcomes = new HashSet<>();
    for (long seed = 0; seed < LOSSES; seed++) {
      varve.countItems(USERS);
      reopen(); // which writes the counts down
      List<Item> first = scanAll(USERS);
      for (int write = 0; write < 3; write++) {
        write(userKey("u" + random.nextInt(10)), random.nextInt(4));
      }
      List<Item> last = scanAll(USERS);
      varve = databases.losePower(seed);
      List<Item> left = scanAll(USERS);
      assertEquals(left.size(), varve.countItems(USERS), "seed " + seed);
      if (!first.equals(last)) {
        outcomes.add(left.equals(first) ? "all lost" : left.equals(last) ? "none lost" : "some");
      }
    }
    assertEquals(Set.of("all lost", "none lost", "some"), outcomes);
    assertTrue(varve.overview(USERS).itemCountExact());
  }

  private void write(Item key, int kind) throws IOException {
    Item item = key.toBuilder().put("long", LONG).build();
    try {
      switch (kind) {
        case 0 -> put(USERS, item);
        case 1 ->
            varve.putItem(
                PutItem.into(USERS).item(item).condition("attribute_not_exists(id)").build());
        case 2 ->
            varve.updateItem(
                UpdateItem.in(USERS).key(key).update("ADD hits :one").value(":one", n(1)).build());
        default -> varve.deleteItem(DeleteItem.of(USERS, key));
      }
    } catch (ConditionalCheckFailedException _) {
      // The item was there.
    }
  }
}
