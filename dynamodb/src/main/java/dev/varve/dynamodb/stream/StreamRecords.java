package dev.varve.dynamodb.stream;

import dev.varve.dynamodb.api.Identity;
import dev.varve.dynamodb.api.OperationType;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.StreamRecord;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.changes.Change;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The changes of a shard as records of its stream. Immutable. */
public final class StreamRecords {
  private static final String VERSION = "1.1";
  private static final String SOURCE = "aws:dynamodb";
  private static final Identity SERVICE =
      Identity.builder().type("Service").principalId("dynamodb.amazonaws.com").build();

  private final ItemCodec items;
  private final StreamViewType viewType;
  private final ShardName shard;
  private final String region;

  /**
   * Records of a shard.
   *
   * @param items the codec of the table's items
   */
  public StreamRecords(ItemCodec items, StreamViewType viewType, ShardName shard, String region) {
    this.items = items;
    this.viewType = viewType;
    this.shard = shard;
    this.region = region;
  }

  /** The record of a change. */
  public Record of(Change change) throws IOException {
    Item keys = keys(change);
    int sizeBytes = keys.sizeBytes();
    StreamRecord.Builder record =
        StreamRecord.builder()
            .approximateCreationDateTime(
                Instant.ofEpochSecond(Math.floorDiv(change.createdMillis(), 1000)))
            .keys(keys)
            .sequenceNumber(SequenceNumbers.text(change.sequence()))
            .streamViewType(viewType);
    if (change.after() != null) {
      Item image = items.decode(change.key(), change.after());
      record.newImage(image);
      sizeBytes += image.sizeBytes();
    }
    if (change.before() != null) {
      Item image = items.decode(change.key(), change.before());
      record.oldImage(image);
      sizeBytes += image.sizeBytes();
    }
    return Record.builder()
        .eventID(eventId(change))
        .eventName(eventName(change.kind()))
        .eventVersion(VERSION)
        .eventSource(SOURCE)
        .awsRegion(region)
        .dynamodb(record.sizeBytes((long) sizeBytes).build())
        .userIdentity(change.byService() ? SERVICE : null)
        .build();
  }

  private Item keys(Change change) {
    Map<String, AttributeValue> keys = new LinkedHashMap<>();
    items.keys().putAll(change.key(), keys);
    return Item.of(keys);
  }

  /** The same for a change each time that it is read, and another for each change. */
  private String eventId(Change change) {
    byte[] name =
        ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
            .putLong(shard.createdMillis())
            .putInt(shard.partition())
            .putLong(change.sequence())
            .array();
    return UUID.nameUUIDFromBytes(name).toString().replace("-", "");
  }

  private static OperationType eventName(Change.Kind kind) {
    return switch (kind) {
      case INSERT -> OperationType.INSERT;
      case MODIFY -> OperationType.MODIFY;
      case REMOVE -> OperationType.REMOVE;
    };
  }
}
