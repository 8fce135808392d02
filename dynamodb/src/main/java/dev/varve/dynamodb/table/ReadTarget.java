package dev.varve.dynamodb.table;

import dev.varve.dynamodb.codec.ItemCodec;

/** What Query and Scan read: a table or an index of one. Safe for use by many threads. */
public sealed interface ReadTarget permits Table, Index {
  /** The keys by which it is read. */
  QueryKeys schema();

  /** The codec of what it holds. */
  ItemCodec items();

  /** Where it lies. */
  PartitionMap partitionMap();

  /** The table that is read, or whose index. */
  Table table();

  /**
   * The error of a read whose partition the engine refused to know: the partition is dropped after
   * its table or index was deleted.
   *
   * @return the refusal, if the table or index is there
   */
  default RuntimeException explain(IllegalArgumentException refusal) {
    requirePresent();
    return refusal;
  }

  /**
   * Checks that the table or index has not been deleted. To be called after a read: while a
   * partition is being dropped the engine may find nothing in it.
   *
   * @throws dev.varve.dynamodb.error.DynamoException if it has, or its deletion is under way
   */
  void requirePresent();
}
