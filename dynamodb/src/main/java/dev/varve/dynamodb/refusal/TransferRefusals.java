package dev.varve.dynamodb.refusal;

import dev.varve.dynamodb.api.ExportConflictException;
import dev.varve.dynamodb.api.ExportNotFoundException;
import dev.varve.dynamodb.api.ImportConflictException;
import dev.varve.dynamodb.api.ImportNotFoundException;
import dev.varve.dynamodb.api.InvalidExportTimeException;
import dev.varve.dynamodb.error.ValidationException;

/** The errors of exports and imports. */
public final class TransferRefusals {
  private TransferRefusals() {}

  /** There is no export of this ARN. */
  public static ExportNotFoundException noExport(String arn) {
    return new ExportNotFoundException("Export not found: " + arn);
  }

  /** There is no import of this ARN. */
  public static ImportNotFoundException noImport(String arn) {
    return new ImportNotFoundException("Import not found: " + arn);
  }

  /** Another export had this token. */
  public static ExportConflictException otherExport(String token) {
    return new ExportConflictException("Export with the same client token exists: " + token);
  }

  /** Another import had this token. */
  public static ImportConflictException otherImport(String token) {
    return new ImportConflictException("Import with the same client token exists: " + token);
  }

  /** The time is not one of which a table can be exported. */
  public static InvalidExportTimeException invalidExportTime(String member) {
    return new InvalidExportTimeException(
        "The specified " + member + " is outside of the point in time recovery window.");
  }

  /** A span of time ends before it has begun. */
  public static ValidationException exportEndsBeforeItBegins() {
    return new ValidationException(
        "Incremental export period from time should not be greater or equal to incremental export period to time");
  }

  /** A span of time is too short or too long. */
  public static ValidationException exportPeriod() {
    return new ValidationException(
        "Incremental export period must be at least 15 minutes and at most 24 hours");
  }

  /**
   * The database does not know where buckets are.
   *
   * @param operation that needs to know
   */
  public static ValidationException noBuckets(String operation) {
    return new ValidationException(
        operation
            + " needs a folder that stands for S3, which this database has not: VarveOptions.withBuckets or the server's --buckets names one");
  }
}
