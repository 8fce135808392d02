package dev.varve.dynamodb.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.catalog.BackupRecord;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.catalog.TimeToLiveRecord;
import dev.varve.dynamodb.history.Histories;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stream.StreamLifecycle;
import dev.varve.dynamodb.table.Expiry;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.table.Transition;
import dev.varve.io.Clock;
import dev.varve.io.NeverWaits;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Creates, changes and deletes tables, one at a time, each step durable before it is shown.
 *
 * <p>A table that is deleted is marked while all key locks are held, and so are its indexes
 * changed: writers look under their locks, so no write goes to a partition that is being dropped,
 * and none misses an index. If a deletion then cannot be written down, the mark is taken back.
 *
 * <p>Safe for use by many threads that hold no key's lock.
 */
public final class ControlPlane {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");

  /** Longer than a program runs. */
  private static final Duration UNTIL_TOLD = Duration.ofDays(36_500);

  private final Catalog catalog;
  private final Path database;
  private final Tables tables;
  private final KeyLocks locks;
  private final Clock clock;
  private final Delays delays;
  private final IndexBuilder builder;
  private final StreamLifecycle streams;
  private final Histories histories;

  /** Names of tables that are being made and cannot be seen yet. */
  @GuardedBy("this")
  private final Set<String> reserved = new HashSet<>();

  /** Whether a thread is in {@link #keepLogs}: others go on. */
  private final AtomicBoolean keepingLogs = new AtomicBoolean();

  /**
   * A control plane.
   *
   * @param database the engine's directory, for error messages
   * @param delays how long tables are shown in transient states
   * @param builder of the indexes that are added to tables
   * @param streams of the tables
   * @param histories of the tables
   */
  public ControlPlane(
      Catalog catalog,
      Path database,
      Tables tables,
      KeyLocks locks,
      Clock clock,
      Delays delays,
      IndexBuilder builder,
      StreamLifecycle streams,
      Histories histories) {
    this.catalog = catalog;
    this.database = database;
    this.tables = tables;
    this.locks = locks;
    this.clock = clock;
    this.delays = delays;
    this.builder = builder;
    this.streams = streams;
    this.histories = histories;
  }

  /**
   * Makes the tables of the catalog with their streams and histories known, and goes on building
   * indexes that are not whole.
   *
   * @param readOnly whether to write nothing
   */
  public synchronized void open(boolean readOnly) throws IOException {
    streams.open(readOnly);
    histories.open(readOnly);
    for (TableRecord record : catalog.tables()) {
      Table table = Table.of(record, database, catalog.counts());
      streams.resume(table, readOnly);
      histories.resume(table);
      tables.add(table);
      if (!readOnly) {
        buildUnfinished(table);
      }
    }
  }

  /** Begins to build the indexes of a table that are not whole. */
  void buildUnfinished(Table table) throws IOException {
    TableRecord record = table.record();
    for (IndexRecord index : record.indexes()) {
      if (index.status() == IndexRecord.Status.CREATING) {
        build(table, index);
      }
    }
    if (record.timeToLive().isPresent()
        && record.timeToLive().get().status() == TimeToLiveRecord.Status.BUILDING) {
      buildExpiry(table);
    }
  }

  /**
   * Creates a table.
   *
   * @param plan its name, keys, indexes and settings
   * @throws dev.varve.dynamodb.api.ResourceInUseException if there is one of its name
   */
  public Table create(TablePlan plan) throws IOException {
    return create(plan, delays.creating());
  }

  /**
   * Creates a table that is shown as being created until {@link #showWhole}, or until the database
   * is opened again.
   *
   * @param plan its name, keys, indexes and settings
   * @throws dev.varve.dynamodb.api.ResourceInUseException if there is one of its name
   */
  public Table createToBeFilled(TablePlan plan) throws IOException {
    return create(plan, UNTIL_TOLD);
  }

  /** Shows a table that was to be filled. */
  public void showWhole(Table table) {
    show(table, TableStatus.CREATING, List.of(), Duration.ZERO);
  }

  private synchronized Table create(TablePlan plan, Duration shown) throws IOException {
    if (tables.present(plan.name()).isPresent() || reserved.contains(plan.name())) {
      throw Refusals.tableExists(plan.name());
    }
    // The partitions of a table whose record was not written are dropped by the next start. Not
    // here: a write that failed may have happened.
    long created = clock.epochMillis();
    TableRecord record =
        catalog.create(
            plan.name(),
            created,
            plan.partitionKey(),
            plan.sortKey(),
            plan.partitions(),
            plan.indexes(),
            number -> labelled(plan.name(), plan.settings().of(number, created)));
    Map<Integer, Long> counts = new HashMap<>();
    record.partitions().forEach(start -> counts.put(start.partition(), 0L));
    record
        .indexes()
        .forEach(index -> index.partitions().forEach(start -> counts.put(start.partition(), 0L)));
    Table table = Table.of(record, database, counts);
    if (StreamLifecycle.isWanted(record)) {
      streams.enable(table, record);
    }
    show(table, TableStatus.CREATING, List.of(), shown);
    tables.add(table);
    return table;
  }

  /**
   * Creates a table that holds what a backup does. Indexes that were not whole in it are not built:
   * {@link #buildUnfinished} is the next step.
   *
   * @param plan of the table; its indexes are some of the backup's, and there is none of its name
   */
  synchronized Table restore(BackupRecord backup, TablePlan plan) throws IOException {
    long created = clock.epochMillis();
    TableRecord record =
        catalog.restore(
            backup,
            plan.name(),
            created,
            plan.indexes(),
            number -> plan.settings().of(number, created));
    Table table = Table.of(record, database, backup.countsOf(record));
    show(table, TableStatus.CREATING, List.of(), delays.creating());
    tables.add(table);
    return table;
  }

  /**
   * Keeps a name for a table that is being made and cannot be seen yet: no other gets it before
   * {@link #release}.
   *
   * @return false if another is being made of this name
   */
  synchronized boolean reserve(String name) {
    return reserved.add(name);
  }

  /** Whether a table of this name is being made and cannot be seen yet. */
  synchronized boolean isReserved(String name) {
    return reserved.contains(name);
  }

  /** Gives a name free that was reserved. */
  synchronized void release(String name) {
    reserved.remove(name);
  }

  /** Adds a table that has been made, under the name that was reserved for it. */
  synchronized void add(Table made) throws IOException {
    catalog.update(made.record());
    show(made, TableStatus.CREATING, List.of(), delays.creating());
    tables.add(made);
  }

  /** Settings of a table whose stream, if it is to have one, begins now. */
  private TableSettings labelled(String name, TableSettings settings) {
    return settings.description().streamSpecification().isPresent()
        ? streams.labelled(name, settings)
        : settings;
  }

  private void show(Table table, TableStatus status, List<IndexRecord> leaving, Duration length) {
    table.show(Transition.begin(status, leaving, clock, length));
  }

  /** The table of a name, whatever its state. */
  private Table find(String name) {
    return tables.present(name).orElseThrow(() -> Refusals.noTable(name));
  }

  /**
   * Changes a table.
   *
   * @param plan what to do to the table as it is; may refuse
   * @return the table as the change left it
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is none
   * @throws dev.varve.dynamodb.api.ResourceInUseException if the table is not active
   * @throws dev.varve.dynamodb.api.LimitExceededException if an index of it is being created or
   *     deleted, and the change is another creation or deletion
   */
  public UpdatedTable update(String name, Function<TableRecord, TableChange> plan)
      throws IOException {
    Table table;
    TableChange change;
    TableRecord changed;
    synchronized (this) {
      table = find(name);
      requireActive(table);
      change = plan.apply(table.record());
      apply(table, change);
      changed = table.record();
    }
    // Outside of the monitor: the builder's progress comes back into it.
    if (change instanceof TableChange.AddIndex add) {
      build(table, changed.index(add.definition().name()).orElseThrow());
    } else if (change instanceof TableChange.EnableTimeToLive) {
      buildExpiry(table);
    }
    return new UpdatedTable(table, changed, change);
  }

  private static void requireActive(Table table) {
    switch (table.status()) {
      case ACTIVE -> {}
      case CREATING -> throw Refusals.tableInUse("created", table.name());
      case UPDATING -> throw Refusals.tableInUse("updated", table.name());
      case DELETING -> throw Refusals.tableInUse("deleted", table.name());
      case ARCHIVED, ARCHIVING, INACCESSIBLE_ENCRYPTION_CREDENTIALS, REPLICATION_NOT_AUTHORIZED ->
          throw new AssertionError("a table that is " + table.status());
    }
  }

  private void apply(Table table, TableChange change) throws IOException {
    TableRecord record = table.record();
    List<IndexRecord> leaving = List.of();
    switch (change) {
      case TableChange.None() -> {
        return;
      }
      case TableChange.Settings(TableSettings settings) -> change(table, settings);
      case TableChange.AddIndex(IndexRecord definition, TableSettings settings) -> {
        requireNoIndexUnderWay(table);
        install(table, catalog.createIndex(record.with(settings), definition));
      }
      case TableChange.RemoveIndex(IndexRecord index, TableSettings settings) -> {
        requireNoIndexUnderWay(table, index);
        write(table, record.withoutIndex(index.name()).with(settings));
        leaving = List.of(index.with(IndexRecord.Status.DELETING, false));
        dropEntries(index);
      }
      case TableChange.EnableTimeToLive(String attribute, long nowMillis) -> {
        install(table, catalog.createExpiry(record, attribute, nowMillis));
        return;
      }
      case TableChange.DisableTimeToLive(TimeToLiveRecord present, long nowMillis) -> {
        write(table, record.with(present.disabled(nowMillis)));
        dropExpiry(table, present);
        return;
      }
    }
    show(table, TableStatus.UPDATING, leaving, delays.updating());
  }

  private void change(Table table, TableSettings settings) throws IOException {
    TableRecord changed = table.record().with(settings);
    boolean hasStream = StreamLifecycle.isWanted(table.record());
    boolean wantsStream = StreamLifecycle.isWanted(changed);
    if (wantsStream && !hasStream) {
      streams.enable(table, changed.with(labelled(table.name(), settings)));
    } else if (hasStream && !wantsStream) {
      streams.disable(table, changed);
    } else {
      write(table, changed);
    }
  }

  private static void requireNoIndexUnderWay(Table table, IndexRecord... allowed) {
    boolean isUnderWay =
        !table.leaving().isEmpty()
            || table.record().indexes().stream()
                .anyMatch(index ->
                    index.status() != IndexRecord.Status.ACTIVE
                        && !List.of(allowed).contains(index));
    if (isUnderWay) {
      throw Refusals.oneIndexAtATime();
    }
  }

  /** Writes a record down and shows it then. */
  private void write(Table table, TableRecord changed) throws IOException {
    catalog.update(changed);
    install(table, changed);
  }

  private void install(Table table, TableRecord changed) {
    locks.lockAll();
    try {
      table.install(changed);
    } finally {
      locks.unlockAll();
    }
  }

  private void dropEntries(IndexRecord index) throws IOException {
    try {
      catalog.drop(index);
    } catch (IOException e) {
      throw filesStay("index " + index.name(), e);
    }
  }

  private void dropExpiry(Table table, TimeToLiveRecord dropped) throws IOException {
    try {
      catalog.dropExpiry(dropped.partition().orElseThrow());
    } catch (IOException e) {
      throw filesStay("the expiry index of table " + table.name(), e);
    }
  }

  static IOException filesStay(String what, IOException cause) {
    return new IOException(
        what
            + " is deleted, but its files stay until the database is opened again: "
            + cause.getMessage(),
        cause);
  }

  /**
   * Changes what is kept of a table beside its state, whatever that is: its tags, for example. The
   * table is not shown as updating.
   *
   * @return whether there is a table of this name, which has been changed
   */
  public synchronized boolean adjust(String name, UnaryOperator<TableSettings> change)
      throws IOException {
    Table table = tables.present(name).filter(present -> !present.isDeleted()).orElse(null);
    if (table == null) {
      return false;
    }
    TableRecord record = table.record();
    TableSettings changed = change.apply(record.settings());
    if (!changed.equals(record.settings())) {
      write(table, record.with(changed));
    }
    return true;
  }

  private void build(Table table, IndexRecord index) throws IOException {
    Optional<Index> present =
        table.indexes().stream().filter(known -> known.record().id() == index.id()).findFirst();
    if (present.isEmpty()) { // it has been deleted already
      return;
    }
    builder.start(
        present.get(),
        new IndexBuilder.Progress() {
          @Override
          public void backfilling() throws IOException {
            progress(table, index, IndexRecord.Status.CREATING, true);
          }

          @Override
          public void filled() throws IOException {
            progress(table, index, IndexRecord.Status.ACTIVE, false);
          }
        });
  }

  private synchronized void progress(
      Table table, IndexRecord index, IndexRecord.Status status, boolean backfilling)
      throws IOException {
    IndexRecord present = table.record().index(index.name()).orElse(null);
    if (present != null && present.id() == index.id() && !table.isDeleted()) {
      write(table, table.record().with(present.with(status, backfilling)));
    }
  }

  private void buildExpiry(Table table) throws IOException {
    Expiry expiry = table.expiry();
    if (expiry == null) { // it has been disabled already
      return;
    }
    builder.start(
        expiry,
        new IndexBuilder.Progress() {
          @Override
          public void backfilling() {
            // It is shown as being enabled already.
          }

          @Override
          public void filled() throws IOException {
            expiryIsBuilt(expiry);
          }
        });
  }

  private synchronized void expiryIsBuilt(Expiry expiry) throws IOException {
    if (expiry.isMaintained()) {
      TableRecord record = expiry.table().record();
      write(expiry.table(), record.with(record.timeToLive().orElseThrow().built()));
    }
  }

  /**
   * Deletes a table and its items. It is not read for that, so that a damaged one goes, too. A
   * table that is being deleted stays so.
   *
   * @return the table
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is none
   * @throws dev.varve.dynamodb.api.ResourceInUseException if it is being created or changed
   * @throws dev.varve.dynamodb.error.ValidationException if it is protected
   * @throws IOException if the deletion cannot be written down: the table is as it was then; or if
   *     only the table's files cannot be dropped: the table is gone then, the message says so, and
   *     the next opening drops the files
   */
  public synchronized Table delete(String name) throws IOException {
    Table table = find(name);
    if (table.status() == TableStatus.DELETING) {
      return table;
    }
    requireDeletable(table);
    remove(table, delays.deleting());
    return table;
  }

  /**
   * Deletes all tables, whatever states they are shown in and however they are protected, and shows
   * none of them any more.
   *
   * @throws IOException as {@link #delete}, of the first for which that fails
   */
  public synchronized void deleteAll() throws IOException {
    for (Table table : tables.all()) {
      if (!table.isDeleted()) {
        remove(table, Duration.ZERO);
      }
      tables.remove(table);
    }
  }

  private synchronized void remove(Table table, Duration shown) throws IOException {
    locks.lockAll();
    try {
      table.markDeleted();
    } finally {
      locks.unlockAll();
    }
    boolean removed = false;
    try {
      streams.removeTable(table);
      removed = true;
    } finally {
      if (!removed) {
        table.unmarkDeleted();
      }
    }
    // From here on the table is gone, whatever becomes of its files.
    show(table, TableStatus.DELETING, List.of(), shown);
    try {
      histories.removeOfDeleted(table);
      catalog.drop(table.record());
    } catch (IOException e) {
      throw filesStay("table " + table.name(), e);
    }
  }

  /**
   * Lets go of what is too old in the logs of changes, and begins new ones where that is due; one
   * thread does it, if it is. What fails is logged, and tried again by whoever comes a while later:
   * nothing that was asked for depends on it.
   *
   * @throws dev.varve.io.WouldWait in a thread that {@link NeverWaits}, if something is due
   */
  public void keepLogs() {
    if (!streams.isUpkeepDue() && !histories.isUpkeepDue()) {
      return;
    }
    NeverWaits.check();
    if (!keepingLogs.compareAndSet(false, true)) {
      return;
    }
    try {
      keepDueLogs();
    } catch (IOException | IllegalStateException failure) { // the latter as the database is closed
      streams.postponeUpkeep();
      histories.postponeUpkeep();
      LOG.log(Level.WARNING, "logs of changes stay as they are for now", failure);
    } finally {
      keepingLogs.set(false);
    }
  }

  private synchronized void keepDueLogs() throws IOException {
    streams.upkeep(tables.all());
    histories.upkeep(tables.all());
  }

  private static void requireDeletable(Table table) {
    requireActive(table);
    TableRecord record = table.record();
    boolean indexUnderWay =
        !table.leaving().isEmpty()
            || record.indexes().stream()
                .anyMatch(index -> index.status() != IndexRecord.Status.ACTIVE);
    if (indexUnderWay) {
      throw Refusals.indexesInUse();
    }
    if (record.settings().description().deletionProtectionEnabled().orElse(false)) {
      throw Refusals.tableProtected();
    }
  }
}
