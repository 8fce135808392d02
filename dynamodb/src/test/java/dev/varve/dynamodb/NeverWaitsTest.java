package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ReturnItemCollectionMetrics;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.io.NeverWaits;
import dev.varve.io.WouldWait;
import dev.varve.testing.Impatient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations in a thread that must not wait: they are done, or break off and have done nothing. */
class NeverWaitsTest {
  private static final String TABLE = "things";

  private Databases databases;
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    databases = Databases.buffered();
    varve = databases.varve();
    varve.createTable(
        TableDefinition.named(TABLE)
            .partitionKey("h", AttributeType.S)
            .sortKey("r", AttributeType.N)
            .index(IndexDefinition.local("byL", new KeyAttribute("l", AttributeType.S)))
            .build());
  }

  @AfterEach
  void close() throws IOException {
    databases.close();
  }

  private static Item key(String collection, int number) {
    return Item.of("h", AttributeValue.s(collection), "r", AttributeValue.n(number));
  }

  private static Item item(String collection, int number, int length) {
    return key(collection, number).toBuilder()
        .put("l", AttributeValue.s("l" + number))
        .put("text", AttributeValue.s("x".repeat(length)))
        .build();
  }

  /** Would the condition be false, the write had been made before it broke off. */
  @Test
  void aWriteThatBreaksOffCanBeMadeByAnotherThread() throws Exception {
    int brokenOff = 0;
    for (int number = 0; number < 4_000; number++) {
      PutItem put =
          PutItem.into(TABLE)
              .item(item("c" + number % 10, number, 900))
              .condition("attribute_not_exists(h)")
              .build();
      try {
        Impatient.call(() -> varve.putItem(put));
      } catch (WouldWait expected) {
        brokenOff++;
        varve.putItem(put);
      }
    }
    assertNotEquals(0, brokenOff, "the log has had several segments");
    assertTrue(brokenOff < 4_000, "some are made at once");
    TableOverview overview = varve.overview(TABLE);
    assertEquals(4_000, overview.itemCount());
    assertTrue(overview.itemCountExact(), "what breaks off is no failure");
    assertEquals(4_000, varve.countItems(TABLE));
    for (int number = 0; number < 4_000; number++) {
      GetItem get = GetItem.of(TABLE, key("c" + number % 10, number));
      assertTrue(Impatient.call(() -> varve.getItem(get)).item().isPresent());
    }
  }

  private void openWithSync() throws IOException {
    databases.close();
    databases =
        new Databases(
            VarveOptions.defaults().withDurability(Durability.SYNC).withEngine(Databases.SMALL));
    varve = databases.varve();
    varve.createTable(
        TableDefinition.named(TABLE)
            .partitionKey("h", AttributeType.S)
            .sortKey("r", AttributeType.N)
            .build());
  }

  @Test
  void aWriteThatWaitsForStorageIsNotMadeWhereNobodyTakesTheWait() throws Exception {
    openWithSync();
    PutItem put = PutItem.of(TABLE, item("c", 1, 10));
    assertThrows(WouldWait.class, () -> Impatient.call(() -> varve.putItem(put)));
    assertFalse(varve.getItem(GetItem.of(TABLE, key("c", 1))).item().isPresent());
  }

  @Test
  void theWaitForStorageCanBeLeftToAnotherThread() throws Exception {
    openWithSync();
    GetItem strong = GetItem.from(TABLE).key(key("c", 1)).consistentRead(true).build();
    PutItem put = PutItem.of(TABLE, item("c", 1, 10));
    Impatient.Left<?> made = Impatient.begin(() -> varve.putItem(put));
    assertThrows(WouldWait.class, () -> Impatient.begin(() -> varve.getItem(strong)));
    PutItem refused =
        PutItem.into(TABLE).item(item("c", 1, 20)).condition("attribute_not_exists(h)").build();
    // The refusal tells of the item, which is not on storage yet.
    assertThrows(WouldWait.class, () -> Impatient.begin(() -> varve.putItem(refused)));
    made.end().await();
    assertTrue(Impatient.begin(() -> varve.getItem(strong)).result().item().isPresent());
    varve = databases.losePower(7);
    assertTrue(varve.getItem(strong).item().isPresent());
  }

  /** One wait serves all that were written before it began. */
  @Test
  void whatIsLeftIsWaitedForInAnyOrder() throws Exception {
    openWithSync();
    List<NeverWaits.Wait> waits = new ArrayList<>();
    for (int number = 0; number < 300; number++) {
      PutItem put = PutItem.of(TABLE, item("c" + number % 7, number, 100));
      try {
        waits.add(Impatient.begin(() -> varve.putItem(put)).end());
      } catch (WouldWait expected) {
        varve.putItem(put);
      }
    }
    assertTrue(waits.size() > 100, "most are left");
    Collections.shuffle(waits, new Random(5));
    for (NeverWaits.Wait wait : waits) {
      wait.await();
    }
    varve = databases.losePower(8);
    assertEquals(300, varve.countItems(TABLE));
  }

  @Test
  void shortPagesAreReadAndLongOnesAreNot() throws Exception {
    for (int number = 0; number < 100; number++) {
      varve.putItem(PutItem.of(TABLE, item("c", number, 1_000)));
    }
    Query.Builder query =
        Query.of(TABLE).where("h = :h").values(Map.of(":h", AttributeValue.s("c")));
    Query few = query.limit(50).build();
    assertEquals(50, Impatient.call(() -> varve.query(few)).count());
    Query all = query.limit(null).build();
    assertThrows(WouldWait.class, () -> Impatient.call(() -> varve.query(all)));
    assertEquals(100, varve.query(all).count());
  }

  @Test
  void whatReadsAWholeCollectionAfterItsWriteIsNotBegun() throws Exception {
    PutItem put =
        PutItem.into(TABLE)
            .item(item("c", 1, 10))
            .returnItemCollectionMetrics(ReturnItemCollectionMetrics.SIZE)
            .build();
    assertThrows(WouldWait.class, () -> Impatient.call(() -> varve.putItem(put)));
    assertFalse(varve.getItem(GetItem.of(TABLE, key("c", 1))).item().isPresent());
    assertTrue(varve.putItem(put).itemCollectionMetrics().isPresent());
  }
}
