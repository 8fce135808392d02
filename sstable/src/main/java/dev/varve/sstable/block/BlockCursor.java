package dev.varve.sstable.block;

import dev.varve.io.MemoryLedger;
import java.lang.foreign.MemorySegment;

/**
 * Walks over the entries of a block in both directions. A move reads the columns in which entries
 * differ, and in most blocks there are none; key and value are read when they are asked for. For
 * one thread.
 */
public final class BlockCursor implements AutoCloseable {
  private static final int NONE = -1;

  private final Scratch key;
  private Block block;
  private boolean uniform;
  private int last;
  private long commonPrefix;
  private int entry;
  private int keyLength;
  private int kind;
  private long sequence;
  private long valueAt;
  private int valueLength;

  /** The entry of the block whose key is assembled. */
  private int assembled;

  /** Creates a cursor over no block. */
  public BlockCursor(MemoryLedger memory, String owner) {
    key = new Scratch(memory, owner);
  }

  /** Goes to another block, or to the same view put over another content; at no entry. */
  public void reset(Block content) {
    block = content;
    uniform = content.isUniform();
    last = content.entryCount() - 1;
    commonPrefix = content.commonPrefixWord();
    assembled = NONE;
  }

  /** Goes to the first entry; every block has one. */
  public void first() {
    goTo(0);
  }

  /** Goes to the last entry. */
  public void last() {
    goTo(last);
  }

  /** Goes to the next entry without reading the block, if that is possible; else stays. */
  public boolean slideForward() {
    if (!uniform || entry == last) {
      return false;
    }
    entry++;
    valueAt += valueLength;
    return true;
  }

  /** Goes to the previous entry without reading the block, if that is possible; else stays. */
  public boolean slideBack() {
    if (!uniform || entry == 0) {
      return false;
    }
    entry--;
    valueAt -= valueLength;
    return true;
  }

  /** Goes to the next entry, if there is one; else stays. */
  public boolean next() {
    if (entry == last) {
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
    goTo(Math.min(target, last));
    return target <= last;
  }

  /** The first 8 bytes of the current user key, as {@link dev.varve.io.Bytes#prefix} gives them. */
  public long prefix() {
    return block.keyPrefix(entry, commonPrefix);
  }

  /** Counts the entries behind the current one whose {@link #prefix} is below another. */
  public int countBelow(long prefix) {
    return Math.max(0, block.countBelow(prefix, commonPrefix) - 1 - entry);
  }

  /** Counts the entries before the current one whose {@link #prefix} is above another. */
  public int countAbove(long prefix) {
    return prefix == -1L ? 0 : Math.max(0, entry - block.countBelow(prefix + 1, commonPrefix));
  }

  /** Copies the current user key to the start of an array with room for it. */
  public void copyKey(byte[] target) {
    block.copyKey(entry, keyLength, commonPrefix, target);
  }

  /** Whether {@link #keySegment} holds the current user key. */
  public boolean isKeyAssembled() {
    return assembled == entry;
  }

  /** Forgets the key in {@link #keySegment}, which may have been read wrongly. */
  public void forgetKey() {
    assembled = NONE;
  }

  /** Reads the current user key into {@link #keySegment}. */
  public void assembleKey() {
    Block content = block;
    MemorySegment target = key.atLeast(keyLength + 2L * Long.BYTES);
    if (assembled == NONE) {
      content.copyCommonPrefix(target);
    }
    content.copySuffix(entry, keyLength - content.commonPrefixLength(), target);
    assembled = entry;
  }

  /** The assembled key, from offset 0 on. */
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

  /** Number of the current entry in its block. */
  public int entry() {
    return entry;
  }

  /** Goes to an entry by its number, which is not checked: from 0 on, below the block's count. */
  public void goTo(int target) {
    assert target >= 0 && target <= last : "entry " + target + " of " + (last + 1);
    Block content = block;
    entry = target;
    keyLength = content.keyLength(target);
    kind = content.kind(target);
    sequence = content.sequence(target);
    valueAt = content.valueAt(target);
    valueLength = content.valueLength(target);
  }
}
