package dev.varve.dynamodb.catalog;

import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of a database, kept in the partition with the lowest number.
 *
 * <p>A table's partitions are created before its record is written and dropped after it is deleted,
 * each step durable before the next. So after a crash there may be partitions that belong to no
 * table, never a table without its partitions; {@link #open} drops the former.
 *
 * <p>Safe for use by many threads, but two changes of one table must not run at once.
 */
public final class Catalog {
  private final StorageEngine engine;
  private final Path database;
  private final int partition;

  /** Whether the item counts of the last shutdown are void already. Written under the monitor. */
  private volatile boolean countsVoid;

  private Catalog(StorageEngine engine, Path database, int partition) {
    this.engine = engine;
    this.database = database;
    this.partition = partition;
  }

  /**
   * Opens the catalog, creates it in an empty engine, and drops partitions that belong to no table.
   *
   * @param database the engine's directory, for error messages
   * @throws UnsupportedFormatException if a newer release wrote it; nothing is changed then
   * @throws CorruptionException if the engine holds partitions and none of them is a catalog;
   *     nothing is changed then
   */
  public static Catalog open(StorageEngine engine, Path database) throws IOException {
    List<Integer> ids = engine.partitions();
    if (ids.isEmpty()) {
      ids = engine.createPartitions(1);
    }
    Catalog catalog = new Catalog(engine, database, ids.getFirst());
    catalog.checkFormat(ids.size());
    catalog.dropOrphans(ids);
    return catalog;
  }

  private void checkFormat(int partitionCount) throws IOException {
    byte[] format = engine.get(partition, CatalogLayout.FORMAT_KEY);
    if (format == null) {
      if (partitionCount > 1 || !isEmpty()) {
        throw new CorruptionException("catalog", database, 0, "a format version", "none");
      }
      // A new directory, or one whose creation was cut short right here.
      write(
          new WriteBatch()
              .put(partition, CatalogLayout.FORMAT_KEY, new byte[] {CatalogLayout.VERSION}));
    } else if (format.length != 1 || format[0] != CatalogLayout.VERSION) {
      throw new UnsupportedFormatException(
          database, format.length == 0 ? 0 : format[0] & 0xFF, CatalogLayout.VERSION);
    }
  }

  private boolean isEmpty() throws IOException {
    try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
      return !cursor.first();
    }
  }

  private void dropOrphans(List<Integer> ids) throws IOException {
    Set<Integer> orphans = new HashSet<>(ids);
    orphans.remove(partition);
    for (TableRecord table : tables()) {
      for (TableRecord.Partition owned : table.partitions()) {
        if (!orphans.remove(owned.id())) {
          throw new CorruptionException(
              "catalog",
              database,
              0,
              "partition " + owned.id() + " of table " + table.name(),
              "none");
        }
      }
    }
    if (!orphans.isEmpty()) {
      engine.dropPartitions(orphans);
    }
  }

  /** All tables, in the order of their names. */
  public List<TableRecord> tables() throws IOException {
    List<TableRecord> tables = new ArrayList<>();
    try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        byte[] key = cursor.key();
        if (CatalogLayout.isTableKey(key)) {
          tables.add(CatalogLayout.decodeTable(key, cursor.value(), database));
        } else if (!CatalogLayout.isKnownKey(key)) {
          throw new CorruptionException(
              "catalog", database, 0, "a known key", "first byte " + key[0]);
        }
      }
    }
    return tables;
  }

  /** Adds a table whose partitions exist. Durable on return. */
  public void add(TableRecord table) throws IOException {
    write(
        new WriteBatch()
            .put(partition, CatalogLayout.tableKey(table.name()), CatalogLayout.encode(table)));
  }

  /** Removes a table, whose partitions stay. Durable on return: {@link #drop} is the next step. */
  public void remove(TableRecord table) throws IOException {
    write(new WriteBatch().delete(partition, CatalogLayout.tableKey(table.name())));
  }

  /** Drops the partitions of a table that has been removed; {@link #open} does it otherwise. */
  public void drop(TableRecord table) throws IOException {
    engine.dropPartitions(table.partitions().stream().map(TableRecord.Partition::id).toList());
  }

  /** The item counts by partition that the last shutdown left; empty if it left none. */
  public Map<Integer, Long> counts() throws IOException {
    byte[] value = engine.get(partition, CatalogLayout.COUNTS_KEY);
    return value == null ? Map.of() : CatalogLayout.decodeCounts(value, database);
  }

  /** Leaves item counts for the next start. Durable on return. */
  public void putCounts(Map<Integer, Long> counts) throws IOException {
    write(
        new WriteBatch()
            .put(partition, CatalogLayout.COUNTS_KEY, CatalogLayout.encodeCounts(counts)));
  }

  /**
   * Makes the counts void. To be called before each write that changes one; the first call does it.
   * That need not be durable on its own: what a crash leaves is a prefix of the writes, so a state
   * that holds a later write holds this one too.
   */
  public void voidCounts() throws IOException {
    if (!countsVoid) {
      synchronized (this) {
        if (!countsVoid) {
          engine.write(
              new WriteBatch().delete(partition, CatalogLayout.COUNTS_KEY), Durability.BUFFERED);
          countsVoid = true;
        }
      }
    }
  }

  /** Whether {@link #voidCounts} has been called: the catalog holds no counts any more. */
  public boolean areCountsVoid() {
    return countsVoid;
  }

  private void write(WriteBatch batch) throws IOException {
    engine.write(batch, Durability.SYNC);
  }
}
