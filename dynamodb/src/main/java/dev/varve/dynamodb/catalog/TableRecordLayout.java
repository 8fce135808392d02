package dev.varve.dynamodb.catalog;

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
import java.util.Set;

/** The bytes of a {@link TableRecord}; the page is {@code docs/formats/catalog.md}. */
final class TableRecordLayout {
  // Fields. Stored: never renumber.
  private static final int ID = 1;
  private static final int CREATED = 2;
  private static final int PARTITION_KEY = 3;
  private static final int SORT_KEY = 4;
  private static final int PARTITIONS = 5;
  private static final Set<Integer> FIELDS =
      Set.of(ID, CREATED, PARTITION_KEY, SORT_KEY, PARTITIONS);

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
    ByteWriter partitions = new ByteWriter(12 * table.partitions().size());
    for (TableRecord.PartitionStart start : table.partitions()) {
      partitions.putVarint(start.partition()).putLong(start.firstHash());
    }
    TaggedFields.put(out, PARTITIONS, partitions.toByteArray());
    return out.toByteArray();
  }

  private static byte[] key(KeyElement key) {
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
    return new TableRecord(
        name,
        fields.require(ID, ByteReader::getVarintInt),
        fields.require(CREATED, ByteReader::getVarint),
        partitionKey,
        sortKey,
        fields.require(PARTITIONS, TableRecordLayout::getPartitions));
  }

  private static KeyElement getKey(ByteReader in) throws CorruptionException {
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

  private static List<TableRecord.PartitionStart> getPartitions(ByteReader in)
      throws CorruptionException {
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
    return new TableRecord(name, id, createdMillis, partitionKey, sortKey, partitions);
  }

  private static KeyElement getFirstKey(ByteReader in, int type) throws CorruptionException {
    AttributeType attributeType = getType(in, type);
    ByteReader name = in.slice(in.getVarintInt());
    return new KeyElement(TaggedFields.getName(name), attributeType);
  }
}
