package dev.varve.dynamodb.history;

import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.catalog.ChangeLogCatalog;
import dev.varve.dynamodb.catalog.HistoryCatalog;
import dev.varve.dynamodb.catalog.HistoryRecord;
import dev.varve.dynamodb.catalog.HistoryRecord.Generation;
import dev.varve.dynamodb.catalog.HistoryRecord.Log;
import dev.varve.dynamodb.changes.ChangeClock;
import dev.varve.dynamodb.changes.ChangeWriter;
import dev.varve.dynamodb.changes.HistoryCursor;
import dev.varve.dynamodb.changes.HistoryLogs;
import dev.varve.dynamodb.changes.HistoryWriter;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.Commit;
import dev.varve.engine.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Begins histories, goes on with them and ends them. {@link #find}, {@link #now}, {@link #cursor}
 * and {@link #isUpkeepDue} are for many threads; all else is for one at a time, which holds no
 * key's lock.
 *
 * <p>Where one generation of logs ends and another begins all key locks are held: no change is on
 * its way then. The catalog is written under the locks, too, and storage is waited for when they
 * are free again: a power loss leaves a prefix of all writes.
 */
public final class Histories {
  /** How long a generation takes changes. What is too old goes with its generation. */
  static final Duration OPEN = Duration.ofDays(1);

  private static final Duration POSTPONEMENT = Duration.ofMinutes(1);

  private final HistoryCatalog records;
  private final ChangeLogCatalog partitions;
  private final HistoryLogs logs;
  private final KeyLocks locks;
  private final ChangeClock clock;
  private final Map<Integer, HistoryRecord> byTable = new ConcurrentHashMap<>();

  /** When there will be something to do. */
  private volatile long dueMillis = Long.MAX_VALUE;

  private boolean readOnly;

  /** The histories of a database, which {@link #open} makes known. */
  public Histories(Catalog catalog, HistoryLogs logs, KeyLocks locks, ChangeClock clock) {
    this.records = catalog.histories();
    this.partitions = catalog.changeLogs();
    this.logs = logs;
    this.locks = locks;
    this.clock = clock;
  }

  /**
   * Makes the histories of the catalog known. No change will have an earlier time than those that
   * are there.
   *
   * @param isReadOnly whether nothing is to be written from now on
   */
  public void open(boolean isReadOnly) throws IOException {
    readOnly = isReadOnly;
    for (HistoryRecord history : records.all()) {
      byTable.put(history.table(), history);
      clock.advanceTo(history.open().openedMillis());
      for (Log log : history.open().logs()) {
        logs.newestMillis(log.partition()).ifPresent(clock::advanceTo);
      }
    }
    plan();
  }

  /** Lets a table keep its history again that was opened. */
  public void resume(Table table) {
    find(table).ifPresent(history -> table.keepHistory(writer(history)));
  }

  /** The history of a table, if it has one. */
  public Optional<HistoryRecord> find(Table table) {
    return Optional.ofNullable(byTable.get(table.record().id()));
  }

  /** The present time, in milliseconds since 1970: no change in a history is later. */
  public long now() {
    return clock.now();
  }

  /** The earliest time to which a table can be brought back, in milliseconds since 1970. */
  public long earliest(HistoryRecord history) {
    return Math.max(history.sinceMillis(), clock.now() - period(history));
  }

  private static long period(HistoryRecord history) {
    return Duration.ofDays(history.periodDays()).toMillis();
  }

  /**
   * The items that have changed since a time; see {@link HistoryLogs#cursor}.
   *
   * @throws IllegalArgumentException if the history has been ended, or lets go of that time already
   */
  public HistoryCursor cursor(
      HistoryRecord history, Snapshot moment, long afterMillis, long untilMillis)
      throws IOException {
    List<Integer> needed = new ArrayList<>();
    for (Generation generation : history.generations()) {
      if (generation.closedMillis().orElse(Long.MAX_VALUE) > afterMillis) {
        generation.logs().forEach(log -> needed.add(log.partition()));
      }
    }
    return logs.cursor(needed, moment, afterMillis, untilMillis);
  }

  /**
   * Begins the history of a table that has none. Durable on return.
   *
   * @param periodDays for how many days changes are kept
   */
  public void begin(Table table, int periodDays) throws IOException {
    List<Log> opened = openLogs(table);
    replace(
        table,
        () -> {
          long now = clock.now();
          return new HistoryRecord(
              table.record().id(),
              table.name(),
              now,
              periodDays,
              List.of(new Generation(now, opened, OptionalLong.empty())));
        });
  }

  private List<Log> openLogs(Table table) throws IOException {
    List<HashRange> hashes =
        table.partitions().stream().map(partition -> partition.range()).toList();
    List<Integer> made = partitions.createPartitions(table.record(), hashes);
    List<Log> opened = new ArrayList<>();
    for (int i = 0; i < hashes.size(); i++) {
      opened.add(new Log(hashes.get(i), made.get(i)));
    }
    return opened;
  }

  /**
   * Keeps changes for another number of days from now on. What was too old before stays so. Durable
   * on return.
   */
  public void keepFor(Table table, int periodDays) throws IOException {
    HistoryRecord present = find(table).orElseThrow();
    write(present.with(earliest(present), periodDays));
    plan();
  }

  private void write(HistoryRecord changed) throws IOException {
    Commit commit = records.commit(changed);
    byTable.put(changed.table(), changed);
    partitions.await(commit);
  }

  /** Ends the history of a table, of which nothing stays. Durable on return. */
  public void end(Table table) throws IOException {
    HistoryRecord present = find(table).orElseThrow();
    Commit commit;
    locks.lockAll();
    try {
      commit = records.commitRemoval(present);
      table.keepHistory(null);
      byTable.remove(present.table());
    } finally {
      locks.unlockAll();
    }
    partitions.await(commit);
    partitions.dropPartitions(present.partitions());
    plan();
  }

  /**
   * Removes what there is of the history of a table that has been deleted. If that fails, the next
   * opening does it.
   */
  public void removeOfDeleted(Table table) throws IOException {
    HistoryRecord present = byTable.remove(table.record().id());
    if (present != null) {
      records.remove(present);
      partitions.dropPartitions(present.partitions());
    }
  }

  /** Whether {@link #upkeep} has something to do. */
  public boolean isUpkeepDue() {
    long due = dueMillis;
    return due != Long.MAX_VALUE && clock.now() >= due;
  }

  /** Lets upkeep that failed be tried again after a while. */
  public void postponeUpkeep() {
    dueMillis = clock.now() + POSTPONEMENT.toMillis();
  }

  /**
   * Closes generations that have taken changes for long enough, and drops what is old enough.
   *
   * @param tables all there are
   */
  public void upkeep(List<Table> tables) throws IOException {
    for (Table table : tables) {
      Optional<HistoryRecord> history = find(table);
      if (history.isPresent() && !table.isDeleted()) {
        if (isLongOpen(history.get().open()) && hasChanges(history.get().open())) {
          goOn(table);
        }
        trim(find(table).orElseThrow());
      }
    }
    plan();
  }

  private boolean isLongOpen(Generation generation) {
    return clock.now() - generation.openedMillis() >= OPEN.toMillis();
  }

  private boolean hasChanges(Generation generation) throws IOException {
    for (Log log : generation.logs()) {
      if (logs.newestMillis(log.partition()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Goes on with another generation. */
  private void goOn(Table table) throws IOException {
    List<Log> opened = openLogs(table);
    replace(
        table,
        () -> {
          HistoryRecord present = find(table).orElseThrow();
          long now = clock.now();
          List<Generation> all = new ArrayList<>(present.generations());
          all.set(all.size() - 1, present.open().closed(now));
          all.add(new Generation(now, opened, OptionalLong.empty()));
          return present.with(all);
        });
  }

  /** Makes the history that is to be. */
  private interface Replacement {
    HistoryRecord make();
  }

  /** Replaces the history of a table, at a moment when nothing is written to it. */
  private void replace(Table table, Replacement replacement) throws IOException {
    Commit commit;
    locks.lockAll();
    try {
      HistoryRecord next = replacement.make();
      commit = records.commit(next);
      table.keepHistory(writer(next));
      byTable.put(next.table(), next);
    } finally {
      locks.unlockAll();
    }
    plan();
    partitions.await(commit);
  }

  /** Drops the generations whose changes are all too old. */
  private void trim(HistoryRecord present) throws IOException {
    long earliest = clock.now() - period(present);
    long since = present.sinceMillis();
    List<Generation> kept = new ArrayList<>();
    List<Integer> dropped = new ArrayList<>();
    for (Generation generation : present.generations()) {
      OptionalLong closed = generation.closedMillis();
      if (closed.isPresent() && closed.getAsLong() < earliest) {
        since = Math.max(since, closed.getAsLong());
        generation.logs().forEach(log -> dropped.add(log.partition()));
      } else {
        kept.add(generation);
      }
    }
    if (!dropped.isEmpty()) {
      write(present.with(kept).with(since, present.periodDays()));
      partitions.dropPartitions(dropped);
    }
  }

  /** Finds out when there will be something to do. */
  private void plan() {
    if (readOnly) {
      return;
    }
    long now = clock.now();
    long due = Long.MAX_VALUE;
    for (HistoryRecord history : byTable.values()) {
      for (Generation generation : history.generations()) {
        due = Math.min(due, due(history, generation, now));
      }
    }
    dueMillis = due;
  }

  private static long due(HistoryRecord history, Generation generation, long now) {
    if (generation.closedMillis().isPresent()) {
      return generation.closedMillis().getAsLong() + period(history) + 1;
    }
    // One that is open for longer has no change: it may get its first right now.
    long due = generation.openedMillis() + OPEN.toMillis();
    return due > now ? due : now + OPEN.toMillis();
  }

  private HistoryWriter writer(HistoryRecord history) {
    return new HistoryWriter(
        clock,
        history.open().logs().stream()
            .map(log -> new ChangeWriter.Log(log.hashes(), log.partition()))
            .toList());
  }
}
