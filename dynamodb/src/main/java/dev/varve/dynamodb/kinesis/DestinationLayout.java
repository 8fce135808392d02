package dev.varve.dynamodb.kinesis;

import dev.varve.dynamodb.api.ApproximateCreationDateTimePrecision;
import dev.varve.dynamodb.catalog.TableRecordLayout;
import dev.varve.dynamodb.catalog.TaggedFields;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;

/** The keys and values of destinations; the page is {@code docs/formats/trigger.md}. */
final class DestinationLayout {
  /** The format version of the values that this release writes. */
  static final int VERSION = 1;

  /** First byte of the key of a destination; its number follows. */
  static final byte DESTINATION = 'k';

  /** First byte of the keys of a queue; the destination's number and the change's follow. */
  static final byte QUEUE = 'q';

  private static final int KEY_BYTES = 1 + Integer.BYTES;
  private static final int MAX_ARN_BYTES = 4096;

  // Fields. Stored: never renumber.
  private static final int TABLE = 1;
  private static final int TABLE_NAME = 2;
  private static final int STREAM_ARN = 3;
  private static final int PRECISION = 4;
  private static final int CHANGE = 5;
  private static final int CHANGED = 6;
  private static final int PARTITION_KEY = 7;
  private static final int SORT_KEY = 8;
  private static final Set<Integer> FIELDS =
      Set.of(TABLE, TABLE_NAME, STREAM_ARN, PRECISION, CHANGE, CHANGED, PARTITION_KEY, SORT_KEY);

  // Precisions and changes. Stored: never renumber.
  private static final int MILLISECOND = 1;
  private static final int MICROSECOND = 2;
  private static final int ENABLED = 1;
  private static final int DISABLED = 2;
  private static final int UPDATED = 3;

  private DestinationLayout() {}

  static byte[] key(int number) {
    return prefix(DESTINATION, number);
  }

  static byte[] queuePrefix(int number) {
    return prefix(QUEUE, number);
  }

  private static byte[] prefix(byte kind, int number) {
    return ByteBuffer.allocate(KEY_BYTES).put(kind).putInt(number).array();
  }

  static byte[] encode(DestinationRecord record) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, TABLE, record.table());
    TaggedFields.put(out, TABLE_NAME, Utf8.encode(record.tableName()));
    TaggedFields.put(out, STREAM_ARN, Utf8.encode(record.streamArn()));
    TaggedFields.put(
        out,
        PRECISION,
        switch (record.precision()) {
          case MILLISECOND -> MILLISECOND;
          case MICROSECOND -> MICROSECOND;
        });
    TaggedFields.put(
        out,
        CHANGE,
        switch (record.change()) {
          case ENABLED -> ENABLED;
          case DISABLED -> DISABLED;
          case UPDATED -> UPDATED;
        });
    TaggedFields.put(out, CHANGED, record.changedMillis());
    TaggedFields.put(out, PARTITION_KEY, TableRecordLayout.key(record.partitionKey()));
    if (record.sortKey() != null) {
      TaggedFields.put(out, SORT_KEY, TableRecordLayout.key(record.sortKey()));
    }
    return out.toByteArray();
  }

  static DestinationRecord decode(byte[] key, byte[] value, Path database) throws IOException {
    if (key.length != KEY_BYTES) {
      throw new CorruptionException(
          "key of a destination", database, 0, KEY_BYTES + " bytes", Integer.toString(key.length));
    }
    int number = ByteBuffer.wrap(key).getInt(1);
    String what = "destination " + number;
    TaggedFields fields = TaggedFields.read(what, value, database, VERSION, FIELDS);
    int precision = fields.require(PRECISION, ByteReader::getVarintInt);
    int change = fields.require(CHANGE, ByteReader::getVarintInt);
    return new DestinationRecord(
        number,
        fields.require(TABLE, ByteReader::getVarintInt),
        fields.require(TABLE_NAME, TaggedFields::getName),
        fields.require(PARTITION_KEY, TableRecordLayout::getKey),
        fields.find(SORT_KEY, TableRecordLayout::getKey).orElse(null),
        fields.require(STREAM_ARN, in -> TaggedFields.getName(in, MAX_ARN_BYTES)),
        switch (precision) {
          case MILLISECOND -> ApproximateCreationDateTimePrecision.MILLISECOND;
          case MICROSECOND -> ApproximateCreationDateTimePrecision.MICROSECOND;
          default ->
              throw new UnsupportedFormatException(
                  database, "precision " + precision + " of " + what);
        },
        switch (change) {
          case ENABLED -> DestinationRecord.Change.ENABLED;
          case DISABLED -> DestinationRecord.Change.DISABLED;
          case UPDATED -> DestinationRecord.Change.UPDATED;
          default ->
              throw new UnsupportedFormatException(database, "change " + change + " of " + what);
        },
        fields.require(CHANGED, ByteReader::getVarint));
  }
}
