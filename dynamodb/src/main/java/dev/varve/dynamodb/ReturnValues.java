package dev.varve.dynamodb;

/** Which attributes a write returns. PutItem and DeleteItem know only the first two. */
public enum ReturnValues {
  /** Nothing. */
  NONE,
  /** The whole item as it was before. */
  ALL_OLD,
  /** The paths that the update names, as they were before. */
  UPDATED_OLD,
  /** The whole item as it is afterwards. */
  ALL_NEW,
  /** The paths that the update names, as they are afterwards. */
  UPDATED_NEW
}
