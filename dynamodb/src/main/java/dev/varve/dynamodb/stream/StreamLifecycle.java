package dev.varve.dynamodb.stream;

import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.catalog.ChangeLogCatalog;
import dev.varve.dynamodb.catalog.ChangeLogRecord;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Shard;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardEnd;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Stream;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.changes.Change;
import dev.varve.dynamodb.changes.ChangeLogs;
import dev.varve.dynamodb.changes.ChangeWriter;
import dev.varve.dynamodb.changes.Images;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.Commit;
import dev.varve.engine.Replacement;
import dev.varve.io.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Begins streams, goes on with them and ends them. For one thread at a time, which holds no key's
 * lock.
 *
 * <p>Where one shard ends and another begins all key locks are held: no change is on its way then,
 * so that the newest number there is parts the changes of the one from those of the other. The
 * catalog is written under the locks, too, and storage is waited for when they are free again: a
 * power loss leaves a prefix of all writes, so nothing can be left of what was written to a shard
 * that the catalog does not know.
 */
public final class StreamLifecycle {
  private final Catalog catalog;
  private final ChangeLogCatalog records;
  private final ChangeLogs logs;
  private final Streams streams;
  private final KeyLocks locks;
  private final Clock clock;
  private final StreamAges ages;

  /**
   * The streams of a database.
   *
   * @param streams takes those that there are
   */
  public StreamLifecycle(
      Catalog catalog, ChangeLogs logs, Streams streams, KeyLocks locks, Clock clock) {
    this.catalog = catalog;
    this.records = catalog.changeLogs();
    this.logs = logs;
    this.streams = streams;
    this.locks = locks;
    this.clock = clock;
    this.ages = new StreamAges(clock);
  }

  /**
   * Makes the streams of the catalog known.
   *
   * @param readOnly whether nothing is to be written from now on
   */
  public void open(boolean readOnly) throws IOException {
    records.all().forEach(streams::put);
    ages.open(readOnly);
  }

  /**
   * Lets a table log its changes again that was opened. One whose settings ask for a stream that
   * was not begun gets it now: its creation was cut short, or an older release only kept them.
   *
   * @param readOnly whether nothing is to be written
   */
  public void resume(Table table, boolean readOnly) throws IOException {
    Optional<Stream> enabled = streams.of(table.record()).enabled();
    if (enabled.isPresent()) {
      table.logChanges(writer(enabled.get()));
      if (!readOnly) {
        followPartitions(table, enabled.get());
      }
    } else if (isWanted(table.record()) && !readOnly) {
      enable(table, table.record());
    }
  }

  /** Whether the settings of a table ask for a stream. */
  public static boolean isWanted(TableRecord table) {
    return table
        .settings()
        .description()
        .streamSpecification()
        .map(StreamSpecification::streamEnabled)
        .orElse(false);
  }

  /** Settings with a label for a stream that begins now: one that no other of the table has. */
  public TableSettings labelled(String tableName, TableSettings settings) {
    long created = clock.epochMillis();
    for (Streams.Found found : streams.all()) {
      if (found.logs().tableName().equals(tableName)) {
        created = Math.max(created, found.stream().createdMillis() + 1);
      }
    }
    TableDescription description = settings.description();
    return settings.withDescription(
        description.toBuilder().latestStreamLabel(StreamName.label(created)).build());
  }

  /**
   * Begins a stream.
   *
   * @param changed the table's record, which asks for the stream and has its label
   */
  public void enable(Table table, TableRecord changed) throws IOException {
    TableDescription description = changed.settings().description();
    long created = StreamName.createdMillis(description.latestStreamLabel().orElseThrow());
    StreamViewType view = description.streamSpecification().orElseThrow().streamViewType();
    List<HashRange> hashes =
        table.partitions().stream().map(partition -> partition.range()).toList();
    List<Integer> partitions = records.createPartitions(changed, hashes);
    replace(
        table,
        changed,
        (present, sequence) -> {
          List<Shard> shards = new ArrayList<>();
          for (int i = 0; i < hashes.size(); i++) {
            ShardName name = new ShardName(created, partitions.get(i));
            shards.add(
                new Shard(name, Optional.empty(), hashes.get(i), sequence + 1, Optional.empty()));
          }
          return present.with(new Stream(created, view, OptionalLong.empty(), shards));
        });
  }

  /**
   * Ends the stream of a table, which stays readable.
   *
   * @param changed the table's record, which does not ask for the stream any more
   */
  public void disable(Table table, TableRecord changed) throws IOException {
    replace(table, changed, this::disabled);
  }

  /** Removes a table from the catalog. Its stream ends, as no change comes any more. */
  public void removeTable(Table table) throws IOException {
    ChangeLogRecord present = streams.of(table.record());
    if (present.streams().isEmpty()) {
      catalog.remove(table.record());
    } else {
      ChangeLogRecord left = disabled(present, logs.newestSequence());
      records.removeTable(table.record(), left);
      put(left);
    }
  }

  private ChangeLogRecord disabled(ChangeLogRecord present, long sequence) throws IOException {
    Optional<Stream> enabled = present.enabled();
    if (enabled.isEmpty()) {
      return present;
    }
    List<Shard> shards = new ArrayList<>();
    for (Shard shard : enabled.get().shards()) {
      shards.add(shard.isOpen() ? closed(shard, sequence) : shard);
    }
    return present.with(
        new Stream(
            enabled.get().createdMillis(),
            enabled.get().viewType(),
            OptionalLong.of(clock.epochMillis()),
            shards));
  }

  private Shard closed(Shard shard, long sequence) throws IOException {
    Change newest = logs.newest(shard.name().partition());
    long newestMillis = newest == null ? clock.epochMillis() : newest.createdMillis();
    return shard.closed(new ShardEnd(sequence, newestMillis));
  }

  /** Whether {@link #upkeep} has something to do. */
  public boolean isUpkeepDue() {
    return ages.isDue();
  }

  /** Lets upkeep that failed be tried again after a while. */
  public void postponeUpkeep() {
    ages.postpone();
  }

  /**
   * Closes shards that have taken changes for long enough, and drops what is old enough.
   *
   * @param tables all there are
   */
  public void upkeep(List<Table> tables) throws IOException {
    for (Table table : tables) {
      if (!table.isDeleted() && streams.of(table.record()).enabled().isPresent()) {
        rotate(table);
      }
    }
    for (ChangeLogRecord present : streams.logs()) {
      trim(present);
    }
    ages.plan(streams.logs());
  }

  /** Lets children go on with open shards that are due. A shard without a change is never due. */
  private void rotate(Table table) throws IOException {
    Stream stream = streams.of(table.record()).enabled().orElseThrow();
    List<ShardChild> due = new ArrayList<>();
    for (Shard shard : stream.openShards()) {
      if (ages.isLongOpen(shard) && logs.newest(shard.name().partition()) != null) {
        due.add(new ShardChild(shard, shard.hashes()));
      }
    }
    replace(table, stream, due);
  }

  /** Lets children go on with open shards, if any. */
  private void replace(Table table, Stream stream, List<ShardChild> children) throws IOException {
    if (!children.isEmpty()) {
      List<Integer> partitions = createLogs(table.record(), children);
      replace(
          table,
          table.record(),
          (present, sequence) ->
              present.with(
                  ShardChild.added(stream, children, opened(stream, partitions, sequence))));
    }
  }

  private List<Integer> createLogs(TableRecord table, List<ShardChild> children)
      throws IOException {
    return records.createPartitions(table, children.stream().map(ShardChild::hashes).toList());
  }

  private ShardChild.Opening opened(Stream stream, List<Integer> partitions, long sequence) {
    return new ShardChild.Opening(
        // Not before the names there are, also if the clock was set back.
        Math.max(clock.epochMillis(), stream.shards().getLast().name().createdMillis()),
        partitions,
        sequence,
        shard -> closed(shard, sequence));
  }

  /** A crash can come between the split of a partition and that of its shard. */
  private void followPartitions(Table table, Stream stream) throws IOException {
    replace(table, stream, ShardChild.ofDivided(stream.openShards(), table.record()));
  }

  /**
   * Lets partitions of a table or an index take the place of others: the engine's edit first; then,
   * at a moment when nothing is written to the table, the record and the shards by one batch. An
   * open shard whose hashes lie in several partitions then is closed, and has a child for each.
   *
   * @param changed the table's record with the new partitions
   * @throws IOException if that failed; after the engine's edit the partitions are replaced all the
   *     same, and the next opening completes what is missing
   */
  public void replacePartitions(Table table, TableRecord changed, Replacement replacement)
      throws IOException {
    Optional<Stream> stream = streams.of(table.record()).enabled();
    List<ShardChild> children =
        stream.isEmpty() ? List.of() : ShardChild.ofDivided(stream.get().openShards(), changed);
    // Those that no record names in the end are dropped by the next opening.
    List<Integer> partitions = children.isEmpty() ? List.of() : createLogs(changed, children);
    try {
      replacement.apply();
    } catch (IOException failure) {
      if (replacement.isApplied()) {
        show(table, changed, replacement);
      }
      throw failure;
    }
    Commit commit;
    locks.lockAll();
    try {
      replacement.show();
      ChangeLogRecord next = streams.of(table.record());
      if (!children.isEmpty()) {
        ShardChild.Opening opening =
            opened(stream.orElseThrow(), partitions, logs.newestSequence());
        next = next.with(ShardChild.added(stream.orElseThrow(), children, opening));
      }
      commit = records.commit(changed, next);
      table.logChanges(next.enabled().map(StreamLifecycle::writer).orElse(null));
      put(next);
    } finally {
      // The engine's partitions are these now, whatever becomes of the rest.
      table.installReplacement(changed);
      replacement.close();
      locks.unlockAll();
    }
    records.await(commit);
  }

  /** Shows partitions that the engine has, where nothing can be written down any more. */
  private void show(Table table, TableRecord changed, Replacement replacement) {
    locks.lockAll();
    try {
      table.installReplacement(changed);
      replacement.close();
    } finally {
      locks.unlockAll();
    }
  }

  private void trim(ChangeLogRecord present) throws IOException {
    ChangeLogRecord kept = ages.withoutOld(present);
    if (!kept.equals(present)) {
      List<Integer> dropped = new ArrayList<>(present.partitions());
      dropped.removeAll(kept.partitions());
      records.update(kept);
      streams.put(kept);
      if (!dropped.isEmpty()) {
        records.dropPartitions(dropped);
      }
    }
  }

  /** Makes the logs that are to be of those that are present. */
  private interface LogChange {
    /**
     * The logs that are to be.
     *
     * @param sequence the newest number there is
     */
    ChangeLogRecord of(ChangeLogRecord present, long sequence) throws IOException;
  }

  /** Replaces the logs of a table and its record, at a moment when nothing is written to it. */
  private void replace(Table table, TableRecord changed, LogChange change) throws IOException {
    Commit commit;
    locks.lockAll();
    try {
      ChangeLogRecord next = change.of(streams.of(table.record()), logs.newestSequence());
      commit = records.commit(changed, next);
      table.install(changed);
      table.logChanges(next.enabled().map(StreamLifecycle::writer).orElse(null));
      put(next);
    } finally {
      locks.unlockAll();
    }
    records.await(commit);
  }

  private void put(ChangeLogRecord next) {
    streams.put(next);
    ages.plan(streams.logs());
  }

  private static ChangeWriter writer(Stream stream) {
    Images images =
        switch (stream.viewType()) {
          case KEYS_ONLY -> new Images(false, false);
          case NEW_IMAGE -> new Images(false, true);
          case OLD_IMAGE -> new Images(true, false);
          case NEW_AND_OLD_IMAGES -> new Images(true, true);
        };
    return new ChangeWriter(
        images,
        stream.openShards().stream()
            .map(shard -> new ChangeWriter.Log(shard.hashes(), shard.name().partition()))
            .toList());
  }
}
