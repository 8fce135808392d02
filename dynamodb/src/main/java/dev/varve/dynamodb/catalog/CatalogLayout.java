package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys and values of the catalog; the page is {@code docs/formats/catalog.md}. */
final class CatalogLayout {
  /** The format version that this release writes, and the only one it reads. */
  static final int VERSION = 1;

  /** Key of the format version. */
  static final byte[] FORMAT_KEY = {'f'};

  /** Key of the item counts; present from a clean shutdown until the next change. */
  static final byte[] COUNTS_KEY = {'c'};

  /** First byte of a table's key; its name follows. */
  static final byte TABLE_PREFIX = 't';

  // Stored: never renumber.
  private static final int NO_KEY = 0;
  private static final int STRING = 1;
  private static final int NUMBER = 2;
  private static final int BINARY = 3;

  private CatalogLayout() {}

  static byte[] tableKey(String name) {
    byte[] text = Utf8.encode(name);
    byte[] key = new byte[1 + text.length];
    key[0] = TABLE_PREFIX;
    System.arraycopy(text, 0, key, 1, text.length);
    return key;
  }

  static byte[] encode(TableRecord table) {
    ByteWriter out = new ByteWriter(64 + 12 * table.partitions().size());
    out.putVarint(table.createdMillis());
    putKey(out, table.partitionKey());
    putKey(out, table.sortKey());
    out.putVarint(table.partitions().size());
    for (TableRecord.Partition partition : table.partitions()) {
      out.putVarint(partition.id()).putLong(partition.firstHash());
    }
    return out.toByteArray();
  }

  private static void putKey(ByteWriter out, KeyElement key) {
    if (key == null) {
      out.putByte(NO_KEY);
      return;
    }
    out.putByte(
        switch (key.type()) {
          case S -> STRING;
          case N -> NUMBER;
          case B -> BINARY;
          case BOOL, NULL, SS, NS, BS, L, M ->
              throw new AssertionError("a key of type " + key.type());
        });
    out.putLengthPrefixed(Utf8.encode(key.name()));
  }

  static TableRecord decodeTable(byte[] key, byte[] value, Path database)
      throws CorruptionException {
    String name = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    ByteReader in = new ByteReader(value, database, 0);
    long createdMillis = in.getVarint();
    KeyElement partitionKey = getKey(in);
    if (partitionKey == null) {
      throw in.corrupt("a partition key", "none");
    }
    KeyElement sortKey = getKey(in);
    int count = in.getVarintInt();
    List<TableRecord.Partition> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TableRecord.Partition partition = new TableRecord.Partition(in.getVarintInt(), in.getLong());
      boolean inOrder =
          i == 0
              ? partition.firstHash() == 0
              : Long.compareUnsigned(partitions.getLast().firstHash(), partition.firstHash()) < 0;
      if (!inOrder) {
        throw in.corrupt(
            "ascending hash ranges from 0", Long.toUnsignedString(partition.firstHash(), 16));
      }
      partitions.add(partition);
    }
    if (count == 0 || in.remaining() > 0) {
      throw in.corrupt(
          "at least one partition and nothing behind them",
          count + ", " + in.remaining() + " bytes");
    }
    return new TableRecord(name, createdMillis, partitionKey, sortKey, partitions);
  }

  private static KeyElement getKey(ByteReader in) throws CorruptionException {
    int type = in.getByte();
    AttributeType attributeType =
        switch (type) {
          case NO_KEY -> null;
          case STRING -> AttributeType.S;
          case NUMBER -> AttributeType.N;
          case BINARY -> AttributeType.B;
          default -> throw in.corrupt("a key type", Integer.toString(type));
        };
    return attributeType == null
        ? null
        : new KeyElement(new String(in.getLengthPrefixed(), StandardCharsets.UTF_8), attributeType);
  }

  static byte[] encodeCounts(Map<Integer, Long> counts) {
    ByteWriter out = new ByteWriter(8 + 8 * counts.size());
    out.putVarint(counts.size());
    int[] ids = counts.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    for (int id : ids) {
      out.putVarint(id).putVarint(counts.get(id));
    }
    return out.toByteArray();
  }

  static Map<Integer, Long> decodeCounts(byte[] value, Path database) throws CorruptionException {
    ByteReader in = new ByteReader(value, database, 0);
    int count = in.getVarintInt();
    Map<Integer, Long> counts = new HashMap<>();
    for (int i = 0; i < count; i++) {
      counts.put(in.getVarintInt(), in.getVarint());
    }
    if (in.remaining() > 0) {
      throw in.corrupt("the end", in.remaining() + " more bytes");
    }
    return counts;
  }

  /** Whether {@code key} is a table's. */
  static boolean isTableKey(byte[] key) {
    return key.length > 1 && key[0] == TABLE_PREFIX;
  }

  /** Whether {@code key} is one that this release writes. */
  static boolean isKnownKey(byte[] key) {
    return isTableKey(key) || Arrays.equals(key, FORMAT_KEY) || Arrays.equals(key, COUNTS_KEY);
  }
}
