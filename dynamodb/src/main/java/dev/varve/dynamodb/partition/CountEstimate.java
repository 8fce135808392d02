package dev.varve.dynamodb.partition;

import dev.varve.engine.LevelStats;
import dev.varve.engine.PartitionStats;

/**
 * A number of items that is known without reading any.
 *
 * @param items the number
 * @param exact whether {@code items} is the number; if not, it is an upper bound
 */
public record CountEstimate(long items, boolean exact) {
  /** No items. */
  public static final CountEstimate NONE = new CountEstimate(0, true);

  /**
   * What the engine's counts of entries say. They are exact once flushes and compactions have left
   * one sorted run that has one entry for each key, and no other partition's. Otherwise an item may
   * have many puts.
   */
  public static CountEstimate of(PartitionStats stats) {
    long puts = stats.memtableEntries();
    long oldVersions = 0;
    for (LevelStats level : stats.levels()) {
      puts += level.entries() - level.tombstones();
      oldVersions += level.oldVersions();
    }
    boolean oneRun = stats.memtableEntries() == 0 && stats.readAmplification() <= 1;
    boolean isOwn = stats.sharedTables() == 0;
    return new CountEstimate(puts, oneRun && isOwn && oldVersions == 0);
  }

  /** The items of both. */
  public CountEstimate plus(CountEstimate other) {
    return new CountEstimate(items + other.items, exact && other.exact);
  }
}
