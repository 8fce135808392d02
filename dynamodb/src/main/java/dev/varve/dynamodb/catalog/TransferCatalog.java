package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ImportTableDescription;
import dev.varve.dynamodb.api.json.ExportDescriptionJson;
import dev.varve.dynamodb.api.json.ImportTableDescriptionJson;
import dev.varve.dynamodb.api.json.JsonIn;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.ByteWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The part of the catalog that tells of exports and imports: what the operations answer that
 * describe them. Safe for use by many threads.
 */
public final class TransferCatalog {
  /** The format version that this release writes. */
  private static final int VERSION = 1;

  // Fields. Stored: never renumber.
  private static final int DESCRIPTION = 1;
  private static final Set<Integer> FIELDS = Set.of(DESCRIPTION);

  private final StorageEngine engine;
  private final int partition;
  private final Path database;

  /**
   * The part of a catalog.
   *
   * @param partition that holds the catalog
   * @param database the engine's directory, for error messages
   */
  TransferCatalog(StorageEngine engine, int partition, Path database) {
    this.engine = engine;
    this.partition = partition;
    this.database = database;
  }

  /** All exports by their ids, which are the last parts of their ARNs. */
  public Map<String, ExportDescription> exports() throws IOException {
    return all(CatalogLayout.EXPORT_PREFIX, "ExportDescription", ExportDescriptionJson::read);
  }

  /** All imports by their ids, which are the last parts of their ARNs. */
  public Map<String, ImportTableDescription> imports() throws IOException {
    return all(
        CatalogLayout.IMPORT_PREFIX, "ImportTableDescription", ImportTableDescriptionJson::read);
  }

  /** Keeps what is known of an export. Durable on return. */
  public void put(String id, ExportDescription description) throws IOException {
    put(CatalogLayout.EXPORT_PREFIX, id, encode(description));
  }

  /** Keeps what is known of an import. Durable on return. */
  public void put(String id, ImportTableDescription description) throws IOException {
    put(CatalogLayout.IMPORT_PREFIX, id, encode(description));
  }

  private void put(byte prefix, String id, byte[] value) throws IOException {
    engine.write(
        new WriteBatch().put(partition, CatalogLayout.key(prefix, id), value), Durability.SYNC);
  }

  private <T> Map<String, T> all(byte prefix, String shape, JsonIn.Reader<T> reader)
      throws IOException {
    Map<String, T> all = new TreeMap<>();
    byte[] first = {prefix};
    byte[] behind = {(byte) (prefix + 1)};
    try (Cursor cursor = engine.cursor(partition, CursorOptions.range(first, behind))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        byte[] key = cursor.key();
        String id = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
        all.put(id, decode(id, cursor.value(), shape, reader));
      }
    }
    return all;
  }

  static byte[] encode(ExportDescription description) {
    return encode(description, ExportDescriptionJson::write);
  }

  static byte[] encode(ImportTableDescription description) {
    return encode(description, ImportTableDescriptionJson::write);
  }

  private static <T> byte[] encode(T description, JsonOut.Writer<T> writer) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, DESCRIPTION, SettingsLayout.encode(description, writer));
    return out.toByteArray();
  }

  private <T> T decode(String id, byte[] value, String shape, JsonIn.Reader<T> reader)
      throws IOException {
    return TaggedFields.read(shape + " " + id, value, database, VERSION, FIELDS)
        .require(DESCRIPTION, SettingsLayout.decoder(shape, reader));
  }
}
