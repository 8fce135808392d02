package dev.varve.dynamodb.balance;

import dev.varve.dynamodb.stats.PartitionOutcome;

/** What is to become of a partition, and why. */
sealed interface Verdict {
  /** The partition that it is about. */
  int partition();

  /** In one word. */
  PartitionOutcome outcome();

  /** In words, for people. */
  String reason();

  /** It stays what it is. */
  record Stay(int partition, PartitionOutcome outcome, String reason) implements Verdict {}

  /**
   * It is split in two.
   *
   * @param firstHash first 64 bits of the smallest hash of the second
   */
  record Split(int partition, long firstHash, PartitionOutcome outcome, String reason)
      implements Verdict {}

  /** It is merged with the next one. */
  record Merge(int partition, String reason) implements Verdict {
    @Override
    public PartitionOutcome outcome() {
      return PartitionOutcome.MERGED;
    }
  }
}
