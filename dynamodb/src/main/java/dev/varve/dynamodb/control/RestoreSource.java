package dev.varve.dynamodb.control;

import dev.varve.dynamodb.api.BackupDescription;
import dev.varve.dynamodb.api.RestoreSummary;
import dev.varve.dynamodb.api.SourceTableDetails;
import dev.varve.dynamodb.api.SourceTableFeatureDetails;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.catalog.BackupRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * What a table is made of: a backup, or another table as it was.
 *
 * @param what names it in messages: {@code the backup}
 * @param table the record of what is restored
 * @param details what a backup says of it
 * @param features what a backup says of it, beside
 * @param summary what the new table tells of its making
 */
public record RestoreSource(
    String what,
    TableRecord table,
    SourceTableDetails details,
    SourceTableFeatureDetails features,
    RestoreSummary summary) {

  /** A backup. */
  public static RestoreSource of(BackupRecord backup) {
    BackupDescription description = backup.description();
    SourceTableDetails details = description.sourceTableDetails().orElseThrow();
    return new RestoreSource(
        "the backup",
        backup.table(),
        details,
        description.sourceTableFeatureDetails().orElseThrow(),
        new RestoreSummary(
            Optional.of(backup.arn()),
            details.tableArn(),
            description.backupDetails().orElseThrow().backupCreationDateTime(),
            false));
  }

  /** A table as it was at a time, with the settings that it has now. */
  static RestoreSource of(TableRecord table, TableDescription described, Instant time) {
    return new RestoreSource(
        "the table",
        table,
        BackupDescriptions.source(described),
        BackupDescriptions.features(described, table.timeToLive()),
        new RestoreSummary(Optional.empty(), Optional.of(described.tableArn()), time, false));
  }
}
