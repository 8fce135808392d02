package dev.varve.sstable.block;

/**
 * Where entries lie in a table's blocks, as far as the blocks are alike: a guess, good for touching
 * memory before the block itself is loaded. Any thread may use it and change it, without order.
 */
public final class BlockShape {
  private int lastEntry;
  private int wordsAt = BlockLayout.HEADER_BYTES;
  private int sequencesAt;
  private int sequenceWidth;
  private int restsAt;
  private int restLength;
  private int valuesAt;
  private int valueLength;

  /** Knows nothing yet. */
  public BlockShape() {}

  /** Learns the shape of a block. */
  public void learn(Block block) {
    lastEntry = block.entryCount() - 1;
    wordsAt = (int) (block.wordOffset(0) - block.start());
    sequencesAt = (int) (block.sequenceAt(0) - block.start());
    sequenceWidth = (int) (block.sequenceAt(1) - block.sequenceAt(0));
    restsAt = (int) (block.restAt(0) - block.start());
    restLength =
        Math.max(0, block.keyLength(0) - block.commonPrefixLength() - BlockLayout.WORD_BYTES);
    valuesAt = (int) (block.valueAt(0) - block.start());
    valueLength = block.valueLength(0);
  }

  /** About the number of a block's last entry. */
  public int lastEntry() {
    return lastEntry;
  }

  /** About where an entry's word starts, from the start of its block. */
  public long wordOffset(int entry) {
    return wordsAt + (long) entry * BlockLayout.WORD_BYTES;
  }

  /** About where an entry's sequence number starts. */
  public long sequenceOffset(int entry) {
    return sequencesAt + (long) entry * sequenceWidth;
  }

  /** About where the rest of an entry's key starts. */
  public long restOffset(int entry) {
    return restsAt + (long) entry * restLength;
  }

  /** About where an entry's value starts. */
  public long valueOffset(int entry) {
    return valuesAt + (long) entry * valueLength;
  }
}
