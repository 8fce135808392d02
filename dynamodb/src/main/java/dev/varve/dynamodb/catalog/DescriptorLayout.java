package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The bytes of a {@link PartitionDescriptor}; the page is {@code docs/formats/catalog.md}. */
final class DescriptorLayout {
  /** The format version that this release writes. */
  static final int VERSION = 1;

  // Fields. Stored: never renumber.
  private static final int ROLE = 1;
  private static final int TABLE_ID = 2;
  private static final int TABLE_NAME = 3;
  private static final int HASHES = 4;
  private static final int INDEX_ID = 5;
  private static final int INDEX_NAME = 6;
  private static final int BACKUP_ID = 7;
  private static final Set<Integer> FIELDS =
      Set.of(ROLE, TABLE_ID, TABLE_NAME, HASHES, INDEX_ID, INDEX_NAME, BACKUP_ID);

  // Roles. Stored: never renumber.
  private static final int CATALOG = 1;
  private static final int ITEMS = 2;
  private static final int INDEX_ENTRIES = 3;
  private static final int TOKENS = 4;
  private static final int CHANGES = 5;
  private static final int EXPIRY = 6;
  private static final int BACKUP = 7;
  private static final int DELIVERIES = 60;

  private DescriptorLayout() {}

  static byte[] encode(PartitionDescriptor descriptor) {
    ByteWriter out = TaggedFields.begin(VERSION);
    switch (descriptor) {
      case PartitionDescriptor.OfCatalog() -> TaggedFields.put(out, ROLE, CATALOG);
      case PartitionDescriptor.OfTokens() -> TaggedFields.put(out, ROLE, TOKENS);
      case PartitionDescriptor.OfDeliveries() -> TaggedFields.put(out, ROLE, DELIVERIES);
      case PartitionDescriptor.OfItems(int tableId, String tableName, HashRange hashes) -> {
        TaggedFields.put(out, ROLE, ITEMS);
        TaggedFields.put(out, TABLE_ID, tableId);
        TaggedFields.put(out, TABLE_NAME, Utf8.encode(tableName));
        putHashes(out, hashes);
      }
      case PartitionDescriptor.OfExpiry(int tableId, String tableName) -> {
        TaggedFields.put(out, ROLE, EXPIRY);
        TaggedFields.put(out, TABLE_ID, tableId);
        TaggedFields.put(out, TABLE_NAME, Utf8.encode(tableName));
      }
      case PartitionDescriptor.OfIndexEntries(
              int tableId,
              String tableName,
              int indexId,
              String indexName,
              HashRange hashes) -> {
        TaggedFields.put(out, ROLE, INDEX_ENTRIES);
        TaggedFields.put(out, TABLE_ID, tableId);
        TaggedFields.put(out, TABLE_NAME, Utf8.encode(tableName));
        putHashes(out, hashes);
        TaggedFields.put(out, INDEX_ID, indexId);
        TaggedFields.put(out, INDEX_NAME, Utf8.encode(indexName));
      }
      case PartitionDescriptor.OfChanges(int tableId, String tableName, HashRange hashes) -> {
        TaggedFields.put(out, ROLE, CHANGES);
        TaggedFields.put(out, TABLE_ID, tableId);
        TaggedFields.put(out, TABLE_NAME, Utf8.encode(tableName));
        putHashes(out, hashes);
      }
      case PartitionDescriptor.OfBackup(
              int backup,
              String tableName,
              Optional<String> index,
              HashRange hashes) -> {
        TaggedFields.put(out, ROLE, BACKUP);
        TaggedFields.put(out, TABLE_NAME, Utf8.encode(tableName));
        putHashes(out, hashes);
        index.ifPresent(name -> TaggedFields.put(out, INDEX_NAME, Utf8.encode(name)));
        TaggedFields.put(out, BACKUP_ID, backup);
      }
    }
    return out.toByteArray();
  }

  private static void putHashes(ByteWriter out, HashRange hashes) {
    TaggedFields.put(out, HASHES, hashes(hashes));
  }

  /** A range of hashes, which {@link #getHashes} reads. */
  static byte[] hashes(HashRange hashes) {
    return new ByteWriter(16).putLong(hashes.first()).putLong(hashes.last()).toByteArray();
  }

  /**
   * Reads a descriptor.
   *
   * @param partition whose descriptor it is, for error messages
   * @param database the engine's directory, for error messages
   * @throws UnsupportedFormatException if a newer release wrote it and this one cannot tell what
   *     the partition is for
   * @throws CorruptionException if the bytes are no descriptor
   */
  static PartitionDescriptor decode(byte[] bytes, int partition, Path database) throws IOException {
    String record = "descriptor of partition " + partition;
    TaggedFields fields = TaggedFields.read(record, bytes, database, VERSION, FIELDS);
    int role = fields.require(ROLE, ByteReader::getVarintInt);
    return switch (role) {
      case CATALOG -> new PartitionDescriptor.OfCatalog();
      case TOKENS -> new PartitionDescriptor.OfTokens();
      case DELIVERIES -> new PartitionDescriptor.OfDeliveries();
      case ITEMS ->
          new PartitionDescriptor.OfItems(
              fields.require(TABLE_ID, ByteReader::getVarintInt),
              fields.require(TABLE_NAME, TaggedFields::getName),
              fields.require(HASHES, DescriptorLayout::getHashes));
      case INDEX_ENTRIES ->
          new PartitionDescriptor.OfIndexEntries(
              fields.require(TABLE_ID, ByteReader::getVarintInt),
              fields.require(TABLE_NAME, TaggedFields::getName),
              fields.require(INDEX_ID, ByteReader::getVarintInt),
              fields.require(INDEX_NAME, TaggedFields::getName),
              fields.require(HASHES, DescriptorLayout::getHashes));
      case EXPIRY ->
          new PartitionDescriptor.OfExpiry(
              fields.require(TABLE_ID, ByteReader::getVarintInt),
              fields.require(TABLE_NAME, TaggedFields::getName));
      case CHANGES ->
          new PartitionDescriptor.OfChanges(
              fields.require(TABLE_ID, ByteReader::getVarintInt),
              fields.require(TABLE_NAME, TaggedFields::getName),
              fields.require(HASHES, DescriptorLayout::getHashes));
      case BACKUP ->
          new PartitionDescriptor.OfBackup(
              fields.require(BACKUP_ID, ByteReader::getVarintInt),
              fields.require(TABLE_NAME, TaggedFields::getName),
              fields.find(INDEX_NAME, TaggedFields::getName),
              fields.require(HASHES, DescriptorLayout::getHashes));
      default ->
          throw new UnsupportedFormatException(database, "role " + role + " in the " + record);
    };
  }

  /** Reads what {@link #hashes} wrote. */
  static HashRange getHashes(ByteReader in) throws CorruptionException {
    long first = in.getLong();
    long last = in.getLong();
    if (Long.compareUnsigned(first, last) > 0) {
      throw in.corrupt(
          "a last hash from " + Long.toUnsignedString(first, 16) + " on",
          Long.toUnsignedString(last, 16));
    }
    return new HashRange(first, last);
  }
}
