package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.ExportType;
import dev.varve.dynamodb.api.ExportViewType;
import dev.varve.dynamodb.api.IncrementalExportSpecification;
import dev.varve.dynamodb.catalog.HistoryRecord;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.history.Histories;
import dev.varve.dynamodb.refusal.BackupRefusals;
import dev.varve.dynamodb.refusal.TransferRefusals;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.formats.export.LineFormat;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which part of a table's past is exported. All of it is in the past: no change is made any more at
 * a time that it covers, but for the last millisecond of a full one.
 *
 * @param history of the table; null for the present, which needs none
 * @param from the beginning of an incremental export, inclusive; null for a full one
 * @param until the time of a full export, or the end of an incremental one, exclusive
 * @param view what an incremental export shows; null for a full one
 */
record ExportSpan(HistoryRecord history, Instant from, Instant until, ExportViewType view) {
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * What a request asks for.
   *
   * @throws ValidationException if it contradicts itself
   * @throws dev.varve.dynamodb.api.PointInTimeRecoveryUnavailableException if it asks for the past
   *     of a table without a history
   * @throws dev.varve.dynamodb.api.InvalidExportTimeException if the history does not reach there
   */
  static ExportSpan of(ExportTableToPointInTime request, Table table, Histories histories) {
    IncrementalExportSpecification incremental = request.incrementalExportSpecification();
    boolean isIncremental = request.exportType() == ExportType.INCREMENTAL_EXPORT;
    requireConsistent(request, isIncremental);
    Instant now = Instant.ofEpochMilli(histories.now());
    if (!isIncremental && request.exportTime() == null) {
      return new ExportSpan(null, null, now, null);
    }
    HistoryRecord history =
        histories.find(table).orElseThrow(() -> BackupRefusals.noPointInTime(table.name()));
    Instant earliest = Instant.ofEpochMilli(histories.earliest(history));
    if (!isIncremental) {
      requireWithin("ExportTime", request.exportTime(), earliest, now);
      return new ExportSpan(history, null, request.exportTime(), null);
    }
    Instant from = incremental.exportFromTime();
    Instant to = incremental.exportToTime() == null ? now : incremental.exportToTime();
    if (!from.isBefore(to)) {
      throw TransferRefusals.exportEndsBeforeItBegins();
    }
    Duration length = Duration.between(from, to);
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw TransferRefusals.exportPeriod();
    }
    requireWithin("ExportFromTime", from, earliest, now);
    requireWithin("ExportToTime", to, earliest, now);
    return new ExportSpan(
        history,
        from,
        to,
        Optional.ofNullable(incremental.exportViewType())
            .orElse(ExportViewType.NEW_AND_OLD_IMAGES));
  }

  private static void requireConsistent(ExportTableToPointInTime request, boolean isIncremental) {
    IncrementalExportSpecification incremental = request.incrementalExportSpecification();
    if (!isIncremental && incremental != null) {
      throw ValidationException.invalidValues(
          "IncrementalExportSpecification needs ExportType INCREMENTAL_EXPORT");
    }
    if (isIncremental && (incremental == null || incremental.exportFromTime() == null)) {
      throw ValidationException.invalidValues(
          "ExportType INCREMENTAL_EXPORT needs ExportFromTime in IncrementalExportSpecification");
    }
    if (isIncremental && request.exportTime() != null) {
      throw ValidationException.invalidValues("ExportType INCREMENTAL_EXPORT has no ExportTime");
    }
  }

  private static void requireWithin(String member, Instant time, Instant earliest, Instant now) {
    if (time.isBefore(earliest) || time.isAfter(now)) {
      throw TransferRefusals.invalidExportTime(member);
    }
  }

  /** Whether the history is needed. */
  boolean isOfHistory() {
    return history != null;
  }

  /** Whether only changes are exported. */
  boolean isIncremental() {
    return from != null;
  }

  /**
   * The rows of the export.
   *
   * @param moment the present, of this or a later time
   * @param format of their lines
   * @throws IllegalArgumentException if the table or its history is gone
   */
  ExportRows rows(
      StorageEngine engine, Histories histories, Table table, Snapshot moment, LineFormat format)
      throws IOException {
    if (history == null) {
      return new AllRows(engine, table, moment, null, format);
    }
    if (!isIncremental()) {
      long time = until.toEpochMilli();
      return new AllRows(
          engine, table, moment, histories.cursor(history, moment, time, time), format);
    }
    return new ChangedRows(
        engine,
        table,
        moment,
        histories.cursor(history, moment, before(from), before(until)),
        view == ExportViewType.NEW_AND_OLD_IMAGES,
        format);
  }

  /** The last millisecond before a time. */
  private static long before(Instant time) {
    return time.minusNanos(1).toEpochMilli();
  }
}
