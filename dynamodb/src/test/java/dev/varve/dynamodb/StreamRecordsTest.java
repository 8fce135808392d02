package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteTransaction;
import dev.varve.dynamodb.api.GetRecords;
import dev.varve.dynamodb.api.GetRecordsResult;
import dev.varve.dynamodb.api.GetShardIterator;
import dev.varve.dynamodb.api.Identity;
import dev.varve.dynamodb.api.OperationType;
import dev.varve.dynamodb.api.ParameterizedStatement;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.ShardIteratorType;
import dev.varve.dynamodb.api.StreamRecord;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.model.StreamFollower;
import dev.varve.dynamodb.model.TimeToLive;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which records a stream has, and what is in them. */
class StreamRecordsTest extends StreamFixture {
  private static final Item OLD = item("a", "old");
  private static final Item NEW = item("a", "longer");

  private static <T> List<Optional<T>> of(
      List<Record> records, Function<StreamRecord, Optional<T>> member) {
    return records.stream().map(record -> member.apply(record.dynamodb().orElseThrow())).toList();
  }

  private static List<OperationType> names(List<Record> records) {
    return records.stream().map(record -> record.eventName().orElseThrow()).toList();
  }

  @ParameterizedTest
  @EnumSource(StreamViewType.class)
  void aStreamShowsWhatItsViewSays(StreamViewType view) throws IOException {
    String arn = create(TABLE, view);
    put("a", "old");
    clock.advance(Duration.ofMillis(1700));
    set("a", "longer");
    delete("a");
    List<Record> records = records(arn);
    assertEquals(
        List.of(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE), names(records));
    boolean showsNew =
        view == StreamViewType.NEW_IMAGE || view == StreamViewType.NEW_AND_OLD_IMAGES;
    boolean showsOld =
        view == StreamViewType.OLD_IMAGE || view == StreamViewType.NEW_AND_OLD_IMAGES;
    assertEquals(
        showsNew
            ? List.of(Optional.of(OLD), Optional.of(NEW), Optional.empty())
            : List.of(Optional.empty(), Optional.empty(), Optional.empty()),
        of(records, StreamRecord::newImage));
    assertEquals(
        showsOld
            ? List.of(Optional.empty(), Optional.of(OLD), Optional.of(NEW))
            : List.of(Optional.empty(), Optional.empty(), Optional.empty()),
        of(records, StreamRecord::oldImage));
    long old = showsOld ? 1 : 0;
    long next = showsNew ? 1 : 0;
    // The key has 3 bytes, the items 10 and 13.
    assertEquals(
        List.of(
            Optional.of(3 + next * 10),
            Optional.of(3 + next * 13 + old * 10),
            Optional.of(3 + old * 13)),
        of(records, StreamRecord::sizeBytes));
    for (Record record : records) {
      assertEquals(Optional.of(key("a")), record.dynamodb().orElseThrow().keys());
      assertEquals(Optional.of(view), record.dynamodb().orElseThrow().streamViewType());
      assertEquals(Optional.of("1.1"), record.eventVersion());
      assertEquals(Optional.of("aws:dynamodb"), record.eventSource());
      assertEquals(Optional.of("us-east-1"), record.awsRegion());
      assertEquals(Optional.empty(), record.userIdentity());
      assertTrue(record.eventID().orElseThrow().matches("[0-9a-f]{32}"), record.toString());
    }
    Instant start = Instant.parse("2025-01-01T00:00:00Z");
    assertEquals(
        List.of(
            Optional.of(start),
            Optional.of(start.plusSeconds(1)),
            Optional.of(start.plusSeconds(1))), // in whole seconds
        of(records, StreamRecord::approximateCreationDateTime));
    assertEquals(records, records(arn), "a record is the same each time that it is read");
  }

  @Test
  void aWriteThatChangesNothingHasNoRecord() throws IOException {
    Item item =
        Item.builder()
            .put("id", s("a"))
            .put("map", new AttributeValue.M(Map.of("x", n(1), "y", n(2))))
            .put("set", new AttributeValue.SS(List.of("p", "q")))
            .put("number", n(10))
            .build();
    Item same =
        Item.builder()
            .put("number", AttributeValue.N.parse("10.0"))
            .put("set", new AttributeValue.SS(List.of("q", "p")))
            .put("map", new AttributeValue.M(Map.of("y", n(2), "x", n(1))))
            .put("id", s("a"))
            .build();
    String arn = create(TABLE, StreamViewType.KEYS_ONLY);
    varve.putItem(PutItem.of(TABLE, item));
    assertEquals(1, records(arn).size());
    varve.putItem(PutItem.of(TABLE, item));
    varve.putItem(PutItem.of(TABLE, same));
    delete("nobody");
    update("SET #a = :v", "number", n(10));
    varve.updateItem(UpdateItem.in(TABLE).key(key("a")).update("REMOVE nothing_there").build());
    assertThrows(
        ConditionalCheckFailedException.class,
        () ->
            varve.putItem(
                PutItem.into(TABLE)
                    .item(item("a", "x"))
                    .condition("attribute_not_exists(id)")
                    .build()));
    assertEquals(1, records(arn).size());
    update("SET #a = :v", "number", n(11));
    set("new", "made by an update");
    assertEquals(
        List.of(OperationType.INSERT, OperationType.MODIFY, OperationType.INSERT),
        records(arn).stream()
            .sorted((a, b) -> sequence(a).compareTo(sequence(b)))
            .map(record -> record.eventName().orElseThrow())
            .toList());
  }

  private static String sequence(Record record) {
    return record.dynamodb().orElseThrow().sequenceNumber().orElseThrow();
  }

  private void update(String expression, String name, AttributeValue value) throws IOException {
    varve.updateItem(
        UpdateItem.in(TABLE)
            .key(key("a"))
            .update(expression)
            .name("#a", name)
            .value(":v", value)
            .build());
  }

  @Test
  void aBatchHasOneRecordForEachItem() throws IOException {
    String arn = create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
    put("b", "x");
    put("c", "same");
    varve.batchWriteItem(
        BatchWriteItem.builder()
            .requestItems(
                Map.of(
                    TABLE,
                    List.of(
                        WriteRequest.of(PutRequest.builder().item(item("a", "new")).build()),
                        WriteRequest.of(DeleteRequest.builder().key(key("b")).build()),
                        WriteRequest.of(PutRequest.builder().item(item("c", "same")).build()))))
            .build());
    List<Record> records = records(arn);
    assertEquals(4, records.size());
    assertEquals(
        List.of(
            OperationType.INSERT, OperationType.INSERT, OperationType.INSERT, OperationType.REMOVE),
        names(records).stream().sorted().toList());
  }

  @Test
  void aTransactionHasOneRecordForEachItemThatChanges() throws IOException {
    String arn = create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
    put("b", "x");
    TransactWriteItems both =
        TransactWriteItems.builder()
            .transactItems(
                TransactWriteItem.of(Put.into(TABLE).item(item("a", "new")).build()),
                TransactWriteItem.of(
                    Delete.from(TABLE).key(key("b")).condition("attribute_exists(id)").build()))
            .build();
    varve.transactWriteItems(both);
    assertEquals(3, records(arn).size());
    assertThrows(TransactionCanceledException.class, () -> varve.transactWriteItems(both));
    assertEquals(3, records(arn).size(), "none of a transaction that was cancelled");
  }

  @Test
  void thePageEndsBeforeAMegabyteAndAtTheLimit() throws IOException {
    String arn = create(TABLE, StreamViewType.NEW_IMAGE);
    String id = "a";
    for (int i = 0; i < 5; i++) {
      put(id, Integer.toString(i).repeat(390 * 1024));
    }
    String shard = shardWithRecords(arn);
    String iterator = iterator(arn, shard);
    GetRecordsResult first = read(iterator, null);
    assertEquals(2, first.records().size());
    assertEquals(2, read(first.nextShardIterator().orElseThrow(), null).records().size());
    assertEquals(1, read(iterator, 1).records().size());
    assertEquals(first.records(), read(iterator, null).records(), "an iterator can be used again");
  }

  private String shardWithRecords(String arn) throws IOException {
    for (var shard : StreamFollower.shards(varve, arn)) {
      String id = shard.shardId().orElseThrow();
      if (!read(iterator(arn, id), 1).records().isEmpty()) {
        return id;
      }
    }
    throw new AssertionError("no record");
  }

  private String iterator(String arn, String shard) throws IOException {
    return varve
        .getShardIterator(
            GetShardIterator.builder()
                .streamArn(arn)
                .shardId(shard)
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON)
                .build())
        .shardIterator()
        .orElseThrow();
  }

  private GetRecordsResult read(String iterator, Integer limit) throws IOException {
    return varve.getRecords(GetRecords.builder().shardIterator(iterator).limit(limit).build());
  }

  @Test
  void recordsAreThereAfterARestartAndAPowerLoss() throws IOException {
    String arn = create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
    put("a", "1");
    List<Record> before = records(arn);
    varve = databases.reopen();
    assertEquals(before, records(arn));
    put("a", "2");
    varve = databases.losePower(7);
    List<Record> after = records(arn);
    assertEquals(2, after.size());
    assertEquals(before, after.subList(0, 1));
    assertTrue(sequence(after.getFirst()).compareTo(sequence(after.getLast())) < 0);
  }

  /** Together they are larger than a segment of the log, which takes each of them. */
  @Test
  void deletionsOfWhatHasExpiredSayThatTheServiceMadeThem() throws IOException {
    String arn = create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
    TimeToLive.enable(varve, TABLE, "until");
    long past = clock.epochMillis() / 1000 - 1;
    String text = "x".repeat(100_000);
    List<String> expired = List.of("abcdefghijklmno".split(""));
    for (String id : expired) {
      varve.putItem(PutItem.of(TABLE, item(id, text).toBuilder().put("until", n(past)).build()));
    }
    delete("a");
    assertEquals(14, varve.sweepExpired(TABLE));
    Identity service =
        Identity.builder().type("Service").principalId("dynamodb.amazonaws.com").build();
    Map<Item, Optional<Identity>> identities = new HashMap<>();
    for (Record record : records(arn)) {
      if (record.eventName().equals(Optional.of(OperationType.REMOVE))) {
        StreamRecord change = record.dynamodb().orElseThrow();
        assertEquals(Optional.of(s(text)), change.oldImage().map(image -> image.get("text")));
        identities.put(change.keys().orElseThrow(), record.userIdentity());
      } else {
        assertEquals(Optional.empty(), record.userIdentity());
      }
    }
    Map<Item, Optional<Identity>> expected = new HashMap<>();
    expired.forEach(id -> expected.put(key(id), Optional.of(service)));
    expected.put(key("a"), Optional.empty());
    assertEquals(expected, identities);
  }

  @Test
  void statementsAreRecordedAsTheWritesThatTheyAre() throws IOException {
    String arn = create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
    varve.executeStatement(
        ExecuteStatement.of("INSERT INTO people VALUE {'id': 'a', 'text': 'old'}").build());
    varve.executeTransaction(
        ExecuteTransaction.builder()
            .transactStatements(
                ParameterizedStatement.of("UPDATE people SET \"text\" = 'longer' WHERE id = 'a'")
                    .build())
            .build());
    varve.executeStatement(ExecuteStatement.of("DELETE FROM people WHERE id = 'a'").build());
    List<Record> records = records(arn);
    assertEquals(
        List.of(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE), names(records));
    assertEquals(
        List.of(Optional.empty(), Optional.of(OLD), Optional.of(NEW)),
        of(records, StreamRecord::oldImage));
    assertEquals(
        List.of(Optional.of(OLD), Optional.of(NEW), Optional.empty()),
        of(records, StreamRecord::newImage));
  }
}
