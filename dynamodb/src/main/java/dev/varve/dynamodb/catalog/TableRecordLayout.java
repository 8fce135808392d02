package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.api.ListTagsOfResourceResult;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.json.GetResourcePolicyResultJson;
import dev.varve.dynamodb.api.json.ListTagsOfResourceResultJson;
import dev.varve.dynamodb.api.json.TableDescriptionJson;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The bytes of a {@link TableRecord}; the page is {@code docs/formats/catalog.md}. */
public final class TableRecordLayout {
  // Fields. Stored: never renumber.
  private static final int ID = 1;
  private static final int CREATED = 2;
  private static final int PARTITION_KEY = 3;
  private static final int SORT_KEY = 4;
  private static final int PARTITIONS = 5;
  private static final int INDEXES = 6;
  private static final int DESCRIPTION = 7;
  private static final int TAGS = 8;
  private static final int POLICY = 9;
  private static final int SWITCHES = 10;
  private static final int TIME_TO_LIVE = 12;
  private static final Set<Integer> FIELDS =
      Set.of(
          ID,
          CREATED,
          PARTITION_KEY,
          SORT_KEY,
          PARTITIONS,
          INDEXES,
          DESCRIPTION,
          TAGS,
          POLICY,
          SWITCHES,
          TIME_TO_LIVE);

  // Types of key attributes. Stored: never renumber.
  private static final int STRING = 1;
  private static final int NUMBER = 2;
  private static final int BINARY = 3;

  private TableRecordLayout() {}

  static byte[] encode(TableRecord table) {
    ByteWriter out = TaggedFields.begin(CatalogLayout.VERSION);
    TaggedFields.put(out, ID, table.id());
    TaggedFields.put(out, CREATED, table.createdMillis());
    TaggedFields.put(out, PARTITION_KEY, key(table.partitionKey()));
    if (table.sortKey() != null) {
      TaggedFields.put(out, SORT_KEY, key(table.sortKey()));
    }
    TaggedFields.put(out, PARTITIONS, partitions(table.partitions()));
    if (!table.indexes().isEmpty()) {
      TaggedFields.put(out, INDEXES, IndexRecordLayout.encode(table.indexes()));
    }
    put(out, table.settings());
    table
        .timeToLive()
        .ifPresent(record -> TaggedFields.put(out, TIME_TO_LIVE, TimeToLiveLayout.encode(record)));
    return out.toByteArray();
  }

  private static void put(ByteWriter out, TableSettings settings) {
    TaggedFields.put(
        out,
        DESCRIPTION,
        SettingsLayout.encode(settings.description(), TableDescriptionJson::write));
    if (!settings.tags().isEmpty()) {
      TaggedFields.put(
          out,
          TAGS,
          SettingsLayout.encode(
              ListTagsOfResourceResult.builder().tags(settings.tags()).build(),
              ListTagsOfResourceResultJson::write));
    }
    settings
        .policy()
        .ifPresent(policy ->
            TaggedFields.put(
                out, POLICY, SettingsLayout.encode(policy, GetResourcePolicyResultJson::write)));
    if (!settings.switches().isEmpty()) {
      ByteWriter switches = new ByteWriter(32);
      settings.switches().forEach(switches::putVarint);
      TaggedFields.put(out, SWITCHES, switches.toByteArray());
    }
  }

  /** Partitions, which {@link #getPartitions} reads. */
  static byte[] partitions(List<TableRecord.PartitionStart> starts) {
    ByteWriter partitions = new ByteWriter(12 * starts.size());
    for (TableRecord.PartitionStart start : starts) {
      partitions.putVarint(start.partition()).putLong(start.firstHash());
    }
    return partitions.toByteArray();
  }

  /** A key attribute, which {@link #getKey} reads. */
  public static byte[] key(KeyElement key) {
    int type =
        switch (key.type()) {
          case S -> STRING;
          case N -> NUMBER;
          case B -> BINARY;
          case BOOL, NULL, SS, NS, BS, L, M ->
              throw new AssertionError("a key of type " + key.type());
        };
    return new ByteWriter(64).putByte(type).putBytes(Utf8.encode(key.name())).toByteArray();
  }

  /**
   * Reads a record.
   *
   * @param name the table's name
   * @param version of the catalog's format
   * @param database the engine's directory, for error messages
   * @throws dev.varve.io.UnsupportedFormatException if a newer release wrote it and this one would
   *     misunderstand it
   * @throws CorruptionException if the bytes are no record
   */
  static TableRecord decode(String name, byte[] value, int version, Path database)
      throws IOException {
    String record = "record of table " + name;
    if (version == 1) {
      return decodeFirst(name, new ByteReader(record, value, database, 0));
    }
    TaggedFields fields = TaggedFields.read(record, value, database, CatalogLayout.VERSION, FIELDS);
    KeyElement partitionKey = fields.require(PARTITION_KEY, TableRecordLayout::getKey);
    KeyElement sortKey = fields.find(SORT_KEY, TableRecordLayout::getKey).orElse(null);
    if (sortKey != null && sortKey.name().equals(partitionKey.name())) {
      throw new CorruptionException(
          record, database, 0, "two key attributes", "\"" + sortKey.name() + "\" twice");
    }
    int id = fields.require(ID, ByteReader::getVarintInt);
    long createdMillis = fields.require(CREATED, ByteReader::getVarint);
    return new TableRecord(
        name,
        id,
        createdMillis,
        partitionKey,
        sortKey,
        fields.require(PARTITIONS, TableRecordLayout::getPartitions),
        fields
            .find(INDEXES, in -> IndexRecordLayout.decode(record, in, database))
            .orElse(List.of()),
        settings(fields, name, id, createdMillis, keys(partitionKey, sortKey)),
        fields.find(TIME_TO_LIVE, TimeToLiveLayout::decode));
  }

  private static List<KeyElement> keys(KeyElement partitionKey, KeyElement sortKey) {
    return sortKey == null ? List.of(partitionKey) : List.of(partitionKey, sortKey);
  }

  /** A record of a release that kept no settings is of a table on demand. */
  private static TableSettings settings(
      TaggedFields fields, String name, int id, long createdMillis, List<KeyElement> keys)
      throws IOException {
    Optional<TableDescription> description =
        fields.find(
            DESCRIPTION, SettingsLayout.decoder("TableDescription", TableDescriptionJson::read));
    if (description.isEmpty()) {
      return TableSettings.onDemand(name, id, createdMillis, keys);
    }
    return new TableSettings(
        description.get(),
        fields
            .find(
                TAGS,
                SettingsLayout.decoder(
                    "ListTagsOfResourceResult", ListTagsOfResourceResultJson::read))
            .map(ListTagsOfResourceResult::tags)
            .orElse(List.of()),
        fields.find(
            POLICY,
            SettingsLayout.decoder("GetResourcePolicyResult", GetResourcePolicyResultJson::read)),
        fields.find(SWITCHES, TableRecordLayout::getSwitches).orElse(List.of()));
  }

  private static List<Long> getSwitches(ByteReader in) throws CorruptionException {
    List<Long> switches = new ArrayList<>();
    while (in.remaining() > 0) {
      switches.add(in.getVarint());
    }
    return switches;
  }

  /** Reads what {@link #key} wrote. */
  public static KeyElement getKey(ByteReader in) throws CorruptionException {
    AttributeType type = getType(in, in.getByte());
    return new KeyElement(TaggedFields.getName(in), type);
  }

  private static AttributeType getType(ByteReader in, int type) throws CorruptionException {
    return switch (type) {
      case STRING -> AttributeType.S;
      case NUMBER -> AttributeType.N;
      case BINARY -> AttributeType.B;
      default -> throw in.corrupt("a key type", Integer.toString(type));
    };
  }

  /** Reads what {@link #partitions} wrote. */
  static List<TableRecord.PartitionStart> getPartitions(ByteReader in) throws CorruptionException {
    List<TableRecord.PartitionStart> partitions = new ArrayList<>();
    while (partitions.isEmpty() || in.remaining() > 0) {
      TableRecord.PartitionStart start =
          new TableRecord.PartitionStart(in.getVarintInt(), in.getLong());
      boolean inOrder =
          partitions.isEmpty()
              ? start.firstHash() == 0
              : Long.compareUnsigned(partitions.getLast().firstHash(), start.firstHash()) < 0;
      if (!inOrder) {
        throw in.corrupt(
            "ascending hash ranges from 0", Long.toUnsignedString(start.firstHash(), 16));
      }
      partitions.add(start);
    }
    return partitions;
  }

  /** Reads a record of version 1: the same values without tags, and no table number. */
  private static TableRecord decodeFirst(String name, ByteReader in) throws CorruptionException {
    long createdMillis = in.getVarint();
    KeyElement partitionKey = getFirstKey(in, in.getByte());
    int sortKeyType = in.getByte();
    KeyElement sortKey = sortKeyType == 0 ? null : getFirstKey(in, sortKeyType);
    int count = in.getVarintInt();
    List<TableRecord.PartitionStart> partitions = getPartitions(in);
    if (count != partitions.size()) {
      throw in.corrupt(count + " partitions", Integer.toString(partitions.size()));
    }
    // No other table has this number: a table's number is at most that of its first partition.
    int id = partitions.getFirst().partition();
    return new TableRecord(
        name,
        id,
        createdMillis,
        partitionKey,
        sortKey,
        partitions,
        List.of(),
        TableSettings.onDemand(name, id, createdMillis, keys(partitionKey, sortKey)));
  }

  private static KeyElement getFirstKey(ByteReader in, int type) throws CorruptionException {
    AttributeType attributeType = getType(in, type);
    ByteReader name = in.slice(in.getVarintInt());
    return new KeyElement(TaggedFields.getName(name), attributeType);
  }
}
