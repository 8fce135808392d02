package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.api.BackupDescription;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.engine.Checkpoint;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.PartitionOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the catalog that tells of backups. As with tables, the partitions of a backup are
 * created before its record names them, and dropped after it is gone.
 *
 * <p>Safe for use by many threads, but no two backups may be created or deleted at once.
 */
public final class BackupCatalog {
  private final StorageEngine engine;
  private final int partition;
  private final Path database;

  /**
   * The part of a catalog.
   *
   * @param partition that holds the catalog
   * @param database the engine's directory, for error messages
   */
  BackupCatalog(StorageEngine engine, int partition, Path database) {
    this.engine = engine;
    this.partition = partition;
    this.database = database;
  }

  /** All backups, in the order of their ids. */
  public List<BackupRecord> all() throws IOException {
    List<BackupRecord> all = new ArrayList<>();
    try (Cursor cursor =
        engine.cursor(
            partition,
            CursorOptions.range(
                CatalogLayout.FIRST_BACKUP_KEY, CatalogLayout.BEHIND_BACKUP_KEYS))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        all.add(
            BackupLayout.decode(CatalogLayout.backupId(cursor.key()), cursor.value(), database));
      }
    }
    return all;
  }

  /** Takes the present moment of a table and its indexes, which {@link #create} keeps. */
  public Checkpoint checkpoint(TableRecord table) throws IOException {
    return checkpoint(table, table.indexes());
  }

  /**
   * Takes the moment of a table, or of what a backup has of one, and of some of its indexes, from
   * which a table is made.
   */
  public Checkpoint checkpoint(TableRecord table, List<IndexRecord> indexes) throws IOException {
    return engine.checkpoint(sources(table, indexes));
  }

  private static List<Integer> sources(TableRecord table, List<IndexRecord> indexes) {
    List<Integer> sources = new ArrayList<>();
    table.partitions().forEach(start -> sources.add(start.partition()));
    indexes.forEach(index -> index.partitions().forEach(start -> sources.add(start.partition())));
    return sources;
  }

  /**
   * Keeps a moment of a table as a backup. Durable on return. If it fails, partitions may be left
   * that belong to no backup, which the next opening drops.
   *
   * @param number of the backup
   * @param moment taken of this table
   * @param counts how many items and entries the table's partitions had at the moment, as far as
   *     that is known
   */
  public BackupRecord create(
      String id,
      int number,
      BackupDescription description,
      TableRecord table,
      Checkpoint moment,
      Map<Integer, Long> counts)
      throws IOException {
    List<PartitionOptions> options = new ArrayList<>();
    for (int place = 0; place < table.partitions().size(); place++) {
      options.add(options(number, table, Optional.empty(), table.hashes(place)));
    }
    for (IndexRecord index : table.indexes()) {
      for (int place = 0; place < index.partitions().size(); place++) {
        options.add(options(number, table, Optional.of(index.name()), index.hashes(place)));
      }
    }
    Iterator<Integer> made = engine.createPartitions(moment, options).iterator();
    Map<Integer, Long> known = new HashMap<>();
    List<TableRecord.PartitionStart> items = starts(table.partitions(), made, counts, known);
    List<IndexRecord> indexes = new ArrayList<>();
    for (IndexRecord index : table.indexes()) {
      indexes.add(index.made(index.id(), starts(index.partitions(), made, counts, known)));
    }
    TableRecord kept =
        new TableRecord(
            table.name(),
            table.id(),
            table.createdMillis(),
            table.partitionKey(),
            table.sortKey(),
            items,
            indexes,
            TableSettings.of(table.settings().description()));
    BackupRecord backup = new BackupRecord(id, number, description, kept, known);
    engine.write(
        new WriteBatch().put(partition, CatalogLayout.backupKey(id), BackupLayout.encode(backup)),
        Durability.SYNC);
    return backup;
  }

  private static PartitionOptions options(
      int number, TableRecord table, Optional<String> index, HashRange hashes) {
    return Catalog.options(descriptor(number, table, index, hashes)).asFrozen();
  }

  static PartitionDescriptor descriptor(
      int number, TableRecord table, Optional<String> index, HashRange hashes) {
    return new PartitionDescriptor.OfBackup(number, table.name(), index, hashes);
  }

  private static List<TableRecord.PartitionStart> starts(
      List<TableRecord.PartitionStart> sources,
      Iterator<Integer> made,
      Map<Integer, Long> counts,
      Map<Integer, Long> known) {
    List<TableRecord.PartitionStart> starts = new ArrayList<>();
    for (TableRecord.PartitionStart source : sources) {
      int id = made.next();
      starts.add(new TableRecord.PartitionStart(id, source.firstHash()));
      Long count = counts.get(source.partition());
      if (count != null) {
        known.put(id, count);
      }
    }
    return starts;
  }

  /** Removes a backup, whose partitions stay. Durable on return: {@link #drop} is the next step. */
  public void remove(BackupRecord backup) throws IOException {
    engine.write(
        new WriteBatch().delete(partition, CatalogLayout.backupKey(backup.id())), Durability.SYNC);
  }

  /** Drops the partitions of a backup that has been removed; the next opening does it otherwise. */
  public void drop(BackupRecord backup) throws IOException {
    engine.dropPartitions(backup.partitions());
  }
}
