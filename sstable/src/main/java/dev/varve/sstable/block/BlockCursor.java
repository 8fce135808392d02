package dev.varve.sstable.block;

import dev.varve.io.MemoryLedger;
import java.lang.foreign.MemorySegment;

/**
 * Walks over the entries of a block in both directions. Each current key is assembled in memory of
 * its own, owned by the cursor and overwritten by the next move. Apart from the value all is read
 * when the cursor moves, nothing later on. For one thread.
 */
public final class BlockCursor implements AutoCloseable {
  private final Scratch key;
  private Block block;
  private int entry;
  private int keyLength;
  private int kind;
  private long sequence;
  private long valueAt;
  private int valueLength;

  /** Creates a cursor over no block. */
  public BlockCursor(MemoryLedger memory, String owner) {
    key = new Scratch(memory, owner);
  }

  /** Goes to another block, or to the same view put over another content; at no entry. */
  public void reset(Block content) {
    block = content;
    content.copyCommonPrefix(key.atLeast(content.commonPrefixLength() + 2L * Long.BYTES));
  }

  /** Goes to the first entry; every block has one. */
  public void first() {
    goTo(0);
  }

  /** Goes to the last entry. */
  public void last() {
    goTo(block.entryCount() - 1);
  }

  /** Goes to the next entry, if there is one; else stays. */
  public boolean next() {
    if (entry + 1 == block.entryCount()) {
      return false;
    }
    goTo(entry + 1);
    return true;
  }

  /** Goes to the previous entry, if there is one; else stays. */
  public boolean previous() {
    if (entry == 0) {
      return false;
    }
    goTo(entry - 1);
    return true;
  }

  /**
   * Goes to the first entry at or after an internal key.
   *
   * @return false if all entries are before; the cursor is then at the last one
   */
  public boolean seek(byte[] userKey, long sequence) {
    int target = block.lowerBound(userKey, sequence);
    goTo(Math.min(target, block.entryCount() - 1));
    return target < block.entryCount();
  }

  /** The current user key, from offset 0 on. */
  public MemorySegment keySegment() {
    return key.segment();
  }

  /** Length of the current user key. */
  public int keyLength() {
    return keyLength;
  }

  /** Stored kind of the current entry. */
  public int kind() {
    return kind;
  }

  /** Sequence number of the current entry. */
  public long sequence() {
    return sequence;
  }

  /** Where the current value starts in the block's memory. */
  public long valueAt() {
    return valueAt;
  }

  /** Length of the current value. */
  public int valueLength() {
    return valueLength;
  }

  @Override
  public void close() {
    key.close();
  }

  private void goTo(int target) {
    Block content = block;
    int suffix = content.suffixLength(target);
    entry = target;
    keyLength = content.commonPrefixLength() + suffix;
    kind = content.kind(target);
    sequence = content.sequence(target);
    valueAt = content.valueAt(target);
    valueLength = content.valueLength(target);
    content.copySuffix(target, suffix, key.atLeast(keyLength + 2L * Long.BYTES));
  }
}
