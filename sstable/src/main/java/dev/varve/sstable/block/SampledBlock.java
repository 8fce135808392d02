package dev.varve.sstable.block;

import dev.varve.io.Bytes;

/**
 * Search in a large block that stays where it is, such as a table's index: every sixteenth word is
 * kept on the heap, side by side, so that of the block itself a search touches one group of words,
 * not a dozen places. Immutable; any thread may search.
 */
public final class SampledBlock {
  private static final int GROUP_SHIFT = 4;
  private static final int GROUP = 1 << GROUP_SHIFT;

  private final Block block;

  /** The last word of each group but the last, with the top bit flipped: they sort as signed. */
  private final long[] samples;

  /** Takes the samples of a block that is not moved any more. */
  public SampledBlock(Block block) {
    this.block = block;
    samples = new long[(block.entryCount() - 1) >>> GROUP_SHIFT];
    for (int group = 0; group < samples.length; group++) {
      samples[group] = block.word((group << GROUP_SHIFT) + GROUP - 1) ^ Long.MIN_VALUE;
    }
  }

  /** The block searched. */
  public Block block() {
    return block;
  }

  /**
   * The first entry of the group in which {@link #lowerBound} will search, so that a caller that
   * needs other columns of these entries can load them meanwhile.
   */
  public int groupStart(byte[] userKey) {
    return groupOf(Bytes.prefix(userKey, block.commonPrefixLength())) << GROUP_SHIFT;
  }

  /**
   * {@link Block#lowerBound(byte[], long)}.
   *
   * @param groupStart of {@link #groupStart} for the same key
   */
  public int lowerBound(int groupStart, byte[] userKey, long sequence) {
    int order = block.compareWithCommonPrefix(userKey);
    if (order != 0) {
      return order < 0 ? 0 : block.entryCount();
    }
    long target = Bytes.prefix(userKey, block.commonPrefixLength());
    int count = Math.min(GROUP, block.entryCount() - groupStart);
    int from = block.firstWordFrom(target, groupStart, count);
    return block.lowerBound(from, target, userKey, sequence);
  }

  /** The first group whose last word is at or above a target. */
  private int groupOf(long target) {
    long flipped = target ^ Long.MIN_VALUE;
    long[] all = samples;
    int from = 0;
    for (int count = all.length; count > 0; ) {
      int half = (count + 1) >>> 1;
      from = all[from + half - 1] < flipped ? from + half : from;
      count -= half;
    }
    return from;
  }
}
