package dev.varve.dynamodb.refusal;

import dev.varve.dynamodb.api.BackupInUseException;
import dev.varve.dynamodb.api.BackupNotFoundException;
import dev.varve.dynamodb.api.ContinuousBackupsUnavailableException;
import dev.varve.dynamodb.api.InvalidRestoreTimeException;
import dev.varve.dynamodb.api.PointInTimeRecoveryUnavailableException;
import dev.varve.dynamodb.api.TableAlreadyExistsException;
import dev.varve.dynamodb.api.TableInUseException;
import dev.varve.dynamodb.api.TableNotFoundException;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.error.DynamoException;
import java.util.Locale;

/** The errors of the operations on backups, exports and imports, which have types of their own. */
public final class BackupRefusals {
  private BackupRefusals() {}

  /** There is no backup of this ARN. */
  public static BackupNotFoundException noBackup(String arn) {
    return new BackupNotFoundException("Backup not found: " + arn);
  }

  /**
   * Something else goes on with a backup.
   *
   * @param state what is being done, as a participle
   */
  public static BackupInUseException inUse(String state, String arn) {
    return new BackupInUseException("Backup is being " + state + ": " + arn);
  }

  /** There is no table of this name. */
  public static TableNotFoundException noTable(String name) {
    return new TableNotFoundException("Table not found: " + name);
  }

  /** A table is in a state in which it is neither backed up nor made of a backup. */
  public static TableInUseException tableInUse(TableStatus status, String name) {
    String state =
        switch (status) {
          case CREATING -> "created";
          case DELETING -> "deleted";
          case UPDATING -> "updated";
          case ACTIVE,
              ARCHIVED,
              ARCHIVING,
              INACCESSIBLE_ENCRYPTION_CREDENTIALS,
              REPLICATION_NOT_AUTHORIZED ->
              status.text().toLowerCase(Locale.ROOT);
        };
    return new TableInUseException("Table is being " + state + ": " + name);
  }

  /** A table is in a state in which its continuous backups neither begin nor end. */
  public static ContinuousBackupsUnavailableException noContinuousBackups(
      TableStatus status, String name) {
    String state = status == TableStatus.CREATING ? "created" : "deleted";
    return new ContinuousBackupsUnavailableException(
        "Continuous backups are not available, table is being " + state + ": " + name);
  }

  /** A table has no continuous backups. */
  public static PointInTimeRecoveryUnavailableException noPointInTime(String table) {
    return new PointInTimeRecoveryUnavailableException(
        "Point in time recovery is not enabled for table '" + table + "'");
  }

  /** The time is not one to which the table can be brought back. */
  public static InvalidRestoreTimeException invalidRestoreTime() {
    return new InvalidRestoreTimeException(
        "RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime.");
  }

  /** A table that is to be made is there already. */
  public static DynamoException tableExists(TableStatus status, String name) {
    return status == TableStatus.CREATING || status == TableStatus.DELETING
        ? tableInUse(status, name)
        : new TableAlreadyExistsException("Table already exists: " + name);
  }
}
