package dev.varve.dynamodb.catalog;

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

/**
 * The part of the catalog that tells of histories. Their partitions are made and dropped by {@link
 * ChangeLogCatalog}: before the record names them, and after it does not any more.
 *
 * <p>Safe for use by many threads, but the history of one table must not be changed by two at once.
 */
public final class HistoryCatalog {
  private final StorageEngine engine;
  private final int partition;
  private final Path database;

  /**
   * The part of a catalog.
   *
   * @param partition that holds the catalog
   * @param database the engine's directory, for error messages
   */
  HistoryCatalog(StorageEngine engine, int partition, Path database) {
    this.engine = engine;
    this.partition = partition;
    this.database = database;
  }

  /** The histories of all tables that have one. */
  public List<HistoryRecord> all() throws IOException {
    List<HistoryRecord> all = new ArrayList<>();
    try (Cursor cursor =
        engine.cursor(
            partition,
            CursorOptions.range(
                CatalogLayout.FIRST_HISTORY_KEY, CatalogLayout.BEHIND_HISTORY_KEYS))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        all.add(
            HistoryRecordLayout.decode(
                CatalogLayout.numberedTable(cursor.key(), database), cursor.value(), database));
      }
    }
    return all;
  }

  /**
   * Writes a history anew, without waiting for storage: {@link ChangeLogCatalog#await} does.
   * Whoever writes to a new log after this cannot lose the record and keep what he wrote.
   */
  public Commit commit(HistoryRecord history) throws IOException {
    return engine.commit(
        new WriteBatch()
            .put(
                partition,
                CatalogLayout.historyKey(history.table()),
                HistoryRecordLayout.encode(history)));
  }

  /** Removes a history without waiting for storage, as {@link #commit} does. */
  public Commit commitRemoval(HistoryRecord history) throws IOException {
    return engine.commit(
        new WriteBatch().delete(partition, CatalogLayout.historyKey(history.table())));
  }

  /** Removes a history. Durable on return. */
  public void remove(HistoryRecord history) throws IOException {
    engine.write(
        new WriteBatch().delete(partition, CatalogLayout.historyKey(history.table())),
        Durability.SYNC);
  }
}
