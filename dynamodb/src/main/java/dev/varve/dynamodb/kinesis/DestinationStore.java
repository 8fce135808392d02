package dev.varve.dynamodb.kinesis;

import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.changes.ChangeLogs;
import dev.varve.engine.Commit;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What the database keeps of destinations. Safe for use by many threads. */
final class DestinationStore {
  /** Changes removed at once from a queue that nobody reads: a batch has room for many more. */
  private static final int REMOVED_AT_ONCE = 1000;

  private final StorageEngine engine;
  private final Catalog catalog;
  private final Path database;

  /**
   * The store of a database.
   *
   * @param catalog knows the partition
   * @param database the engine's directory, for error messages
   */
  DestinationStore(StorageEngine engine, Catalog catalog, Path database) {
    this.engine = engine;
    this.catalog = catalog;
    this.database = database;
  }

  /** The partition of destinations and their queues, which is created when it is first needed. */
  int partition() throws IOException {
    return catalog.createDeliveries();
  }

  /** All destinations. The numbers of their tables are given to no others from now on. */
  List<DestinationRecord> all() throws IOException {
    List<DestinationRecord> all = new ArrayList<>();
    OptionalInt partition = catalog.deliveries();
    if (partition.isPresent()) {
      byte[] first = {DestinationLayout.DESTINATION};
      byte[] behind = {DestinationLayout.DESTINATION + 1};
      try (Cursor cursor =
          engine.cursor(partition.getAsInt(), CursorOptions.range(first, behind))) {
        for (boolean found = cursor.first(); found; found = cursor.next()) {
          all.add(DestinationLayout.decode(cursor.key(), cursor.value(), database));
        }
      }
    }
    all.forEach(record -> catalog.reserveNumbers(record.table()));
    return all;
  }

  /**
   * Writes a destination without waiting for storage: {@link #await} does. Whoever writes to its
   * queue after this cannot lose the destination and keep what he wrote.
   */
  Commit commit(DestinationRecord record) throws IOException {
    return engine.commit(
        new WriteBatch()
            .put(
                partition(),
                DestinationLayout.key(record.number()),
                DestinationLayout.encode(record)));
  }

  /** Waits until a commit is durable. */
  void await(Commit commit) throws IOException {
    engine.await(commit);
  }

  /** Removes a destination, whose queue is empty. Durable on return. */
  void remove(int number) throws IOException {
    engine.delete(partition(), DestinationLayout.key(number), Durability.SYNC);
  }

  /**
   * Takes changes out of a queue. Does not wait for storage: what comes back is delivered again.
   */
  void take(DestinationRecord record, List<Long> sequences) throws IOException {
    int partition = partition();
    WriteBatch batch = new WriteBatch();
    for (long sequence : sequences) {
      batch.delete(partition, ChangeLogs.queueKey(record.queue(partition), sequence));
    }
    engine.write(batch, Durability.BUFFERED);
  }

  /** Removes all that is in the queue of a destination. */
  void empty(int number) throws IOException {
    int partition = partition();
    CursorOptions queue =
        CursorOptions.range(
            DestinationLayout.queuePrefix(number), DestinationLayout.queuePrefix(number + 1));
    boolean more = true;
    while (more) {
      WriteBatch batch = new WriteBatch();
      try (Cursor cursor = engine.cursor(partition, queue)) {
        more = cursor.first();
        while (more && batch.count() < REMOVED_AT_ONCE) {
          batch.delete(partition, cursor.key());
          more = cursor.next();
        }
      }
      engine.write(batch, Durability.BUFFERED);
    }
  }
}
