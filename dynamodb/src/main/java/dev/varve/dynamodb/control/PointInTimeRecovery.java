package dev.varve.dynamodb.control;

import dev.varve.dynamodb.api.ContinuousBackupsDescription;
import dev.varve.dynamodb.api.ContinuousBackupsStatus;
import dev.varve.dynamodb.api.PointInTimeRecoveryDescription;
import dev.varve.dynamodb.api.PointInTimeRecoverySpecification;
import dev.varve.dynamodb.api.PointInTimeRecoveryStatus;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.catalog.HistoryRecord;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.changes.HistoryCursor;
import dev.varve.dynamodb.changes.ItemPast;
import dev.varve.dynamodb.history.Histories;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.refusal.BackupRefusals;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.write.Reversals;
import dev.varve.engine.Checkpoint;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Continuous backups: keeps the histories of tables, and makes tables as others were at a time.
 *
 * <p>Such a table begins as a copy of the present, which shares its files with the source. Then
 * what changed later is undone in the copy, item by item, with the entries in its indexes. Only
 * when all is done the catalog gets to know the table: what a crash leaves before is dropped by the
 * next opening. It takes as long as the items that have changed since need.
 *
 * <p>Safe for use by many threads that hold no key's lock.
 */
public final class PointInTimeRecovery {
  /** For how long a history is kept unless a request says otherwise: the longest. */
  private static final int DEFAULT_DAYS = 35;

  private final StorageEngine engine;
  private final Path database;
  private final Catalog catalog;
  private final ControlPlane control;
  private final Tables tables;
  private final KeyLocks locks;
  private final Histories histories;
  private final Reversals reversals;
  private final TableDescriptions descriptions;

  /**
   * Continuous backups of a database.
   *
   * @param database the engine's directory, for error messages
   */
  public PointInTimeRecovery(
      StorageEngine engine,
      Path database,
      Catalog catalog,
      ControlPlane control,
      Tables tables,
      KeyLocks locks,
      Histories histories,
      Reversals reversals,
      TableDescriptions descriptions) {
    this.engine = engine;
    this.database = database;
    this.catalog = catalog;
    this.control = control;
    this.tables = tables;
    this.locks = locks;
    this.histories = histories;
    this.reversals = reversals;
    this.descriptions = descriptions;
  }

  /**
   * Describes the continuous backups of a table.
   *
   * @throws dev.varve.dynamodb.api.TableNotFoundException if there is no such table
   */
  public ContinuousBackupsDescription describe(String name) {
    return description(histories.find(find(name)));
  }

  private Table find(String name) {
    return tables.present(name).orElseThrow(() -> BackupRefusals.noTable(name));
  }

  private ContinuousBackupsDescription description(Optional<HistoryRecord> history) {
    PointInTimeRecoveryDescription.Builder recovery =
        PointInTimeRecoveryDescription.builder()
            .pointInTimeRecoveryStatus(
                history.isPresent()
                    ? PointInTimeRecoveryStatus.ENABLED
                    : PointInTimeRecoveryStatus.DISABLED);
    history.ifPresent(kept ->
        recovery
            .recoveryPeriodInDays(kept.periodDays())
            .earliestRestorableDateTime(Instant.ofEpochMilli(histories.earliest(kept)))
            .latestRestorableDateTime(Instant.ofEpochMilli(histories.now())));
    return ContinuousBackupsDescription.builder()
        .continuousBackupsStatus(ContinuousBackupsStatus.ENABLED)
        .pointInTimeRecoveryDescription(recovery.build())
        .build();
  }

  /**
   * Begins, changes or ends the continuous backups of a table. Durable on return.
   *
   * @throws dev.varve.dynamodb.api.TableNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.api.ContinuousBackupsUnavailableException if it is being created or
   *     deleted
   */
  public ContinuousBackupsDescription update(String name, PointInTimeRecoverySpecification wanted)
      throws IOException {
    synchronized (control) {
      Table table = find(name);
      TableStatus status = table.status();
      if (status == TableStatus.CREATING || status == TableStatus.DELETING) {
        throw BackupRefusals.noContinuousBackups(status, name);
      }
      Optional<HistoryRecord> present = histories.find(table);
      if (!wanted.pointInTimeRecoveryEnabled()) {
        if (present.isPresent()) {
          histories.end(table);
        }
      } else if (present.isEmpty()) {
        histories.begin(
            table,
            wanted.recoveryPeriodInDays() == null ? DEFAULT_DAYS : wanted.recoveryPeriodInDays());
      } else if (wanted.recoveryPeriodInDays() != null
          && wanted.recoveryPeriodInDays() != present.get().periodDays()) {
        histories.keepFor(table, wanted.recoveryPeriodInDays());
      }
      return description(histories.find(table));
    }
  }

  /**
   * Makes a table as another was at a time. Durable on return.
   *
   * @param name of the source
   * @param time null for the latest
   * @param plan the table that is to be, of the source; may refuse
   * @throws dev.varve.dynamodb.api.TableNotFoundException if there is no such source
   * @throws dev.varve.dynamodb.api.TableInUseException if the source, or a table of the plan's
   *     name, is being created or deleted
   * @throws dev.varve.dynamodb.api.PointInTimeRecoveryUnavailableException if the source has no
   *     continuous backups
   * @throws dev.varve.dynamodb.api.InvalidRestoreTimeException if the time is not within them
   * @throws dev.varve.dynamodb.api.TableAlreadyExistsException if there is a table of the plan's
   *     name
   */
  public Table restore(String name, Instant time, Function<RestoreSource, TablePlan> plan)
      throws IOException {
    control.keepLogs();
    Table made;
    try (Copy copy = begin(name, time, plan)) {
      copy.undo();
      made = copy.finish();
    }
    control.buildUnfinished(made);
    return made;
  }

  private Copy begin(String name, Instant time, Function<RestoreSource, TablePlan> plan)
      throws IOException {
    synchronized (control) {
      Table source = find(name);
      TableStatus status = source.status();
      if (status == TableStatus.CREATING || status == TableStatus.DELETING) {
        throw BackupRefusals.tableInUse(status, name);
      }
      HistoryRecord history =
          histories.find(source).orElseThrow(() -> BackupRefusals.noPointInTime(name));
      long now = histories.now();
      long millis = time == null ? now : time.toEpochMilli();
      if (millis > now || millis < histories.earliest(history)) {
        throw BackupRefusals.invalidRestoreTime();
      }
      TablePlan planned =
          plan.apply(
              RestoreSource.of(
                  source.record(), descriptions.of(source), Instant.ofEpochMilli(millis)));
      tables
          .present(planned.name())
          .ifPresent(present -> {
            throw BackupRefusals.tableExists(present.status(), present.name());
          });
      if (!control.reserve(planned.name())) {
        throw BackupRefusals.tableInUse(TableStatus.CREATING, planned.name());
      }
      boolean begun = false;
      try {
        Copy copy = copy(source, history, planned, millis);
        begun = true;
        return copy;
      } finally {
        if (!begun) {
          control.release(planned.name());
        }
      }
    }
  }

  /** Copies the present of a table, and finds what of it is to be undone. */
  private Copy copy(Table source, HistoryRecord history, TablePlan plan, long millis)
      throws IOException {
    Map<Integer, Long> counts = new HashMap<>();
    Checkpoint present;
    Snapshot moment;
    locks.lockAll();
    try {
      Backups.putKnown(counts, source.partitions());
      source.indexes().forEach(index -> Backups.putKnown(counts, index.partitions()));
      present = catalog.backups().checkpoint(source.record(), plan.indexes());
      moment = engine.snapshot();
    } finally {
      locks.unlockAll();
    }
    try (present;
        moment) {
      long created = histories.now();
      HistoryCursor past = histories.cursor(history, moment, millis, millis);
      boolean copied = false;
      try {
        TableRecord record =
            catalog.copy(
                source.record(),
                present,
                plan.name(),
                created,
                plan.indexes(),
                number -> plan.settings().of(number, created));
        Copy copy = new Copy(Table.of(record, database, countsOf(source, record, counts)), past);
        copied = true;
        return copy;
      } finally {
        if (!copied) {
          past.close();
        }
      }
    }
  }

  /** The counts of a source, for the partitions of its copy. */
  private static Map<Integer, Long> countsOf(
      Table source, TableRecord copy, Map<Integer, Long> counts) {
    Map<Integer, Long> known = new HashMap<>();
    put(known, counts, source.record().partitions(), copy.partitions());
    for (IndexRecord index : copy.indexes()) {
      for (Index from : source.indexes()) {
        if (from.name().equals(index.name())) {
          put(known, counts, from.record().partitions(), index.partitions());
        }
      }
    }
    return known;
  }

  private static void put(
      Map<Integer, Long> known,
      Map<Integer, Long> counts,
      List<TableRecord.PartitionStart> from,
      List<TableRecord.PartitionStart> to) {
    for (int place = 0; place < to.size(); place++) {
      Long count = counts.get(from.get(place).partition());
      if (count != null) {
        known.put(to.get(place).partition(), count);
      }
    }
  }

  /** A table that nobody knows yet, whose name is reserved. Closing drops it unless it is known. */
  private final class Copy implements AutoCloseable {
    private final Table table;
    private final HistoryCursor past;

    /** From the attempt on: a write that fails may have happened. */
    private boolean isKnown;

    private Copy(Table table, HistoryCursor past) {
      this.table = table;
      this.past = past;
    }

    /** Undoes what is later than the time. */
    private void undo() throws IOException {
      Reversals.OfTable changes = reversals.of(table);
      for (ItemPast item = past.next(); item != null; item = past.next()) {
        changes.put(item.key(), item.after());
      }
      changes.flush();
    }

    /** Makes the table known. */
    private Table finish() throws IOException {
      isKnown = true;
      control.add(table);
      return table;
    }

    @Override
    public void close() throws IOException {
      past.close();
      control.release(table.name());
      if (!isKnown) {
        drop();
      }
    }

    private void drop() throws IOException {
      List<Integer> partitions = new ArrayList<>();
      table.record().partitions().forEach(start -> partitions.add(start.partition()));
      table
          .record()
          .indexes()
          .forEach(index -> index.partitions().forEach(start -> partitions.add(start.partition())));
      engine.dropPartitions(partitions);
    }
  }
}
