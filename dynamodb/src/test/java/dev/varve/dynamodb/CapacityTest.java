package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.api.Capacity;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operations on a table without indexes consume (BEHAVIOUR 14). */
class CapacityTest extends DatabaseFixture {
  private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;
  private static final ReturnConsumedCapacity INDEXES = ReturnConsumedCapacity.INDEXES;

  /** A user of exactly so many bytes. */
  private static Item user(int sizeBytes) {
    Item bare = Item.of("id", s("u"), "p", s(""));
    Item user = Item.of("id", s("u"), "p", s("x".repeat(sizeBytes - bare.sizeBytes())));
    assertEquals(sizeBytes, user.sizeBytes());
    return user;
  }

  /** Makes the user one of so many bytes; none for 0. */
  private void become(int sizeBytes) throws IOException {
    if (sizeBytes == 0) {
      varve.deleteItem(DeleteItem.of(USERS, userKey("u")));
    } else {
      put(USERS, user(sizeBytes));
    }
  }

  private static double units(Optional<ConsumedCapacity> consumed) {
    assertEquals(USERS, consumed.orElseThrow().tableName());
    assertEquals(Optional.empty(), consumed.get().readCapacityUnits());
    assertEquals(Optional.empty(), consumed.get().writeCapacityUnits());
    return consumed.get().capacityUnits();
  }

  @ParameterizedTest(name = "{0} bytes: {1} strong, {2} eventual")
  @CsvSource({"0, 1, 0.5", "100, 1, 0.5", "4096, 1, 0.5", "4097, 2, 1", "409600, 100, 50"})
  void getItemPaysForTheWholeItem(int sizeBytes, double strong, double eventual)
      throws IOException {
    become(sizeBytes);
    GetItem.Builder get =
        GetItem.from(USERS).key(userKey("u")).projection("id").returnConsumedCapacity(TOTAL);
    assertEquals(eventual, units(varve.getItem(get.build()).consumedCapacity()));
    assertEquals(strong, units(varve.getItem(get.consistent().build()).consumedCapacity()));
  }

  @ParameterizedTest(name = "{0} to {1} bytes: {2}")
  @CsvSource({
    "0, 100, 1",
    "0, 1024, 1",
    "0, 1025, 2",
    "100, 3000, 3",
    "3000, 100, 3",
    "3000, 3000, 3",
    "0, 409600, 400"
  })
  void putItemPaysForTheLargerImage(int before, int after, double units) throws IOException {
    become(before);
    assertEquals(
        units,
        units(
            varve
                .putItem(
                    PutItem.into(USERS).item(user(after)).returnConsumedCapacity(TOTAL).build())
                .consumedCapacity()));
  }

  @ParameterizedTest(name = "{0} to {1} bytes: {2}")
  @CsvSource({"0, 100, 1", "100, 3000, 3", "3000, 100, 3", "2049, 2049, 3"})
  void updateItemPaysForTheLargerImage(int before, int after, double units) throws IOException {
    become(before);
    assertEquals(
        units,
        units(
            varve
                .updateItem(
                    UpdateItem.in(USERS)
                        .key(userKey("u"))
                        .update("SET p = :p")
                        .value(":p", user(after).get("p"))
                        .returnConsumedCapacity(TOTAL)
                        .build())
                .consumedCapacity()));
  }

  @ParameterizedTest(name = "{0} bytes: {1}")
  @CsvSource({"0, 1", "100, 1", "1025, 2", "409600, 400"})
  void deleteItemPaysForWhatItDeletes(int before, double units) throws IOException {
    become(before);
    DeleteItem delete =
        DeleteItem.from(USERS).key(userKey("u")).returnConsumedCapacity(TOTAL).build();
    assertEquals(units, units(varve.deleteItem(delete).consumedCapacity()));
  }

  @Test
  void anUpdateThatCreatesNothingPaysOneUnit() throws IOException {
    UpdateItem update =
        UpdateItem.in(USERS)
            .key(userKey("u"))
            .update("REMOVE p")
            .returnConsumedCapacity(TOTAL)
            .build();
    assertEquals(1, units(varve.updateItem(update).consumedCapacity()));
  }

  @Test
  void aFailedConditionIsAnErrorWithoutCapacity() throws IOException {
    become(3000);
    assertThrows(
        ConditionalCheckFailedException.class,
        () ->
            varve.putItem(
                PutItem.into(USERS)
                    .item(user(100))
                    .condition("attribute_not_exists(id)")
                    .returnConsumedCapacity(TOTAL)
                    .build()));
    assertEquals(user(3000), get(USERS, userKey("u")));
  }

  @ParameterizedTest(name = "{0} items of {1} bytes: {2} strong, {3} eventual")
  @CsvSource({
    "0, 100, 1, 0.5",
    "10, 100, 1, 0.5",
    "41, 100, 2, 1",
    "3, 4097, 4, 2",
    "2, 409600, 200, 100"
  })
  void aPageRoundsTheSumOfItsItemsOnce(int count, int sizeBytes, double strong, double eventual)
      throws IOException {
    int bare = note("o", 10, "").sizeBytes();
    for (int at = 0; at < count; at++) {
      put(NOTES, note("o", 10 + at * 2, "x".repeat(sizeBytes - bare)));
    }
    Query.Builder query =
        Query.of(NOTES)
            .where("#o = :o")
            .name("#o", "owner")
            .value(":o", s("o"))
            .value(":never", s("never"))
            .name("#t", "text")
            .filter("#t = :never")
            .countOnly()
            .returnConsumedCapacity(TOTAL);
    assertEquals(
        eventual, varve.query(query.build()).consumedCapacity().orElseThrow().capacityUnits());
    assertEquals(
        strong,
        varve.query(query.consistent().build()).consumedCapacity().orElseThrow().capacityUnits());
    Scan.Builder scan = Scan.of(NOTES).projection("#o").name("#o", "owner");
    assertEquals(Optional.empty(), varve.scan(scan.build()).consumedCapacity());
    scan.returnConsumedCapacity(TOTAL);
    assertEquals(
        eventual, varve.scan(scan.build()).consumedCapacity().orElseThrow().capacityUnits());
    assertEquals(
        strong,
        varve.scan(scan.consistent().build()).consumedCapacity().orElseThrow().capacityUnits());
  }

  @Test
  void aPageOfOneMegabyteCostsIts256Units() throws IOException {
    int bare = note("o", 10, "").sizeBytes();
    for (int at = 0; at < 40; at++) {
      put(NOTES, note("o", 10 + at * 2, "x".repeat(32 * 1024 - bare)));
    }
    Query query =
        Query.of(NOTES)
            .where("#o = :o")
            .name("#o", "owner")
            .value(":o", s("o"))
            .consistent()
            .returnConsumedCapacity(TOTAL)
            .build();
    assertEquals(256, varve.query(query).consumedCapacity().orElseThrow().capacityUnits());
    assertEquals(
        64,
        varve
            .query(query.startingAfter(noteKey("o", 72)))
            .consumedCapacity()
            .orElseThrow()
            .capacityUnits());
  }

  @Test
  void indexesTellsTheTableApart() throws IOException {
    ConsumedCapacity consumed =
        varve
            .putItem(PutItem.into(USERS).item(user(2000)).returnConsumedCapacity(INDEXES).build())
            .consumedCapacity()
            .orElseThrow();
    assertEquals(
        ConsumedCapacity.builder()
            .tableName(USERS)
            .capacityUnits(2.0)
            .table(Capacity.builder().capacityUnits(2.0).build())
            .build(),
        consumed);
  }

  @Test
  void whoDoesNotAskIsToldNothing() throws IOException {
    become(100);
    assertEquals(
        Optional.empty(), varve.getItem(GetItem.of(USERS, userKey("u"))).consumedCapacity());
    assertEquals(
        Optional.empty(),
        varve
            .putItem(
                PutItem.into(USERS)
                    .item(user(100))
                    .returnConsumedCapacity(ReturnConsumedCapacity.NONE)
                    .build())
            .consumedCapacity());
    assertEquals(
        Optional.empty(), varve.deleteItem(DeleteItem.of(USERS, userKey("u"))).consumedCapacity());
  }
}
