package dev.varve.dynamodb.reference;

/** A step of a history. */
sealed interface Step permits Command, Step.Event {
  /** What happens to a database beside requests. */
  enum Event implements Step {
    /** All tables and indexes are compared. */
    COMPARE,
    FLUSH,
    COMPACT,
    REOPEN,
    /** The process ends. */
    KILL,
    LOSE_POWER,
    /** It is some other time, and what has expired then is deleted. */
    SWEEP,
    /** A partition of some table or index is split, or two are merged. */
    SPLIT,
    /**
     * What a table is like now is kept: by a backup, and as a time to which it can be brought back.
     */
    REMEMBER,
    /** A table is made of what was kept. */
    RESTORE
  }
}
