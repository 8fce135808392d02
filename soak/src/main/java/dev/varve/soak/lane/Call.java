package dev.varve.soak.lane;

/** The calls that the soak counts and times. */
public enum Call {
  /** Opening a directory that holds something. */
  OPEN,
  /** Closing. */
  CLOSE,
  /** A write that need not survive a power loss. */
  WRITE,
  /** A write that must. */
  DURABLE_WRITE,
  /** A read of one key. */
  READ,
  /** A step of a cursor, or a page of a query. */
  STEP,
  /** Creating partitions. */
  CREATE,
  /** Dropping partitions. */
  DROP,
  /** A flush or a compaction that somebody waits for. */
  FLUSH,
  /** Taking or closing a snapshot. */
  SNAPSHOT
}
