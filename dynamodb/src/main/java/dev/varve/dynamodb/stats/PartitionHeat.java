package dev.varve.dynamodb.stats;

/**
 * How much a partition is asked for, and what follows from that.
 *
 * @param operationsPerSecond operations on it, between the last two looks at the partitions; 0
 *     before the second
 * @param hottestKeyShare of those keys that were asked for of late, the share of the one that was
 *     asked for most; 0 if few were
 * @param hottestHash first 64 bits of its hash
 * @param outcome what came of the last look
 * @param verdict the same in words: why it was not split or merged at the last look, or what is to
 *     happen to it; empty before the first
 */
public record PartitionHeat(
    double operationsPerSecond,
    double hottestKeyShare,
    long hottestHash,
    PartitionOutcome outcome,
    String verdict) {
  /** Of a partition that nobody has looked at. */
  public static final PartitionHeat NONE =
      new PartitionHeat(0, 0, 0, PartitionOutcome.NOT_SEEN, "");

  /** The same with another outcome. */
  public PartitionHeat with(PartitionOutcome other, String words) {
    return new PartitionHeat(operationsPerSecond, hottestKeyShare, hottestHash, other, words);
  }
}
