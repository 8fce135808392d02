package dev.varve.sstable.block;

import static dev.varve.sstable.block.BlockLayout.LONG;

import dev.varve.io.Bytes;
import dev.varve.io.MemoryLedger;
import java.lang.foreign.MemorySegment;

/**
 * Walks over the entries of a block in both directions. Each current key is assembled in memory of
 * its own, owned by the cursor and overwritten by the next move. For one thread.
 *
 * <p>The block's memory must be readable for 8 bytes beyond any key, which its tail ensures.
 */
public final class BlockCursor implements AutoCloseable {
  private final EntryHeader header = new EntryHeader();
  private final Scratch key;
  private Block block;
  private int entry;
  private int keyLength;
  private long valueAt;
  private long nextAt;

  /** Creates a cursor over no block. */
  public BlockCursor(MemoryLedger memory, String owner) {
    key = new Scratch(memory, owner);
  }

  /** Goes to another block, or to the same view put over another content; at no entry. */
  public void reset(Block content) {
    block = content;
    int length = content.commonPrefixLength;
    MemorySegment target = key.atLeast(length + Long.BYTES);
    MemorySegment.copy(content.segment, content.commonPrefixAt, target, 0, length);
  }

  /** Goes to the first entry; every block has one. */
  public void first() {
    toRestart(0);
  }

  /** Goes to the last entry. */
  public void last() {
    toEntry(block.entryCount - 1);
  }

  /** Goes to the next entry, if there is one; else stays. */
  public boolean next() {
    if (entry + 1 == block.entryCount) {
      return false;
    }
    entry++;
    read(nextAt, valueAt + header.valueLength);
    return true;
  }

  /** Goes to the previous entry, if there is one; else stays. */
  public boolean previous() {
    if (entry == 0) {
      return false;
    }
    toEntry(entry - 1);
    return true;
  }

  /**
   * Goes to the first entry at or after an internal key.
   *
   * @return false if all entries are before; the cursor is then at the last one
   */
  public boolean seek(byte[] userKey, long sequence) {
    toRestart(Math.max(0, block.restartsBefore(userKey, sequence) - 1));
    while (isBefore(userKey, sequence)) {
      if (!next()) {
        return false;
      }
    }
    return true;
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
    return header.kind;
  }

  /** Sequence number of the current entry. */
  public long sequence() {
    return header.sequence;
  }

  /** Where the current value starts in the block's memory. */
  public long valueAt() {
    return valueAt;
  }

  /** Length of the current value. */
  public int valueLength() {
    return header.valueLength;
  }

  @Override
  public void close() {
    key.close();
  }

  private boolean isBefore(byte[] userKey, long sequence) {
    int order = Bytes.compare(userKey, key.segment(), 0, keyLength);
    return order != 0 ? order > 0 : header.sequence > sequence;
  }

  private void toEntry(int target) {
    toRestart(target / block.restartInterval);
    while (entry < target) {
      next();
    }
  }

  private void toRestart(int restart) {
    entry = restart * block.restartInterval;
    read(block.restartKeyAt(restart), block.restartValueAt(restart));
  }

  private void read(long at, long value) {
    MemorySegment source = block.segment;
    long suffixAt = header.read(source, at);
    int suffixLength = header.suffixLength;
    int from = block.commonPrefixLength + header.sharedLength;
    keyLength = from + suffixLength;
    nextAt = suffixAt + suffixLength;
    valueAt = value;
    if (nextAt > block.commonPrefixAt || from < 0) {
      throw new MalformedBlockException("a key beyond its area");
    }
    MemorySegment target = key.segment();
    if (keyLength + Long.BYTES > target.byteSize()) {
      target = key.atLeast(keyLength + Long.BYTES);
    }
    // Whole words, up to 7 bytes too many on both sides: far cheaper than an exact copy.
    for (int done = 0; done < suffixLength; done += Long.BYTES) {
      target.set(LONG, from + done, source.get(LONG, suffixAt + done));
    }
  }
}
