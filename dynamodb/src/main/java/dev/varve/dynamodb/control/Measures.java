package dev.varve.dynamodb.control;

import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.partition.CountEstimate;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.LevelStats;
import dev.varve.engine.PartitionStats;
import dev.varve.engine.StorageEngine;
import java.util.List;
import java.util.function.Supplier;

/**
 * How much tables and indexes hold, as far as that is known without reading. What has been dropped
 * holds nothing. Safe for use by many threads.
 */
public final class Measures {
  private final StorageEngine engine;

  public Measures(StorageEngine engine) {
    this.engine = engine;
  }

  /**
   * How much something holds.
   *
   * @param items how many items or entries; an upper bound where it is not kept
   * @param bytes length of the files, and of what memtables hold
   */
  public record Measure(long items, long bytes) {
    /** Nothing. */
    public static final Measure NONE = new Measure(0, 0);

    Measure plus(CountEstimate count, PartitionStats stats) {
      long more = stats.memtableBytes();
      for (LevelStats level : stats.levels()) {
        more += level.bytes();
      }
      return new Measure(items + count.items(), bytes + more);
    }
  }

  /** Of a table, without its indexes. */
  public Measure of(Table table) {
    return of(table, table::partitions);
  }

  /** Of an index of a table; nothing of one that the table has no more. */
  public Measure of(Table table, IndexRecord record) {
    for (Index index : table.indexes()) {
      if (index.record().id() == record.id()) {
        return of(table, index::partitions);
      }
    }
    return Measure.NONE;
  }

  private Measure of(Table table, Supplier<List<ItemPartition>> partitions) {
    while (true) {
      int before = table.replacements();
      try {
        Measure sum = Measure.NONE;
        for (ItemPartition partition : partitions.get()) {
          sum = sum.plus(partition.itemCount().estimate(engine), engine.stats(partition.id()));
        }
        return sum;
      } catch (IllegalArgumentException gone) {
        if (table.replacements() == before) {
          return Measure.NONE; // dropped
        }
      }
    }
  }
}
