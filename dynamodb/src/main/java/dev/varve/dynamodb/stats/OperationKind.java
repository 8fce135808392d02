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
  SCAN,
  /** The part of a BatchGetItem that one partition gave. */
  BATCH_GET,
  /** A BatchWriteItem, in each partition that it wrote to. */
  BATCH_WRITE,
  /** The part of a TransactGetItems that one partition gave. */
  TRANSACT_GET,
  /** A TransactWriteItems, in each partition that it touched. */
  TRANSACT_WRITE
}
