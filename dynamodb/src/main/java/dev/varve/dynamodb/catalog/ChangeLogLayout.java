package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Shard;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardEnd;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Stream;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The bytes of a {@link ChangeLogRecord}; the page is {@code docs/formats/catalog.md}. */
final class ChangeLogLayout {
  /** The format version of all records here that this release writes. */
  private static final int VERSION = 1;

  // Fields of the logs of a table. Stored: never renumber.
  private static final int TABLE_NAME = 1;
  private static final int PARTITION_KEY = 2;
  private static final int SORT_KEY = 3;
  private static final int STREAMS = 4;
  private static final Set<Integer> FIELDS = Set.of(TABLE_NAME, PARTITION_KEY, SORT_KEY, STREAMS);

  // Fields of a stream. Stored: never renumber.
  private static final int CREATED = 1;
  private static final int VIEW = 2;
  private static final int DISABLED = 3;
  private static final int SHARDS = 4;
  private static final Set<Integer> STREAM_FIELDS = Set.of(CREATED, VIEW, DISABLED, SHARDS);

  // Fields of a shard. Stored: never renumber.
  private static final int NAME = 1;
  private static final int PARENT = 2;
  private static final int HASHES = 3;
  private static final int FIRST = 4;
  private static final int END = 5;
  private static final Set<Integer> SHARD_FIELDS = Set.of(NAME, PARENT, HASHES, FIRST, END);

  // Views. Stored: never renumber.
  private static final int KEYS_ONLY = 1;
  private static final int NEW_IMAGE = 2;
  private static final int OLD_IMAGE = 3;
  private static final int NEW_AND_OLD_IMAGES = 4;

  private ChangeLogLayout() {}

  static byte[] encode(ChangeLogRecord logs) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, TABLE_NAME, Utf8.encode(logs.tableName()));
    TaggedFields.put(out, PARTITION_KEY, TableRecordLayout.key(logs.partitionKey()));
    if (logs.sortKey() != null) {
      TaggedFields.put(out, SORT_KEY, TableRecordLayout.key(logs.sortKey()));
    }
    ByteWriter streams = new ByteWriter(256);
    logs.streams().forEach(stream -> streams.putLengthPrefixed(encode(stream)));
    TaggedFields.put(out, STREAMS, streams.toByteArray());
    return out.toByteArray();
  }

  private static byte[] encode(Stream stream) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, CREATED, stream.createdMillis());
    TaggedFields.put(
        out,
        VIEW,
        switch (stream.viewType()) {
          case KEYS_ONLY -> KEYS_ONLY;
          case NEW_IMAGE -> NEW_IMAGE;
          case OLD_IMAGE -> OLD_IMAGE;
          case NEW_AND_OLD_IMAGES -> NEW_AND_OLD_IMAGES;
        });
    stream.disabledMillis().ifPresent(millis -> TaggedFields.put(out, DISABLED, millis));
    ByteWriter shards = new ByteWriter(256);
    stream.shards().forEach(shard -> shards.putLengthPrefixed(encode(shard)));
    TaggedFields.put(out, SHARDS, shards.toByteArray());
    return out.toByteArray();
  }

  private static byte[] encode(Shard shard) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, NAME, name(shard.name()));
    shard.parent().ifPresent(parent -> TaggedFields.put(out, PARENT, name(parent)));
    TaggedFields.put(out, HASHES, DescriptorLayout.hashes(shard.hashes()));
    TaggedFields.put(out, FIRST, shard.firstSequence());
    shard
        .end()
        .ifPresent(end ->
            TaggedFields.put(
                out,
                END,
                new ByteWriter(20)
                    .putVarint(end.lastSequence())
                    .putVarint(end.newestMillis())
                    .toByteArray()));
    return out.toByteArray();
  }

  private static byte[] name(ShardName name) {
    return new ByteWriter(15)
        .putVarint(name.createdMillis())
        .putVarint(name.partition())
        .toByteArray();
  }

  /**
   * Reads the logs of a table.
   *
   * @param table the table's number
   * @param database the engine's directory, for error messages
   * @throws dev.varve.io.UnsupportedFormatException if a newer release wrote them and this one
   *     would misunderstand them
   * @throws CorruptionException if the bytes are no such record
   */
  static ChangeLogRecord decode(int table, byte[] value, Path database) throws IOException {
    String record = "change logs of table " + table;
    TaggedFields fields = TaggedFields.read(record, value, database, VERSION, FIELDS);
    KeyElement partitionKey = fields.require(PARTITION_KEY, TableRecordLayout::getKey);
    return new ChangeLogRecord(
        table,
        fields.require(TABLE_NAME, TaggedFields::getName),
        partitionKey,
        fields.find(SORT_KEY, TableRecordLayout::getKey).orElse(null),
        fields.require(STREAMS, in -> getStreams(record, in, database)));
  }

  private static List<Stream> getStreams(String record, ByteReader in, Path database)
      throws IOException {
    List<Stream> streams = new ArrayList<>();
    while (in.remaining() > 0) {
      if (!streams.isEmpty() && streams.getLast().disabledMillis().isEmpty()) {
        throw in.corrupt("no stream behind one that is enabled", "another");
      }
      String name = "stream " + (streams.size() + 1) + " in the " + record;
      Stream stream = getStream(name, in.getLengthPrefixed(), database);
      if (!streams.isEmpty() && stream.createdMillis() <= streams.getLast().createdMillis()) {
        throw in.corrupt(
            "ascending times of streams", Long.toUnsignedString(stream.createdMillis()));
      }
      streams.add(stream);
    }
    return streams;
  }

  private static Stream getStream(String record, byte[] value, Path database) throws IOException {
    TaggedFields fields = TaggedFields.read(record, value, database, VERSION, STREAM_FIELDS);
    Optional<Long> disabled = fields.find(DISABLED, ByteReader::getVarint);
    List<Shard> shards = fields.require(SHARDS, in -> getShards(record, in, database));
    if (disabled.isPresent() && shards.stream().anyMatch(Shard::isOpen)) {
      throw new CorruptionException(
          record, database, 0, "no open shard in a stream that is disabled", "one");
    }
    return new Stream(
        fields.require(CREATED, ByteReader::getVarint),
        fields.require(VIEW, ChangeLogLayout::getView),
        disabled.map(OptionalLong::of).orElseGet(OptionalLong::empty),
        shards);
  }

  private static StreamViewType getView(ByteReader in) throws CorruptionException {
    int view = in.getVarintInt();
    return switch (view) {
      case KEYS_ONLY -> StreamViewType.KEYS_ONLY;
      case NEW_IMAGE -> StreamViewType.NEW_IMAGE;
      case OLD_IMAGE -> StreamViewType.OLD_IMAGE;
      case NEW_AND_OLD_IMAGES -> StreamViewType.NEW_AND_OLD_IMAGES;
      default -> throw in.corrupt("a view of a stream", Integer.toString(view));
    };
  }

  private static List<Shard> getShards(String record, ByteReader in, Path database)
      throws IOException {
    List<Shard> shards = new ArrayList<>();
    while (in.remaining() > 0) {
      String name = "shard " + (shards.size() + 1) + " of " + record;
      Shard shard = getShard(name, in.getLengthPrefixed(), database);
      if (!shards.isEmpty() && shard.name().compareTo(shards.getLast().name()) <= 0) {
        throw in.corrupt("ascending names of shards", shard.name().toString());
      }
      shards.add(shard);
    }
    return shards;
  }

  private static Shard getShard(String record, byte[] value, Path database) throws IOException {
    TaggedFields fields = TaggedFields.read(record, value, database, VERSION, SHARD_FIELDS);
    return new Shard(
        fields.require(NAME, ChangeLogLayout::getName),
        fields.find(PARENT, ChangeLogLayout::getName),
        fields.require(HASHES, DescriptorLayout::getHashes),
        fields.require(FIRST, ByteReader::getVarint),
        fields.find(END, in -> new ShardEnd(in.getVarint(), in.getVarint())));
  }

  private static ShardName getName(ByteReader in) throws CorruptionException {
    return new ShardName(in.getVarint(), in.getVarintInt());
  }
}
