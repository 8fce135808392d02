package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The bytes of {@link IndexRecord}s; the page is {@code docs/formats/catalog.md}. */
final class IndexRecordLayout {
  /** The format version that this release writes. */
  static final int VERSION = 1;

  // Fields. Stored: never renumber.
  private static final int ID = 1;
  private static final int NAME = 2;
  private static final int KIND = 3;
  private static final int PARTITION_KEY = 4;
  private static final int SORT_KEY = 5;
  private static final int PROJECTION = 6;
  private static final int STATUS = 7;
  private static final int PARTITIONS = 8;
  private static final Set<Integer> FIELDS =
      Set.of(ID, NAME, KIND, PARTITION_KEY, SORT_KEY, PROJECTION, STATUS, PARTITIONS);

  // Kinds, projections and states. Stored: never renumber.
  private static final int GLOBAL = 1;
  private static final int LOCAL = 2;
  private static final int PROJECT_ALL = 1;
  private static final int PROJECT_KEYS = 2;
  private static final int PROJECT_LISTED = 3;
  private static final int CREATING = 1;
  private static final int BACKFILLING = 2;
  private static final int ACTIVE = 3;

  private IndexRecordLayout() {}

  /** Indexes, each after its length. */
  static byte[] encode(List<IndexRecord> indexes) {
    ByteWriter out = new ByteWriter(128 * indexes.size());
    indexes.forEach(index -> out.putLengthPrefixed(encode(index)));
    return out.toByteArray();
  }

  private static byte[] encode(IndexRecord index) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, ID, index.id());
    TaggedFields.put(out, NAME, Utf8.encode(index.name()));
    TaggedFields.put(
        out,
        KIND,
        switch (index.kind()) {
          case GLOBAL -> GLOBAL;
          case LOCAL -> LOCAL;
        });
    TaggedFields.put(out, PARTITION_KEY, keys(index.partitionKey()));
    if (!index.sortKey().isEmpty()) {
      TaggedFields.put(out, SORT_KEY, keys(index.sortKey()));
    }
    TaggedFields.put(out, PROJECTION, projection(index.projection()));
    TaggedFields.put(out, STATUS, status(index));
    TaggedFields.put(out, PARTITIONS, TableRecordLayout.partitions(index.partitions()));
    return out.toByteArray();
  }

  private static byte[] keys(List<KeyElement> keys) {
    ByteWriter out = new ByteWriter(64);
    keys.forEach(key -> out.putLengthPrefixed(TableRecordLayout.key(key)));
    return out.toByteArray();
  }

  private static byte[] projection(ProjectionRecord projection) {
    ByteWriter out = new ByteWriter(64);
    out.putByte(
        switch (projection.type()) {
          case ALL -> PROJECT_ALL;
          case KEYS_ONLY -> PROJECT_KEYS;
          case INCLUDE -> PROJECT_LISTED;
        });
    projection.nonKeyAttributes().forEach(name -> out.putLengthPrefixed(Utf8.encode(name)));
    return out.toByteArray();
  }

  private static int status(IndexRecord index) {
    return switch (index.status()) {
      case CREATING -> index.backfilling() ? BACKFILLING : CREATING;
      case ACTIVE -> ACTIVE;
      case DELETING -> throw new AssertionError("an index that is deleted has no record");
    };
  }

  /**
   * Reads indexes.
   *
   * @param record whose they are, for error messages
   * @param database the engine's directory, for error messages
   */
  static List<IndexRecord> decode(String record, ByteReader in, Path database) throws IOException {
    List<IndexRecord> indexes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (in.remaining() > 0) {
      IndexRecord index =
          decode("index " + (indexes.size() + 1) + " in the " + record, in, database, names);
      indexes.add(index);
    }
    return indexes;
  }

  private static IndexRecord decode(String record, ByteReader in, Path database, Set<String> names)
      throws IOException {
    TaggedFields fields =
        TaggedFields.read(record, in.getLengthPrefixed(), database, VERSION, FIELDS);
    int id = fields.require(ID, ByteReader::getVarintInt);
    String name = fields.require(NAME, TaggedFields::getName);
    if (!names.add(name)) {
      throw in.corrupt("one index of each name", "\"" + name + "\" twice");
    }
    IndexRecord.Kind kind = fields.require(KIND, IndexRecordLayout::getKind);
    List<KeyElement> partitionKey = fields.require(PARTITION_KEY, IndexRecordLayout::getKeys);
    List<KeyElement> sortKey = fields.find(SORT_KEY, IndexRecordLayout::getKeys).orElse(List.of());
    ProjectionRecord projection = fields.require(PROJECTION, IndexRecordLayout::getProjection);
    int status = fields.require(STATUS, IndexRecordLayout::getStatus);
    List<TableRecord.PartitionStart> partitions =
        fields.require(PARTITIONS, TableRecordLayout::getPartitions);
    try {
      return new IndexRecord(
          name,
          id,
          kind,
          partitionKey,
          sortKey,
          projection,
          status == ACTIVE ? IndexRecord.Status.ACTIVE : IndexRecord.Status.CREATING,
          status == BACKFILLING,
          partitions);
    } catch (IllegalArgumentException e) {
      throw in.corrupt("the key of an index", String.valueOf(e.getMessage()));
    }
  }

  private static IndexRecord.Kind getKind(ByteReader in) throws CorruptionException {
    int kind = in.getVarintInt();
    return switch (kind) {
      case GLOBAL -> IndexRecord.Kind.GLOBAL;
      case LOCAL -> IndexRecord.Kind.LOCAL;
      default -> throw in.corrupt("a kind of index", Integer.toString(kind));
    };
  }

  private static List<KeyElement> getKeys(ByteReader in) throws CorruptionException {
    List<KeyElement> keys = new ArrayList<>();
    while (keys.isEmpty() || in.remaining() > 0) {
      keys.add(TableRecordLayout.getKey(in.slice(in.getVarintInt())));
    }
    return keys;
  }

  private static ProjectionRecord getProjection(ByteReader in) throws CorruptionException {
    int type = in.getByte();
    return switch (type) {
      case PROJECT_ALL -> ProjectionRecord.ALL;
      case PROJECT_KEYS -> ProjectionRecord.KEYS_ONLY;
      case PROJECT_LISTED -> {
        List<String> names = new ArrayList<>();
        while (in.remaining() > 0) {
          names.add(TaggedFields.getName(in.slice(in.getVarintInt())));
        }
        yield ProjectionRecord.include(names);
      }
      default -> throw in.corrupt("a projection", Integer.toString(type));
    };
  }

  private static int getStatus(ByteReader in) throws CorruptionException {
    int status = in.getVarintInt();
    if (status < CREATING || status > ACTIVE) {
      throw in.corrupt("a status of an index", Integer.toString(status));
    }
    return status;
  }
}
