package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchGetItemResult;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Batches and transactions as a whole: how large they may be, how they are written and read. */
class BatchOperationsTest extends DatabaseFixture {
  private static final int LARGE = 390 * 1024;

  @Override
  Databases databases() throws IOException {
    return new Databases(VarveOptions.defaults().withEngine(Databases.SMALL));
  }

  private static Item large(int number) {
    return noteKey("owner" + number % 5, number).toBuilder()
        .put("text", s(Integer.toString(number).repeat(LARGE / 2)))
        .put("number", n(number))
        .build();
  }

  private static WriteRequest put(Item item) {
    return WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build();
  }

  private static WriteRequest delete(Item key) {
    return WriteRequest.builder().deleteRequest(DeleteRequest.builder().key(key).build()).build();
  }

  private void write(Map<String, List<WriteRequest>> requests) throws IOException {
    assertEquals(
        Map.of(),
        varve
            .batchWriteItem(BatchWriteItem.builder().requestItems(requests).build())
            .unprocessedItems());
  }

  private static Map<String, KeysAndAttributes> noteKeys(int from, int to) {
    return Map.of(
        NOTES,
        KeysAndAttributes.builder()
            .keys(
                IntStream.range(from, to)
                    .mapToObj(number -> noteKey("owner" + number % 5, number))
                    .toList())
            .consistent()
            .projection("#n, #o")
            .name("#n", "number")
            .name("#o", "owner")
            .build());
  }

  @Test
  void anAnswerEndsBefore16MegabytesAndTheRestMayBeAskedForAgain() throws IOException {
    // More than one commit can hold: a segment of the log has a megabyte here.
    for (int from = 10; from < 60; from += 25) {
      write(
          Map.of(
              NOTES,
              IntStream.range(from, from + 25).mapToObj(number -> put(large(number))).toList()));
    }
    varve.flush(NOTES);
    Map<String, KeysAndAttributes> wanted = noteKeys(0, 60);
    Set<Item> found = new HashSet<>();
    List<Integer> counts = new ArrayList<>();
    while (!wanted.isEmpty()) {
      BatchGetItemResult answer =
          varve.batchGetItem(BatchGetItem.builder().requestItems(wanted).build());
      found.addAll(answer.responses().get(NOTES));
      counts.add(answer.responses().get(NOTES).size());
      for (KeysAndAttributes rest : answer.unprocessedKeys().values()) {
        assertEquals(wanted.get(NOTES).toBuilder().keys(rest.keys()).build(), rest);
      }
      wanted = answer.unprocessedKeys();
    }
    int fit = (int) ((16L << 20) / large(10).sizeBytes());
    assertEquals(List.of(fit, 50 - fit), counts);
    Set<Item> expected = new HashSet<>();
    for (int number = 10; number < 60; number++) {
      expected.add(Item.of("number", n(number), "owner", s("owner" + number % 5)));
    }
    assertEquals(expected, found);
  }

  @Test
  void aBatchIsOneCommit() throws IOException {
    put(USERS, userKey("before")); // the first write makes the counts void
    long records = varve.engineStats().walRecords();
    write(
        Map.of(
            USERS,
            Stream.of("a", "b", "c").map(id -> put(userKey(id))).toList(),
            NOTES,
            List.of(put(note("o", 1, "x")), put(note("p", 2, "y")))));
    assertEquals(records + 1, varve.engineStats().walRecords());
    write(Map.of(USERS, List.of(delete(userKey("a")), put(userKey("d")))));
    assertEquals(records + 2, varve.engineStats().walRecords());
    varve = databases.losePower(1);
    assertEquals(2, scanAll(NOTES).size());
    assertEquals(
        Set.of(userKey("before"), userKey("b"), userKey("c"), userKey("d")),
        Set.copyOf(scanAll(USERS)));
    assertEquals(4, varve.countItems(USERS));
  }

  @Test
  void smallAndLargeItemsOfAllTablesAreReadAtOnce() throws IOException {
    List<TransactGetItem> gets = new ArrayList<>();
    List<Item> expected = new ArrayList<>();
    for (int number = 0; number < 40; number++) {
      // Around the room that the first reading has, and far beyond.
      int length = number < 30 ? 1000 + number : 10_000 * number;
      Item item = note("owner" + number % 7, number, "x".repeat(length));
      put(NOTES, item);
      expected.add(item);
      gets.add(
          TransactGetItem.builder()
              .get(Get.from(NOTES).key(noteKey("owner" + number % 7, number)).build())
              .build());
    }
    put(USERS, userKey("u"));
    expected.add(userKey("u"));
    gets.add(TransactGetItem.builder().get(Get.from(USERS).key(userKey("u")).build()).build());
    for (int i = 0; i < 2; i++) {
      assertEquals(
          expected,
          varve
              .transactGetItems(TransactGetItems.builder().transactItems(gets).build())
              .responses()
              .stream()
              .map(response -> response.item().get())
              .toList());
      varve.flush(NOTES);
    }
  }

  @Test
  void aTransactionThatNoCommitCanHoldIsRefused() throws IOException {
    List<TransactWriteItem> actions = new ArrayList<>();
    for (int number = 10; number < 14; number++) {
      actions.add(
          TransactWriteItem.builder().put(Put.into(NOTES).item(large(number)).build()).build());
    }
    TransactWriteItems request =
        TransactWriteItems.builder().transactItems(actions).clientRequestToken("t").build();
    assertRefused(
        ValidationException.class,
        "The items that the request writes are too large to be written at once",
        () -> varve.transactWriteItems(request));
    assertEquals(List.of(), scanAll(NOTES));
    varve.transactWriteItems(request.toBuilder().transactItems(actions.subList(0, 2)).build());
    assertEquals(2, scanAll(NOTES).size());
  }

  @Test
  void eachPartitionIsMeasured() throws IOException {
    List<WriteRequest> puts = new ArrayList<>();
    List<TransactWriteItem> actions = new ArrayList<>();
    List<TransactGetItem> gets = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      Item note = note("owner" + number, number, "x");
      puts.add(put(note));
      actions.add(TransactWriteItem.builder().put(Put.into(NOTES).item(note).build()).build());
      gets.add(
          TransactGetItem.builder()
              .get(Get.from(NOTES).key(noteKey("owner" + number, number)).build())
              .build());
    }
    write(Map.of(NOTES, puts));
    varve.transactWriteItems(TransactWriteItems.builder().transactItems(actions).build());
    varve.transactGetItems(TransactGetItems.builder().transactItems(gets).build());
    BatchGetItemResult batch =
        varve.batchGetItem(BatchGetItem.builder().requestItems(noteKeys(0, 20)).build());
    assertFalse(batch.responses().get(NOTES).isEmpty());
    for (TablePartition partition : varve.partitions(NOTES)) {
      for (OperationKind kind :
          List.of(
              OperationKind.BATCH_WRITE,
              OperationKind.TRANSACT_WRITE,
              OperationKind.TRANSACT_GET)) {
        assertEquals(1, partition.operations(kind), kind.toString());
      }
    }
    assertTrue(
        varve.partitions(NOTES).stream()
                .mapToLong(partition -> partition.operations(OperationKind.BATCH_GET))
                .sum()
            > 0);
  }
}
