package dev.varve.dynamodb.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.varve.dynamodb.api.Identity;
import dev.varve.dynamodb.api.OperationType;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.changes.Change;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Changes as records of a stream. */
class StreamRecordsTest {
  private static final KeyCodec KEYS = new KeyCodec(new KeyElement("id", AttributeType.S), null);
  private static final ItemCodec ITEMS = new ItemCodec(KEYS, Path.of("db"));
  private static final Item ITEM = Item.of("id", AttributeValue.s("a"), "x", AttributeValue.n(1));

  private static Change removal(long sequence, boolean byService) {
    return new Change(
        sequence,
        Change.Kind.REMOVE,
        byService,
        1_700_000_000_999L,
        KEYS.encode(AttributeValue.s("a"), null),
        ITEMS.encode(ITEM, ITEM.sizeBytes()),
        null);
  }

  private static Record record(int partition, Change change) throws IOException {
    return new StreamRecords(
            ITEMS, StreamViewType.OLD_IMAGE, new ShardName(1, partition), "eu-central-1")
        .of(change);
  }

  @Test
  void aDeletionByTheDatabaseItselfIsTheServices() throws IOException {
    Record record = record(7, removal(300, true));
    assertEquals(
        Optional.of(
            Identity.builder().type("Service").principalId("dynamodb.amazonaws.com").build()),
        record.userIdentity());
    assertEquals(Optional.of(OperationType.REMOVE), record.eventName());
    assertEquals(Optional.of("eu-central-1"), record.awsRegion());
    assertEquals(Optional.of(ITEM), record.dynamodb().orElseThrow().oldImage());
    assertEquals(
        Optional.of("100000000000000000300"), record.dynamodb().orElseThrow().sequenceNumber());
    assertEquals(Optional.empty(), record(7, removal(300, false)).userIdentity());
  }

  @Test
  void eachChangeHasAnEventIdOfItsOwn() throws IOException {
    Record record = record(7, removal(300, false));
    assertEquals(record.eventID(), record(7, removal(300, false)).eventID());
    assertNotEquals(record.eventID(), record(7, removal(301, false)).eventID());
    assertNotEquals(record.eventID(), record(8, removal(300, false)).eventID());
  }
}
