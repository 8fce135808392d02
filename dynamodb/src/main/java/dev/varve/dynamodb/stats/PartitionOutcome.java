package dev.varve.dynamodb.stats;

/** What came of the last look at a partition. */
public enum PartitionOutcome {
  /** Nobody has looked yet. */
  NOT_SEEN,
  /** It is neither too large nor too hot, nor small and cold: it stays. */
  KEPT,
  /** It is split, since it is large. */
  SPLIT_FOR_SIZE,
  /** It is split, since it is hot. */
  SPLIT_FOR_HEAT,
  /** It is split, since the throughput that was asked for needs more partitions. */
  SPLIT_FOR_THROUGHPUT,
  /** It is merged with a neighbour, since both are small and cold. */
  MERGED,
  /** It is large, and one partition key has all of it: it stays. */
  LARGE_BY_ONE_KEY,
  /** It is hot, and one partition key has most of the heat: it stays. */
  HOT_BY_ONE_KEY,
  /** It is large, or seems so, and still shares tables with others: it stays for now. */
  SHARES_TABLES,
  /** It is hot for the first time: it stays for now. */
  HOT_ONCE,
  /** It is hot, and not enough is known of where: it stays for now. */
  HEAT_UNKNOWN,
  /** It would be split, and there are as many partitions as may be. */
  AT_THE_LIMIT,
  /** It would be split or merged, and its table is in use: that is tried again. */
  PUT_OFF
}
