package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.api.BackupDescription;
import dev.varve.dynamodb.api.BackupDetails;
import dev.varve.dynamodb.api.SourceTableDetails;
import dev.varve.dynamodb.api.json.BackupDescriptionJson;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The bytes of a {@link BackupRecord}; the page is {@code docs/formats/catalog.md}. */
final class BackupLayout {
  /** The format version that this release writes. */
  private static final int VERSION = 1;

  // Fields. Stored: never renumber.
  private static final int NUMBER = 1;
  private static final int DESCRIPTION = 2;
  private static final int TABLE = 3;
  private static final int COUNTS = 4;
  private static final Set<Integer> FIELDS = Set.of(NUMBER, DESCRIPTION, TABLE, COUNTS);

  private BackupLayout() {}

  static byte[] encode(BackupRecord backup) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, NUMBER, backup.number());
    TaggedFields.put(
        out,
        DESCRIPTION,
        SettingsLayout.encode(backup.description(), BackupDescriptionJson::write));
    TaggedFields.put(out, TABLE, TableRecordLayout.encode(backup.table()));
    if (!backup.counts().isEmpty()) {
      TaggedFields.put(out, COUNTS, CatalogLayout.countList(backup.counts()));
    }
    return out.toByteArray();
  }

  /**
   * Reads a backup.
   *
   * @param database the engine's directory, for error messages
   * @throws dev.varve.io.UnsupportedFormatException if a newer release wrote it and this one would
   *     misunderstand it
   * @throws CorruptionException if the bytes are no such record
   */
  static BackupRecord decode(String id, byte[] value, Path database) throws IOException {
    String record = "record of backup " + id;
    TaggedFields fields = TaggedFields.read(record, value, database, VERSION, FIELDS);
    BackupDescription description =
        fields.require(
            DESCRIPTION, SettingsLayout.decoder("BackupDescription", BackupDescriptionJson::read));
    Optional<BackupDetails> details = description.backupDetails();
    Optional<SourceTableDetails> source = description.sourceTableDetails();
    if (details.isEmpty() || source.isEmpty()) {
      throw new CorruptionException(
          record, database, 0, "details of the backup and of its source", "none");
    }
    TableRecord table =
        fields.require(
            TABLE,
            in ->
                TableRecordLayout.decode(
                    source.get().tableName(),
                    in.getBytes(in.remaining()),
                    CatalogLayout.VERSION,
                    database));
    return new BackupRecord(
        id,
        fields.require(NUMBER, ByteReader::getVarintInt),
        description,
        table,
        fields.find(COUNTS, CatalogLayout::getCounts).orElse(Map.of()));
  }
}
