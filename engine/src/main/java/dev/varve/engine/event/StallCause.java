package dev.varve.engine.event;

/** Why a writer waited. */
public enum StallCause {
  /** Flushes are behind: the partition has as many sealed memtables as it may have. */
  SEALED_MEMTABLES,
  /** Compactions are behind: level 0 has as many tables as it may have. */
  LEVEL0,
  /** Memtables hold twice their budget. */
  MEMTABLE_BUDGET,
  /** The log holds twice its limit. */
  LOG_LIMIT,
  /** One of the above comes near, and writers are slowed down so that they need not wait. */
  PACE,
  /**
   * Other writers were first: they had the commit lock or the partition's memtable, or had to
   * become visible before.
   */
  COMMIT_LOCK,
  /** The log began a new segment, which was not ready. */
  LOG_SEGMENT,
  /** A write that is to survive power loss waited for storage. */
  SYNC
}
