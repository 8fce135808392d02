package dev.varve.dynamodb.kinesis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.api.ApproximateCreationDateTimePrecision;
import dev.varve.dynamodb.api.DestinationStatus;
import dev.varve.dynamodb.api.KinesisDataStreamDestination;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.changes.ChangeLogs;
import dev.varve.dynamodb.changes.ChangeWriter;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.delivery.Deliveries;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stream.StreamRecords;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.engine.Commit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The Kinesis streaming destinations of a database. Begins and ends them one at a time, while all
 * key locks are held: so a change is in the queues of all destinations that are there when it is
 * made.
 *
 * <p>Safe for use by many threads that hold no key's lock.
 */
public final class Destinations implements AutoCloseable {
  private static final Pattern STREAM_ARN =
      Pattern.compile("arn:aws[a-z-]*:kinesis:[a-z0-9-]+:[0-9]{12}:stream/[a-zA-Z0-9_.-]{1,128}");

  /** The number of no destination. */
  private static final int NONE = 0;

  private final Deliveries parts;
  private final DestinationStore store;
  private final ChangeLogs logs;
  private final Tables tables;
  private final KeyLocks locks;
  private final Optional<Sink> sink;
  private final Duration transition;

  /** By number. */
  @GuardedBy("this")
  private final Map<Integer, Entry> entries = new TreeMap<>();

  @GuardedBy("this")
  private int newestNumber;

  /**
   * A destination.
   *
   * @param feed delivers for it; null if it is not active, or the database is only read
   */
  private record Entry(DestinationRecord record, QueueFeed feed) {}

  /**
   * The destinations of a database, none before {@link #open}.
   *
   * @param sink where they deliver; empty for nowhere. Closed with this
   * @param transition how long after a change it is shown as under way
   */
  public Destinations(
      Deliveries parts,
      ChangeLogs logs,
      Tables tables,
      KeyLocks locks,
      Optional<Sink> sink,
      Duration transition) {
    this.parts = parts;
    this.store = new DestinationStore(parts.engine(), parts.catalog(), parts.database());
    this.logs = logs;
    this.tables = tables;
    this.locks = locks;
    this.sink = sink;
    this.transition = transition;
  }

  /**
   * Begins with the destinations that the database has. Before anything else writes to its tables.
   *
   * @param readOnly whether to deliver and write nothing
   */
  public synchronized void open(boolean readOnly) throws IOException {
    for (DestinationRecord record : store.all()) {
      newestNumber = Math.max(newestNumber, record.number());
      entries.put(record.number(), new Entry(record, null));
    }
    if (readOnly || entries.isEmpty()) {
      return;
    }
    int partition = store.partition();
    locks.lockAll();
    try {
      for (Table table : tables.all()) {
        table.queueChanges(queues(table.record().id(), NONE, partition));
      }
    } finally {
      locks.unlockAll();
    }
    for (Entry entry : List.copyOf(entries.values())) {
      install(entry.record());
    }
  }

  /**
   * The queues of a table's active destinations.
   *
   * @param without the number of one that is passed over
   * @param partition of all queues
   */
  @GuardedBy("this")
  private List<ChangeWriter.Queue> queues(int table, int without, int partition) {
    List<ChangeWriter.Queue> queues = new ArrayList<>();
    for (Entry entry : entries.values()) {
      DestinationRecord record = entry.record();
      if (record.table() == table && record.isActive() && record.number() != without) {
        queues.add(record.queue(partition));
      }
    }
    return queues;
  }

  /** Lets a destination do what its record says. */
  @GuardedBy("this")
  private void install(DestinationRecord record) throws IOException {
    QueueFeed feed = null;
    if (record.isActive()) {
      feed =
          new QueueFeed(
              record,
              record.queue(store.partition()),
              json(record),
              new QueueFeed.QueueContext(store, logs, sink.orElse(Sink.NONE), parts.clock()),
              () -> hasTable(record));
      feed.start();
    }
    entries.put(record.number(), new Entry(record, feed));
  }

  private DestinationJson json(DestinationRecord record) {
    KeyCodec keys = new KeyCodec(record.partitionKey(), record.sortKey());
    StreamRecords view =
        new StreamRecords(
            new ItemCodec(keys, parts.database()),
            StreamViewType.NEW_AND_OLD_IMAGES,
            new ShardName(0, record.number()),
            parts.place().region());
    return new DestinationJson(view, record.tableName(), record.precision());
  }

  /** Whether a destination's table is there: one whose deletion is not yet sure is, too. */
  private boolean hasTable(DestinationRecord record) {
    return tables
        .present(record.tableName())
        .filter(table -> table.record().id() == record.table())
        .isPresent();
  }

  /** The destination of a table at a stream; null if there is none. */
  @GuardedBy("this")
  private Entry find(Table table, String streamArn) {
    for (Entry entry : entries.values()) {
      DestinationRecord record = entry.record();
      if (record.table() == table.record().id() && record.streamArn().equals(streamArn)) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Begins a destination. What is written to the table from now on goes there.
   *
   * @param tableName a table's name or ARN
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if it has the destination, the ARN is of
   *     no stream, or there is nowhere to deliver
   */
  public synchronized void enable(
      String tableName, String streamArn, ApproximateCreationDateTimePrecision precision)
      throws IOException {
    Table table = tables.get(tableName);
    if (sink.isEmpty()) {
      throw KinesisRefusals.nowhere();
    }
    if (!STREAM_ARN.matcher(streamArn).matches()) {
      throw KinesisRefusals.invalidArn(streamArn);
    }
    Entry present = find(table, streamArn);
    if (present != null && present.record().isActive()) {
      throw KinesisRefusals.alreadyEnabled();
    }
    DestinationRecord.Change change = DestinationRecord.Change.ENABLED;
    long now = parts.clock().epochMillis();
    DestinationRecord enabled =
        present != null
            ? present.record().changed(change, precision, now)
            : new DestinationRecord(
                newestNumber + 1,
                table.record().id(),
                table.name(),
                table.record().partitionKey(),
                table.record().sortKey(),
                streamArn,
                precision,
                change,
                now);
    // Left over if the database was closed as the destination was ended.
    store.empty(enabled.number());
    newestNumber = Math.max(newestNumber, enabled.number());
    write(table, enabled);
    install(enabled);
  }

  /**
   * Ends a destination. What has not been delivered is dropped, as nobody waits for it any more.
   *
   * @param tableName a table's name or ARN
   * @return the precision that it had
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if it has no such destination
   */
  public synchronized ApproximateCreationDateTimePrecision disable(
      String tableName, String streamArn) throws IOException {
    Table table = tables.get(tableName);
    Entry present = find(table, streamArn);
    if (present == null || !present.record().isActive()) {
      throw KinesisRefusals.notEnabled("disable", "Disable", "DISABLE");
    }
    ApproximateCreationDateTimePrecision precision = present.record().precision();
    DestinationRecord disabled =
        present
            .record()
            .changed(DestinationRecord.Change.DISABLED, precision, parts.clock().epochMillis());
    write(table, disabled);
    close(present);
    install(disabled);
    store.empty(disabled.number());
    return precision;
  }

  /**
   * Changes the precision of a destination's times, also of those that wait to be delivered.
   *
   * @param tableName a table's name or ARN
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if it has no such destination, or that has
   *     this precision
   */
  public synchronized void update(
      String tableName, String streamArn, ApproximateCreationDateTimePrecision precision)
      throws IOException {
    Table table = tables.get(tableName);
    Entry present = find(table, streamArn);
    if (present == null || !present.record().isActive()) {
      throw KinesisRefusals.notEnabled("update", "Update", "UPDATE");
    }
    if (present.record().precision() == precision) {
      throw KinesisRefusals.samePrecision(precision, table.name(), streamArn);
    }
    DestinationRecord updated =
        present
            .record()
            .changed(DestinationRecord.Change.UPDATED, precision, parts.clock().epochMillis());
    write(table, updated);
    close(present);
    install(updated);
  }

  /** Writes a destination down, and lets the table's changes go to its queue, or not any more. */
  @GuardedBy("this")
  private void write(Table table, DestinationRecord record) throws IOException {
    int partition = store.partition(); // which is made while no lock is held
    Commit commit;
    locks.lockAll();
    try {
      if (table.isDeleted()) {
        throw Refusals.noTable(table.name());
      }
      List<ChangeWriter.Queue> queues = queues(record.table(), record.number(), partition);
      if (record.isActive()) {
        queues.add(record.queue(partition));
      }
      commit = store.commit(record);
      table.queueChanges(queues);
    } finally {
      locks.unlockAll();
    }
    store.await(commit);
  }

  private static void close(Entry entry) {
    if (entry.feed() != null) {
      entry.feed().close();
    }
  }

  /**
   * The destinations of a table, also those that have been ended.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   */
  public synchronized List<KinesisDataStreamDestination> describe(Table table) {
    List<KinesisDataStreamDestination> described = new ArrayList<>();
    for (Entry entry : entries.values()) {
      DestinationRecord record = entry.record();
      if (record.table() == table.record().id()) {
        described.add(
            KinesisDataStreamDestination.builder()
                .streamArn(record.streamArn())
                .destinationStatus(status(record))
                .destinationStatusDescription(
                    entry.feed() == null ? null : entry.feed().lastProblem().orElse(null))
                .approximateCreationDateTimePrecision(record.precision())
                .build());
      }
    }
    return described;
  }

  private DestinationStatus status(DestinationRecord record) {
    boolean isRecent = parts.clock().epochMillis() - record.changedMillis() < transition.toMillis();
    return switch (record.change()) {
      case ENABLED -> isRecent ? DestinationStatus.ENABLING : DestinationStatus.ACTIVE;
      case UPDATED -> isRecent ? DestinationStatus.UPDATING : DestinationStatus.ACTIVE;
      case DISABLED -> isRecent ? DestinationStatus.DISABLING : DestinationStatus.DISABLED;
    };
  }

  /** Ends all deliveries; what is left is delivered when the database is open again. */
  @Override
  public void close() {
    List<Entry> all;
    synchronized (this) {
      all = List.copyOf(entries.values());
    }
    sink.ifPresent(Sink::close);
    all.forEach(Destinations::close);
  }
}
