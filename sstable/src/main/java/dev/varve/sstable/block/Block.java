package dev.varve.sstable.block;

import static dev.varve.sstable.block.BlockLayout.INT;
import static dev.varve.sstable.block.BlockLayout.KEY_WORD;
import static dev.varve.sstable.block.BlockLayout.SHORT;

import dev.varve.io.Bytes;
import dev.varve.io.Varints;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A view of one block's content, in place. Borrows the memory it is put over.
 *
 * <p>Search is a binary search over the 8-byte prefixes, which lie side by side; the keys
 * themselves are looked at only where prefixes tie.
 *
 * <p>Searching changes nothing, so a view that stays where it is may be shared by threads once it
 * is safely published.
 */
public final class Block {
  MemorySegment segment;
  long valuesAt;
  long keysAt;
  long commonPrefixAt;
  long prefixesAt;
  long offsetsAt;
  int entryCount;
  int restartCount;
  int restartInterval;
  int commonPrefixLength;

  /** Creates a view of nothing. */
  public Block() {}

  /**
   * Puts this view over a content.
   *
   * @throws MalformedBlockException if the parts do not fit into {@code length}
   */
  public Block wrap(MemorySegment memory, long offset, long length) {
    long tail = offset + length - BlockLayout.TAIL_BYTES;
    if (length < BlockLayout.TAIL_BYTES) {
      throw new MalformedBlockException("a block of " + length + " bytes");
    }
    segment = memory;
    valuesAt = offset;
    keysAt = offset + (memory.get(INT, tail + BlockLayout.VALUE_AREA_LENGTH) & 0xffff_ffffL);
    entryCount = memory.get(INT, tail + BlockLayout.ENTRY_COUNT);
    restartCount = memory.get(INT, tail + BlockLayout.RESTART_COUNT);
    commonPrefixLength = memory.get(SHORT, tail + BlockLayout.COMMON_PREFIX_LENGTH) & 0xffff;
    restartInterval = memory.get(ValueLayout.JAVA_BYTE, tail + BlockLayout.RESTART_INTERVAL) & 0xff;
    offsetsAt = tail - (long) restartCount * BlockLayout.OFFSETS_BYTES;
    prefixesAt = offsetsAt - (long) restartCount * BlockLayout.PREFIX_BYTES;
    commonPrefixAt = prefixesAt - commonPrefixLength;
    long restartsEnd = (long) restartCount * restartInterval;
    if (restartCount < 1
        || keysAt > commonPrefixAt
        || entryCount > restartsEnd
        || entryCount <= restartsEnd - restartInterval) {
      throw new MalformedBlockException(
          entryCount + " entries, " + restartCount + " restarts in " + length + " bytes");
    }
    return this;
  }

  /** Number of restart points, at least 1. */
  public int restartCount() {
    return restartCount;
  }

  /** Entries per restart point. */
  public int restartInterval() {
    return restartInterval;
  }

  /** Where the value of a restart point's entry starts. */
  public long restartValueAt(int restart) {
    return valuesAt
        + (segment.get(INT, offsetsAt + (long) restart * BlockLayout.OFFSETS_BYTES + 4)
            & 0xffff_ffffL);
  }

  long restartKeyAt(int restart) {
    return keysAt
        + (segment.get(INT, offsetsAt + (long) restart * BlockLayout.OFFSETS_BYTES) & 0xffff_ffffL);
  }

  /**
   * Counts the restart points whose entry sorts before an internal key. If every entry is a restart
   * point, this is the ordinal of the first entry at or after that key.
   */
  public int restartsBefore(byte[] userKey, long sequence) {
    int order = compareWithCommonPrefix(userKey);
    if (order != 0) {
      return order < 0 ? 0 : restartCount;
    }
    // Signed comparison of words with their top bit flipped is unsigned comparison.
    long target = Bytes.prefix(userKey, commonPrefixLength) ^ Long.MIN_VALUE;
    int from = 0;
    // The loop has no branch to mispredict but its end.
    for (int count = restartCount; count > 1; ) {
      int half = count >>> 1;
      from = word(from + half - 1) < target ? from + half : from;
      count -= half;
    }
    long word = word(from);
    if (word < target) {
      from++;
      if (from == restartCount) {
        return from;
      }
      word = word(from);
    }
    return word == target ? restartsBeforeAmongTies(from, target, userKey, sequence) : from;
  }

  private int restartsBeforeAmongTies(int from, long target, byte[] userKey, long sequence) {
    int low = from;
    int step = 1;
    while (low + step < restartCount && word(low + step) == target) {
      step <<= 1;
    }
    int high = Math.min(restartCount, low + step);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (word(middle) == target && restartIsBefore(middle, userKey, sequence)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean restartIsBefore(int restart, byte[] userKey, long sequence) {
    long at = restartKeyAt(restart) + 1; // the shared length of a restart entry is one zero byte
    int suffixLength = (int) Varints.get(segment, at);
    at += Varints.length(suffixLength);
    at += Varints.length(Varints.get(segment, at)) + 1; // length of the value, kind
    long restartSequence = Varints.get(segment, at);
    at += Varints.length(restartSequence);
    int order = compareSuffix(userKey, commonPrefixLength, at, suffixLength);
    return order != 0 ? order > 0 : restartSequence > sequence;
  }

  /**
   * Compares a user key with the block's common prefix.
   *
   * @return 0 if the key starts with it, else the key's order relative to all keys in the block
   */
  int compareWithCommonPrefix(byte[] userKey) {
    if (commonPrefixLength == 0) {
      return 0;
    }
    int known = Math.min(userKey.length, commonPrefixLength);
    int at = 0;
    for (; at + Long.BYTES <= known; at += Long.BYTES) {
      long left = Bytes.prefix(userKey, at);
      long right = segment.get(KEY_WORD, commonPrefixAt + at);
      if (left != right) {
        return Long.compareUnsigned(left, right);
      }
    }
    for (; at < known; at++) {
      int difference =
          (userKey[at] & 0xff) - (segment.get(ValueLayout.JAVA_BYTE, commonPrefixAt + at) & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return userKey.length < commonPrefixLength ? -1 : 0;
  }

  /** Compares the rest of a user key, from {@code skip} on, with bytes of the block. */
  private int compareSuffix(byte[] userKey, int skip, long at, int length) {
    int rest = userKey.length - skip;
    int common = Math.min(rest, length);
    int done = 0;
    for (; done + Long.BYTES <= common; done += Long.BYTES) {
      long left = Bytes.prefix(userKey, skip + done);
      long right = segment.get(KEY_WORD, at + done);
      if (left != right) {
        return Long.compareUnsigned(left, right);
      }
    }
    for (; done < common; done++) {
      int difference =
          (userKey[skip + done] & 0xff) - (segment.get(ValueLayout.JAVA_BYTE, at + done) & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return rest - length;
  }

  private long word(int restart) {
    return segment.get(KEY_WORD, prefixesAt + (long) restart * BlockLayout.PREFIX_BYTES)
        ^ Long.MIN_VALUE;
  }
}
