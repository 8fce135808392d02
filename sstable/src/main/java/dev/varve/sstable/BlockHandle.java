package dev.varve.sstable;

/**
 * What the index says of a data block, in one number: the offset in the file at which the block
 * starts, and in the top bit whether it is stored compressed. Where the block ends is said by the
 * handle of the next one.
 */
final class BlockHandle {
  private BlockHandle() {}

  /** The handle of a block. */
  static long of(long blockOffset, boolean compressed) {
    return compressed ? blockOffset | Long.MIN_VALUE : blockOffset;
  }

  /** The offset at which the block starts. */
  static long offset(long handle) {
    return handle & Long.MAX_VALUE;
  }

  /** Whether the block is stored compressed. */
  static boolean isCompressed(long handle) {
    return handle < 0;
  }
}
