package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.api.ContributorInsightsMode;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of the catalog that tells of contributor insights; the page is {@code
 * docs/formats/catalog.md}. Safe for use by many threads.
 */
public final class InsightCatalog {
  /** The format version that this release writes. */
  private static final int VERSION = 1;

  // Fields. Stored: never renumber.
  private static final int STATUS = 1;
  private static final int MODE = 2;
  private static final int CREATED = 3;
  private static final int CHANGED = 4;
  private static final Set<Integer> FIELDS = Set.of(STATUS, MODE, CREATED, CHANGED);

  // States and modes. Stored: never renumber.
  private static final int ENABLED = 1;
  private static final int DISABLED = 2;
  private static final int ACCESSED_AND_THROTTLED = 1;
  private static final int THROTTLED = 2;

  private static final int KEY_BYTES = 1 + 2 * Integer.BYTES;

  private final StorageEngine engine;
  private final int partition;
  private final Path database;

  /**
   * The part of a catalog.
   *
   * @param partition that holds the catalog
   * @param database the engine's directory, for error messages
   */
  InsightCatalog(StorageEngine engine, int partition, Path database) {
    this.engine = engine;
    this.partition = partition;
    this.database = database;
  }

  /** All settings, by the numbers of their tables and indexes. */
  public List<InsightRecord> all() throws IOException {
    List<InsightRecord> all = new ArrayList<>();
    byte[] first = {CatalogLayout.INSIGHT_PREFIX};
    byte[] behind = {(byte) (CatalogLayout.INSIGHT_PREFIX + 1)};
    try (Cursor cursor = engine.cursor(partition, CursorOptions.range(first, behind))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        all.add(decode(decodeKey(cursor.key(), database), cursor.value(), database));
      }
    }
    return all;
  }

  /** The setting of a table or an index, if there is one. */
  public Optional<InsightRecord> find(InsightRecord.Key key) throws IOException {
    byte[] value = engine.get(partition, encode(key));
    return value == null ? Optional.empty() : Optional.of(decode(key, value, database));
  }

  /** Keeps a setting. Durable on return. */
  public void put(InsightRecord record) throws IOException {
    engine.write(
        new WriteBatch().put(partition, encode(record.key()), encode(record)), Durability.SYNC);
  }

  /** Removes a setting. Durable on return. */
  public void delete(InsightRecord.Key key) throws IOException {
    engine.write(new WriteBatch().delete(partition, encode(key)), Durability.SYNC);
  }

  /** Removes, with a table's removal, all that are its. */
  void deleteAll(WriteBatch batch, int table) throws IOException {
    for (InsightRecord.Key key : keys(table)) {
      batch.delete(partition, encode(key));
    }
  }

  /** Removes, with a table's change, those of indexes that it has no more. */
  void keepOnly(WriteBatch batch, int table, List<IndexRecord> indexes) throws IOException {
    for (InsightRecord.Key key : keys(table)) {
      if (key.index() != InsightRecord.Key.NO_INDEX
          && indexes.stream().noneMatch(index -> index.id() == key.index())) {
        batch.delete(partition, encode(key));
      }
    }
  }

  private List<InsightRecord.Key> keys(int table) throws IOException {
    List<InsightRecord.Key> keys = new ArrayList<>();
    byte[] first = encode(new InsightRecord.Key(table, InsightRecord.Key.NO_INDEX));
    byte[] behind = encode(new InsightRecord.Key(table + 1, InsightRecord.Key.NO_INDEX));
    try (Cursor cursor = engine.cursor(partition, CursorOptions.range(first, behind))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        keys.add(decodeKey(cursor.key(), database));
      }
    }
    return keys;
  }

  static byte[] encode(InsightRecord.Key key) {
    return ByteBuffer.allocate(KEY_BYTES)
        .put(CatalogLayout.INSIGHT_PREFIX)
        .putInt(key.table())
        .putInt(key.index())
        .array();
  }

  static InsightRecord.Key decodeKey(byte[] key, Path database) throws CorruptionException {
    if (key.length != KEY_BYTES) {
      throw new CorruptionException(
          "catalog key of insights",
          database,
          0,
          KEY_BYTES + " bytes",
          Integer.toString(key.length));
    }
    ByteBuffer in = ByteBuffer.wrap(key, 1, KEY_BYTES - 1);
    return new InsightRecord.Key(in.getInt(), in.getInt());
  }

  static byte[] encode(InsightRecord record) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, STATUS, record.enabled() ? ENABLED : DISABLED);
    TaggedFields.put(
        out,
        MODE,
        switch (record.mode()) {
          case ACCESSED_AND_THROTTLED_KEYS -> ACCESSED_AND_THROTTLED;
          case THROTTLED_KEYS -> THROTTLED;
        });
    TaggedFields.put(out, CREATED, record.createdMillis());
    TaggedFields.put(out, CHANGED, record.changedMillis());
    return out.toByteArray();
  }

  /**
   * Reads a setting.
   *
   * @throws dev.varve.io.UnsupportedFormatException if a newer release wrote it and this one would
   *     misunderstand it
   * @throws CorruptionException if the bytes are none
   */
  static InsightRecord decode(InsightRecord.Key key, byte[] value, Path database)
      throws IOException {
    TaggedFields fields =
        TaggedFields.read(
            "insights of table " + key.table() + " and index " + key.index(),
            value,
            database,
            VERSION,
            FIELDS);
    return new InsightRecord(
        key,
        fields.require(STATUS, InsightCatalog::getStatus),
        fields.require(MODE, InsightCatalog::getMode),
        fields.require(CREATED, ByteReader::getVarint),
        fields.require(CHANGED, ByteReader::getVarint));
  }

  private static boolean getStatus(ByteReader in) throws CorruptionException {
    int status = in.getVarintInt();
    return switch (status) {
      case ENABLED -> true;
      case DISABLED -> false;
      default -> throw in.corrupt("a status of insights", Integer.toString(status));
    };
  }

  private static ContributorInsightsMode getMode(ByteReader in) throws CorruptionException {
    int mode = in.getVarintInt();
    return switch (mode) {
      case ACCESSED_AND_THROTTLED -> ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS;
      case THROTTLED -> ContributorInsightsMode.THROTTLED_KEYS;
      default -> throw in.corrupt("a mode of insights", Integer.toString(mode));
    };
  }
}
