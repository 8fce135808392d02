package dev.varve.sstable;

import dev.varve.io.Access;

/**
 * What the tables of an engine share when they are read.
 *
 * @param cache for blocks that are stored compressed; outlives the tables
 * @param indexes memory for copies of indexes and Bloom filters
 * @param access how gets and cursors are going to read the tables
 */
public record TableReading(BlockCache cache, IndexBudget indexes, Access access) {
  /** With all the memory that copies of indexes need, and pages as the file system decides. */
  public static TableReading with(BlockCache cache) {
    return new TableReading(cache, new IndexBudget(Long.MAX_VALUE), Access.POINT);
  }
}
