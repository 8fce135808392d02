package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.EntryKeys;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.LevelStats;
import dev.varve.engine.PartitionStats;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.util.List;

/**
 * How large item collections are: all items of a table with one partition key, and their entries in
 * its local indexes. Safe for use by many threads.
 */
public final class ItemCollections {
  private static final double GIGABYTE = 1L << 30;

  /** By how much what is stored may be shorter than what it holds, at most, as a rule of thumb. */
  private static final int COMPRESSION = 4;

  private final StorageEngine engine;

  public ItemCollections(StorageEngine engine) {
    this.engine = engine;
  }

  /**
   * Estimates the size of a collection in gigabytes, as DynamoDB counts bytes. Costs nothing while
   * the partitions that hold it are too small for a gigabyte; the collection is read otherwise.
   *
   * @param partitionKey that the items have; fits the table
   */
  public double estimateGigabytes(Table table, AttributeValue partitionKey) throws IOException {
    double sum = estimateBytes(table, partitionKey);
    for (Index index : table.indexes()) {
      if (!index.isGlobal()) {
        sum += estimateBytes(index, partitionKey);
      }
    }
    return sum / GIGABYTE;
  }

  private double estimateBytes(ReadTarget target, AttributeValue partitionKey) throws IOException {
    EntryKeys keys = target.schema().codec();
    KeyBounds bounds = keys.all(keys.prefix(List.of(partitionKey), List.of()));
    ItemPartition partition = target.partitionMap().of(bounds.lower());
    try {
      double atMost = COMPRESSION * (double) storedBytes(engine.stats(partition.id()));
      return atMost < GIGABYTE ? 0 : readBytes(partition, bounds);
    } catch (IllegalArgumentException e) {
      throw target.explain(e);
    }
  }

  private static long storedBytes(PartitionStats stats) {
    return stats.memtableBytes() + stats.levels().stream().mapToLong(LevelStats::bytes).sum();
  }

  private double readBytes(ItemPartition partition, KeyBounds bounds) throws IOException {
    double sum = 0;
    try (Cursor cursor =
        engine.cursor(partition.id(), CursorOptions.range(bounds.lower(), bounds.upper()))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        sum += ItemCodec.sizeBytes(cursor.value());
      }
    }
    return sum;
  }
}
