package dev.varve.dynamodb.control;

import dev.varve.dynamodb.api.BackupDescription;
import dev.varve.dynamodb.api.BackupStatus;
import dev.varve.dynamodb.api.BackupSummary;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.catalog.BackupRecord;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.refusal.BackupRefusals;
import dev.varve.dynamodb.table.ResourceIds;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.table.Tables;
import dev.varve.engine.Checkpoint;
import dev.varve.io.Clock;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * The backups of a database. One keeps what a table and its indexes held between two writes: the
 * moment is taken while all key locks are held, so that the counts of items belong to it; the rest
 * goes on beside writers. Backups have nothing to do with the table any more, and outlive it.
 *
 * <p>What changes backups is done under the monitor of the control plane: no table is created,
 * changed or deleted meanwhile. Safe for use by many threads that hold no key's lock.
 */
public final class Backups {
  private static final String RESOURCE = "/backup/";

  private final Catalog catalog;
  private final ControlPlane control;
  private final Tables tables;
  private final KeyLocks locks;
  private final Clock clock;
  private final Delays delays;
  private final TableDescriptions descriptions;
  private final NavigableMap<String, Kept> byId = new ConcurrentSkipListMap<>();

  /**
   * A backup that is known.
   *
   * @param createdNanos when it was created, by the clock's {@code nanoTime}; empty if that was
   *     before the database was opened
   */
  private record Kept(BackupRecord backup, Optional<Long> createdNanos) {}

  /**
   * The backups of a catalog, which {@link #open} makes known.
   *
   * @param delays how long backups and tables are shown as being created
   */
  public Backups(
      Catalog catalog,
      ControlPlane control,
      Tables tables,
      KeyLocks locks,
      Clock clock,
      Delays delays,
      TableDescriptions descriptions) {
    this.catalog = catalog;
    this.control = control;
    this.tables = tables;
    this.locks = locks;
    this.clock = clock;
    this.delays = delays;
    this.descriptions = descriptions;
  }

  /** Makes the backups of the catalog known. */
  public void open() throws IOException {
    for (BackupRecord backup : catalog.backups().all()) {
      byId.put(backup.id(), new Kept(backup, Optional.empty()));
    }
  }

  /**
   * Backs a table up. Durable on return.
   *
   * @param table its name or its ARN
   * @return the backup, in the state in which it is created
   * @throws dev.varve.dynamodb.api.TableNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.api.TableInUseException if it is being created or deleted
   */
  public BackupDescription create(String table, String name) throws IOException {
    synchronized (control) {
      Table source = source(TableArns.name(table));
      Instant created = Instant.ofEpochMilli(clock.epochMillis());
      int number = catalog.backupNumber();
      String id = ResourceIds.of(created, number);
      String arn = descriptions.place().tableArn(source.name()) + RESOURCE + id;
      TableDescription described = descriptions.of(source);
      BackupRecord backup;
      Map<Integer, Long> counts = new HashMap<>();
      try (Checkpoint moment = moment(source, counts)) {
        backup =
            catalog
                .backups()
                .create(
                    id,
                    number,
                    BackupDescriptions.of(
                        described, source.record().timeToLive(), arn, name, created),
                    source.record(),
                    moment,
                    counts);
      }
      byId.put(id, new Kept(backup, Optional.of(clock.nanoTime())));
      return BackupDescriptions.in(BackupStatus.CREATING, backup.description());
    }
  }

  private Table source(String name) {
    Table table = tables.present(name).orElseThrow(() -> BackupRefusals.noTable(name));
    TableStatus status = table.status();
    if (status == TableStatus.CREATING || status == TableStatus.DELETING) {
      throw BackupRefusals.tableInUse(status, name);
    }
    return table;
  }

  /** The present moment of a table, with the counts of items and entries that belong to it. */
  private Checkpoint moment(Table table, Map<Integer, Long> counts) throws IOException {
    locks.lockAll();
    try {
      putKnown(counts, table.partitions());
      table.indexes().forEach(index -> putKnown(counts, index.partitions()));
      return catalog.backups().checkpoint(table.record());
    } finally {
      locks.unlockAll();
    }
  }

  static void putKnown(Map<Integer, Long> counts, List<ItemPartition> partitions) {
    for (ItemPartition partition : partitions) {
      partition.itemCount().ifKnown().ifPresent(count -> counts.put(partition.id(), count));
    }
  }

  /**
   * The backup of an ARN.
   *
   * @throws dev.varve.dynamodb.api.BackupNotFoundException if there is none
   */
  public BackupDescription describe(String arn) {
    return described(find(arn));
  }

  private Kept find(String arn) {
    int part = arn.indexOf(RESOURCE);
    Kept kept = part < 0 ? null : byId.get(arn.substring(part + RESOURCE.length()));
    // Who may have it has been judged by the whole ARN: no other one stands for it.
    if (kept == null || !kept.backup().arn().equals(arn)) {
      throw BackupRefusals.noBackup(arn);
    }
    return kept;
  }

  private BackupDescription described(Kept kept) {
    return BackupDescriptions.in(
        isBeingCreated(kept) ? BackupStatus.CREATING : BackupStatus.AVAILABLE,
        kept.backup().description());
  }

  private boolean isBeingCreated(Kept kept) {
    return kept.createdNanos()
        .filter(created -> clock.nanoTime() - created < delays.creating().toNanos())
        .isPresent();
  }

  /**
   * The backups with ids above one, in the order of their ids, which is that of their creation.
   *
   * @param after null for all
   */
  public List<BackupSummary> list(String after) {
    NavigableMap<String, Kept> rest = after == null ? byId : byId.tailMap(after, false);
    return rest.values().stream().map(kept -> BackupDescriptions.summary(described(kept))).toList();
  }

  /** The id in the ARN of a backup that may be gone. */
  public static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /**
   * Deletes a backup.
   *
   * @return the backup, in the state in which it is left
   * @throws dev.varve.dynamodb.api.BackupNotFoundException if there is none
   * @throws dev.varve.dynamodb.api.BackupInUseException if it is being created, or a table is being
   *     made of it
   * @throws IOException if the deletion cannot be written down: the backup is as it was then; or if
   *     only its files cannot be dropped: the next opening does it
   */
  public BackupDescription delete(String arn) throws IOException {
    synchronized (control) {
      Kept kept = find(arn);
      BackupRecord backup = kept.backup();
      requireCreated(kept);
      for (Table table : tables.all()) {
        if (table.status() == TableStatus.CREATING && isMadeOf(backup, table.record())) {
          throw BackupRefusals.inUse("restored to table " + table.name(), backup.arn());
        }
      }
      catalog.backups().remove(backup);
      byId.remove(backup.id());
      try {
        catalog.backups().drop(backup);
      } catch (IOException e) {
        throw ControlPlane.filesStay("backup " + backup.arn(), e);
      }
      return BackupDescriptions.in(BackupStatus.DELETED, backup.description());
    }
  }

  private static boolean isMadeOf(BackupRecord backup, TableRecord table) {
    return table
        .settings()
        .description()
        .restoreSummary()
        .flatMap(summary -> summary.sourceBackupArn())
        .filter(backup.arn()::equals)
        .isPresent();
  }

  private void requireCreated(Kept kept) {
    if (isBeingCreated(kept)) {
      throw BackupRefusals.inUse("created", kept.backup().arn());
    }
  }

  /**
   * Makes a table of a backup. Durable on return.
   *
   * @param plan the table that is to be, of what the backup holds; may refuse
   * @throws dev.varve.dynamodb.api.BackupNotFoundException if there is no such backup
   * @throws dev.varve.dynamodb.api.BackupInUseException if it is being created
   * @throws dev.varve.dynamodb.api.TableAlreadyExistsException if there is a table of the plan's
   *     name
   * @throws dev.varve.dynamodb.api.TableInUseException if that is being created or deleted
   */
  public Table restore(String arn, Function<BackupRecord, TablePlan> plan) throws IOException {
    Table table;
    synchronized (control) {
      Kept kept = find(arn);
      requireCreated(kept);
      TablePlan planned = plan.apply(kept.backup());
      tables
          .present(planned.name())
          .ifPresent(present -> {
            throw BackupRefusals.tableExists(present.status(), present.name());
          });
      if (control.isReserved(planned.name())) {
        throw BackupRefusals.tableInUse(TableStatus.CREATING, planned.name());
      }
      table = control.restore(kept.backup(), planned);
    }
    control.buildUnfinished(table);
    return table;
  }
}
