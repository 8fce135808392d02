package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.stats.HashRange;
import java.util.Optional;

/** What a partition of a database is for, as the engine's manifest says of it. */
sealed interface PartitionDescriptor {
  /** Of the partition that holds the catalog. */
  record OfCatalog() implements PartitionDescriptor {}

  /**
   * Of a partition that holds items of a table.
   *
   * @param tableId {@link TableRecord#id}
   * @param tableName the table's name
   * @param hashes the hashes of the partition keys that it holds
   */
  record OfItems(int tableId, String tableName, HashRange hashes) implements PartitionDescriptor {}

  /**
   * Of a partition that holds entries of a secondary index.
   *
   * @param tableId {@link TableRecord#id} of its table
   * @param tableName the table's name
   * @param indexId {@link IndexRecord#id}
   * @param indexName the index's name
   * @param hashes the hashes of the index's partition keys that it holds
   */
  record OfIndexEntries(
      int tableId, String tableName, int indexId, String indexName, HashRange hashes)
      implements PartitionDescriptor {}

  /**
   * Of a partition that holds the expiry index of a table.
   *
   * @param tableId {@link TableRecord#id}
   * @param tableName the table's name
   */
  record OfExpiry(int tableId, String tableName) implements PartitionDescriptor {}

  /**
   * Of a partition that holds a log of changes of a table, which may be deleted.
   *
   * @param tableId {@link TableRecord#id}
   * @param tableName the table's name
   * @param hashes the hashes of the partition keys whose items it is for
   */
  record OfChanges(int tableId, String tableName, HashRange hashes)
      implements PartitionDescriptor {}

  /**
   * Of a partition of a backup.
   *
   * @param backup {@link BackupRecord#number}
   * @param tableName name of the table that was backed up
   * @param index name of the index whose entries it holds; empty if it holds items
   * @param hashes the hashes of the partition keys that it holds
   */
  record OfBackup(int backup, String tableName, Optional<String> index, HashRange hashes)
      implements PartitionDescriptor {}

  /** Of the partition that holds the tokens of requests. */
  record OfTokens() implements PartitionDescriptor {}

  /** Of the partition that holds triggers and what is to be delivered by others than readers. */
  record OfDeliveries() implements PartitionDescriptor {}
}
