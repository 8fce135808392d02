package dev.varve.engine.compaction;

/** Whether merges of a partition may be put off. */
public enum CompactionMode {
  /** Merge soon: readers have fewer sorted runs to look at. */
  EAGER,
  /**
   * Merge late: the partition is being written and nobody reads it, so more sorted runs hurt
   * nobody, and a merge that was put off merges more at once.
   */
  DEFERRED
}
