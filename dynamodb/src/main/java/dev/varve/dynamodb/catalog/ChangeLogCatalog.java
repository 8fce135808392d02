package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.stats.HashRange;
import dev.varve.engine.Commit;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The part of the catalog that tells of logs of changes. As with tables, the partition of a log is
 * created before its record names it, and dropped after it does not any more.
 *
 * <p>Safe for use by many threads, but the logs of one table must not be changed by two at once.
 */
public final class ChangeLogCatalog {
  private final StorageEngine engine;
  private final int partition;
  private final Path database;

  /**
   * The part of a catalog.
   *
   * @param partition that holds the catalog
   * @param database the engine's directory, for error messages
   */
  ChangeLogCatalog(StorageEngine engine, int partition, Path database) {
    this.engine = engine;
    this.partition = partition;
    this.database = database;
  }

  /** The logs of all tables that have some, also of tables that have been deleted. */
  public List<ChangeLogRecord> all() throws IOException {
    List<ChangeLogRecord> all = new ArrayList<>();
    try (Cursor cursor =
        engine.cursor(
            partition,
            CursorOptions.range(
                CatalogLayout.FIRST_CHANGE_LOG_KEY, CatalogLayout.BEHIND_CHANGE_LOG_KEYS))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        all.add(
            ChangeLogLayout.decode(
                CatalogLayout.numberedTable(cursor.key(), database), cursor.value(), database));
      }
    }
    return all;
  }

  /**
   * Creates the partitions of new logs of a table. Durable on return; the next opening drops those
   * that no record names.
   *
   * @param hashes of the partition keys whose items each is for
   * @return the partitions' numbers, in the same order, ascending
   */
  public List<Integer> createPartitions(TableRecord table, List<HashRange> hashes)
      throws IOException {
    return engine.createPartitions(
        hashes.stream()
            .map(range ->
                Catalog.options(new PartitionDescriptor.OfChanges(table.id(), table.name(), range)))
            .toList());
  }

  /**
   * Writes a table's record and its logs anew, without waiting for storage: {@link #await} does.
   * Whoever writes to a new log after this cannot lose the record and keep what he wrote: a power
   * loss leaves a prefix of all writes.
   */
  public Commit commit(TableRecord table, ChangeLogRecord logs) throws IOException {
    return engine.commit(
        with(logs)
            .put(partition, CatalogLayout.tableKey(table.name()), TableRecordLayout.encode(table)));
  }

  /** Waits until a commit is durable. */
  public void await(Commit commit) throws IOException {
    engine.await(commit);
  }

  /** Writes the logs of a table anew, or removes them if they are none. Durable on return. */
  public void update(ChangeLogRecord logs) throws IOException {
    engine.write(with(logs), Durability.SYNC);
  }

  /**
   * Removes a table as {@link Catalog#remove} does, and writes its logs anew, which stay. Durable
   * on return.
   */
  public void removeTable(TableRecord table, ChangeLogRecord logs) throws IOException {
    engine.write(
        with(logs).delete(partition, CatalogLayout.tableKey(table.name())), Durability.SYNC);
  }

  private WriteBatch with(ChangeLogRecord logs) {
    byte[] key = CatalogLayout.changeLogKey(logs.table());
    return logs.streams().isEmpty()
        ? new WriteBatch().delete(partition, key)
        : new WriteBatch().put(partition, key, ChangeLogLayout.encode(logs));
  }

  /** Drops partitions that no record names any more; the next opening does it otherwise. */
  public void dropPartitions(Collection<Integer> partitions) throws IOException {
    engine.dropPartitions(partitions);
  }
}
