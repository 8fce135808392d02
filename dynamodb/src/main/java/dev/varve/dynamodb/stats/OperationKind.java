package dev.varve.dynamodb.stats;

/** The operations on items, as statistics count them. */
public enum OperationKind {
  /** PutItem. */
  PUT,
  /** GetItem. */
  GET,
  /** UpdateItem. */
  UPDATE,
  /** DeleteItem. */
  DELETE,
  /** A page of a Query. */
  QUERY,
  /** The part of a page of a Scan that one partition gave. */
  SCAN
}
