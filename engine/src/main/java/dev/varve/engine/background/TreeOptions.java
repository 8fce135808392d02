package dev.varve.engine.background;

import dev.varve.engine.compaction.CompactionPolicy;
import dev.varve.sstable.SSTableOptions;

/**
 * The shape of a partition's tree.
 *
 * @param tables format of its tables
 * @param tableBytes length at which a compaction begins the next table
 * @param baseLevelBytes largest size of the first level below level 0
 * @param policy chooses what is compacted
 */
public record TreeOptions(
    SSTableOptions tables, long tableBytes, long baseLevelBytes, CompactionPolicy policy) {}
