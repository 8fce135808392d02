package dev.varve.sstable.block;

import static dev.varve.sstable.block.BlockLayout.INT;
import static dev.varve.sstable.block.BlockLayout.KEY_WORD;
import static dev.varve.sstable.block.BlockLayout.LONG;
import static dev.varve.sstable.block.BlockLayout.SHORT;

import dev.varve.io.Bytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A view of one block's content, in place. Borrows the memory it is put over, of which {@link
 * BlockLayout#SLACK_BYTES} behind the content must be readable. Entries are numbered from 0 in
 * order.
 *
 * <p>Search is a binary search over the keys' words, which lie side by side; the rest of a key is
 * looked at only where words are equal.
 *
 * <p>Reading changes nothing, so a view that stays where it is may be shared by threads once it is
 * safely published.
 */
public final class Block {
  private MemorySegment segment;
  private int entryCount;
  private int commonPrefixLength;
  private int suffixLength;
  private int restLength;
  private int valueLength;
  private int sequenceWidth;
  private int lengthWidth;
  private int restWidth;
  private int valueWidth;
  private int kind;
  private long leastSequence;
  private long start;
  private long wordsAt;
  private long sequencesAt;
  private long kindsAt;
  private long lengthsAt;
  private long restStartsAt;
  private long valueStartsAt;
  private long commonPrefixAt;
  private long restsAt;
  private long valuesAt;

  /** Creates a view of nothing. */
  public Block() {}

  /**
   * Puts this view over a content.
   *
   * @throws MalformedBlockException if the parts do not fit into {@code length}
   */
  public Block wrap(MemorySegment memory, long offset, long length) {
    if (length < BlockLayout.HEADER_BYTES + BlockLayout.WORD_BYTES) {
      throw new MalformedBlockException("a block of " + length + " bytes");
    }
    segment = memory;
    int count = memory.get(INT, offset + BlockLayout.ENTRY_COUNT);
    int common = memory.get(SHORT, offset + BlockLayout.COMMON_PREFIX_LENGTH) & 0xffff;
    int widths = memory.get(SHORT, offset + BlockLayout.WIDTHS);
    int suffixOrRests = memory.get(INT, offset + BlockLayout.SUFFIX_OR_RESTS_LENGTH);
    long sequenceAndKind = memory.get(LONG, offset + BlockLayout.SEQUENCE_AND_KIND);
    entryCount = count;
    commonPrefixLength = common;
    valueLength = memory.get(INT, offset + BlockLayout.VALUE_LENGTH);
    sequenceWidth = widths >>> BlockLayout.SEQUENCE_WIDTH_SHIFT & BlockLayout.WIDTH_MASK;
    lengthWidth = widths >>> BlockLayout.LENGTH_WIDTH_SHIFT & BlockLayout.WIDTH_MASK;
    restWidth = widths >>> BlockLayout.REST_WIDTH_SHIFT & BlockLayout.WIDTH_MASK;
    valueWidth = widths >>> BlockLayout.VALUE_WIDTH_SHIFT & BlockLayout.WIDTH_MASK;
    kind = (int) (sequenceAndKind >>> BlockLayout.KIND_SHIFT);
    leastSequence = sequenceAndKind & BlockLayout.SEQUENCE_MASK;
    long restsLength;
    if (lengthWidth == 0) {
      suffixLength = suffixOrRests;
      restLength = Math.max(0, suffixOrRests - BlockLayout.WORD_BYTES);
      restsLength = (long) restLength * count;
    } else {
      suffixLength = 0;
      restLength = 0;
      restsLength = suffixOrRests;
    }
    start = offset;
    commonPrefixAt = offset + BlockLayout.HEADER_BYTES;
    wordsAt = commonPrefixAt + common;
    sequencesAt = wordsAt + (long) count * BlockLayout.WORD_BYTES;
    kindsAt = sequencesAt + (long) count * sequenceWidth;
    lengthsAt = kindsAt + (kind == 0 ? count : 0);
    restStartsAt = lengthsAt + (long) count * lengthWidth;
    valueStartsAt = restStartsAt + (long) count * restWidth;
    restsAt = valueStartsAt + (count + 1L) * valueWidth;
    valuesAt = restsAt + restsLength;
    if (count < 1 || suffixOrRests < 0 || valueLength < 0 || valuesAt > offset + length) {
      throw new MalformedBlockException(count + " entries in a block of " + length + " bytes");
    }
    return this;
  }

  /** Number of entries, at least 1. */
  public int entryCount() {
    return entryCount;
  }

  /** Whether all columns are constant but the keys' bytes and the values' offsets. */
  boolean isUniform() {
    return (sequenceWidth | lengthWidth | valueWidth) == 0 && kind != 0;
  }

  /** Where the block starts in its memory. */
  long start() {
    return start;
  }

  /** Number of leading bytes that all keys have in common, at least. */
  int commonPrefixLength() {
    return commonPrefixLength;
  }

  /** Stored kind of an entry. */
  public int kind(int entry) {
    return kind != 0 ? kind : segment.get(ValueLayout.JAVA_BYTE, kindsAt + entry);
  }

  /** Sequence number of an entry. */
  public long sequence(int entry) {
    return leastSequence + column(sequencesAt, sequenceWidth, entry);
  }

  /** Length of an entry's user key in bytes. */
  public int keyLength(int entry) {
    return commonPrefixLength + suffixLength(entry);
  }

  /** Where an entry's value starts in the block's memory. */
  public long valueAt(int entry) {
    return valuesAt + (long) valueLength * entry + column(valueStartsAt, valueWidth, entry);
  }

  /** Length of an entry's value in bytes. */
  public int valueLength(int entry) {
    return valueWidth == 0
        ? valueLength
        : (int)
            (column(valueStartsAt, valueWidth, entry + 1)
                - column(valueStartsAt, valueWidth, entry));
  }

  /**
   * Counts the entries that sort before an internal key, which is the number of the first entry at
   * or behind it, if there is one.
   */
  public int lowerBound(byte[] userKey, long sequence) {
    int order = compareWithCommonPrefix(userKey);
    if (order != 0) {
      return order < 0 ? 0 : entryCount;
    }
    long target = Bytes.prefix(userKey, commonPrefixLength);
    return lowerBound(firstWordFrom(target, 0, entryCount), target, userKey, sequence);
  }

  /** The same, given the first entry whose word is at or above the key's. */
  int lowerBound(int from, long target, byte[] userKey, long sequence) {
    return from < entryCount && word(from) == target
        ? lowerBoundAmongEqualWords(from, target, userKey, sequence)
        : from;
  }

  /**
   * Finds the newest entry of a user key with at most a given sequence number.
   *
   * @return its number, or -1 if there is none
   */
  public int find(byte[] userKey, long sequence) {
    if (compareWithCommonPrefix(userKey) != 0) {
      return -1;
    }
    long target = Bytes.prefix(userKey, commonPrefixLength);
    int at = firstWordFrom(target, 0, entryCount);
    if (at == entryCount || word(at) != target) {
      return -1;
    }
    if (compareBehindWord(userKey, at) != 0 || sequence(at) > sequence) {
      at = lowerBoundAmongEqualWords(at, target, userKey, sequence);
      if (at == entryCount || word(at) != target || compareBehindWord(userKey, at) != 0) {
        return -1;
      }
    }
    return at;
  }

  /**
   * Whether an entry is of a user key.
   *
   * @throws MalformedBlockException if there is no such entry
   */
  public boolean matchesKey(byte[] userKey, int entry) {
    if (entry >= entryCount) {
      throw new MalformedBlockException("entry " + entry + " of " + entryCount);
    }
    return word(entry) == Bytes.prefix(userKey, commonPrefixLength)
        && compareWithCommonPrefix(userKey) == 0
        && userKey.length - commonPrefixLength == suffixLength(entry)
        && equalsBehindWord(userKey, restAt(entry));
  }

  /** Whether the part of a key behind its word equals a rest; compares eight bytes at a time. */
  private boolean equalsBehindWord(byte[] userKey, long rest) {
    long at = rest;
    for (int from = commonPrefixLength + BlockLayout.WORD_BYTES;
        from < userKey.length;
        from += Long.BYTES, at += Long.BYTES) {
      long other = segment.get(KEY_WORD, at);
      int left = userKey.length - from;
      // Behind the key's end, where Bytes.prefix has zeros, stand other bytes.
      other &= left < Long.BYTES ? -1L << (Byte.SIZE * (Long.BYTES - left)) : -1L;
      if (other != Bytes.prefix(userKey, from)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The first 8 bytes of an entry's key as {@link Bytes#prefix} gives them.
   *
   * @param common {@link #commonPrefixWord}
   */
  long keyPrefix(int entry, long common) {
    return commonPrefixLength >= Long.BYTES
        ? common
        : common | word(entry) >>> (Byte.SIZE * commonPrefixLength);
  }

  /**
   * Counts the entries whose keys' first 8 bytes, as {@link Bytes#prefix} gives them, are below a
   * prefix.
   *
   * @param common {@link #commonPrefixWord}
   */
  int countBelow(long prefix, long common) {
    int bits = Math.min(commonPrefixLength, Long.BYTES) << 3;
    // The prefix's bytes at the place of the common ones, and the common ones, both at the lower
    // end.
    long place = bits == 0 ? 0 : prefix >>> (Long.SIZE - bits);
    long here = bits == 0 ? 0 : common >>> (Long.SIZE - bits);
    if (place != here) {
      return Long.compareUnsigned(here, place) < 0 ? entryCount : 0;
    }
    return bits == Long.SIZE ? 0 : firstWordFrom(prefix << bits, 0, entryCount);
  }

  /** The part of each key's first 8 bytes that is in the common prefix; zeros behind it. */
  long commonPrefixWord() {
    return Bytes.prefix(segment, commonPrefixAt, commonPrefixLength, 0);
  }

  /**
   * Copies an entry's key of a known length to the start of an array with room for it. Moves words,
   * each composed in a register so that it may overlap what is there already; a key seldom ends
   * with a whole word, and single bytes cost more than all the rest.
   *
   * @param commonWord {@link #commonPrefixWord}
   */
  void copyKey(int entry, int length, long commonWord, byte[] target) {
    int common = commonPrefixLength;
    long word = word(entry);
    if (length < Long.BYTES) {
      long bytes = common < Long.BYTES ? commonWord | word >>> (common << 3) : commonWord;
      for (int at = 0; at < length; at++) {
        target[at] = (byte) (bytes >>> (Long.SIZE - Byte.SIZE * (at + 1)));
      }
      return;
    }
    if (common >= Long.BYTES) {
      Bytes.copy(segment, commonPrefixAt, common, target, 0);
    } else if (common > 0) {
      Bytes.setWord(target, 0, commonWord | word >>> (common << 3));
    }
    int last = length - Long.BYTES;
    int rest = last - common;
    if (rest >= 0) {
      Bytes.setWord(target, common, word);
      if (rest >= Long.BYTES) {
        Bytes.copy(segment, restAt(entry), rest, target, common + Long.BYTES);
      } else if (rest > 0) {
        long ending = segment.get(KEY_WORD, restAt(entry));
        Bytes.setWord(target, last, word << (rest << 3) | ending >>> (Long.SIZE - (rest << 3)));
      }
    } else if (length > common) {
      long before =
          common >= Long.BYTES
              ? segment.get(KEY_WORD, commonPrefixAt + common - Long.BYTES)
              : commonWord >>> (Long.SIZE - (common << 3));
      int inWord = (length - common) << 3;
      Bytes.setWord(target, last, before << inWord | word >>> (Long.SIZE - inWord));
    }
  }

  /** Copies the bytes that all keys have in common to the start of {@code target}. */
  void copyCommonPrefix(MemorySegment target) {
    MemorySegment.copy(segment, commonPrefixAt, target, 0, commonPrefixLength);
  }

  /**
   * Copies an entry's key without the common prefix behind that place in {@code target}, in whole
   * words: up to 8 bytes too many, far cheaper than an exact copy.
   *
   * @param suffix the key's length without the common prefix
   */
  void copySuffix(int entry, int suffix, MemorySegment target) {
    long to = commonPrefixLength;
    target.set(LONG, to, segment.get(LONG, wordsAt + (long) entry * BlockLayout.WORD_BYTES));
    if (suffix > BlockLayout.WORD_BYTES) {
      long from = restAt(entry) - BlockLayout.WORD_BYTES;
      for (int done = BlockLayout.WORD_BYTES; done < suffix; done += Long.BYTES) {
        target.set(LONG, to + done, segment.get(LONG, from + done));
      }
    }
  }

  /** Length of an entry's key without the common prefix. */
  int suffixLength(int entry) {
    return suffixLength + (int) column(lengthsAt, lengthWidth, entry);
  }

  /**
   * The first of {@code count} entries from {@code first} on whose word is at or above a target, as
   * unsigned numbers, or the entry behind them.
   *
   * @param count at least 1
   */
  int firstWordFrom(long target, int first, int count) {
    // Signed comparison of words with their top bit flipped is unsigned comparison.
    long flipped = target ^ Long.MIN_VALUE;
    MemorySegment memory = segment;
    long words = wordsAt;
    int from = first;
    // The loop has no branch to mispredict but its end.
    while (count > 1) {
      int half = count >>> 1;
      long middle = memory.get(KEY_WORD, words + ((long) (from + half - 1) << 3)) ^ Long.MIN_VALUE;
      from = middle < flipped ? from + half : from;
      count -= half;
    }
    return (word(from) ^ Long.MIN_VALUE) < flipped ? from + 1 : from;
  }

  private int lowerBoundAmongEqualWords(int from, long target, byte[] userKey, long sequence) {
    int low = from;
    int step = 1;
    while (low + step < entryCount && word(low + step) == target) {
      step <<= 1;
    }
    int high = Math.min(entryCount, low + step);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (word(middle) == target && isBefore(middle, userKey, sequence)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isBefore(int entry, byte[] userKey, long sequence) {
    int order = compareBehindWord(userKey, entry);
    return order != 0 ? order > 0 : sequence(entry) > sequence;
  }

  /**
   * Compares a user key with the block's common prefix.
   *
   * @return 0 if the key starts with it, else the key's order relative to all keys in the block
   */
  int compareWithCommonPrefix(byte[] userKey) {
    int length = commonPrefixLength;
    if (length == 0) {
      return 0;
    }
    int shared = Math.min(userKey.length, length);
    int order = Bytes.compare(userKey, 0, shared, segment, commonPrefixAt, shared);
    return order != 0 ? order : userKey.length < length ? -1 : 0;
  }

  /** Compares a user key with that of an entry with the same common prefix and word. */
  private int compareBehindWord(byte[] userKey, int entry) {
    int rest = userKey.length - commonPrefixLength;
    int suffix = suffixLength(entry);
    // Words are padded with zeros, so that a key that ends within its word is the smaller one.
    return rest <= BlockLayout.WORD_BYTES || suffix <= BlockLayout.WORD_BYTES
        ? rest - suffix
        : Bytes.compare(
            userKey,
            commonPrefixLength + BlockLayout.WORD_BYTES,
            rest - BlockLayout.WORD_BYTES,
            segment,
            restAt(entry),
            suffix - BlockLayout.WORD_BYTES);
  }

  /** Where an entry's sequence number starts in the block's memory. */
  long sequenceAt(int entry) {
    return sequencesAt + (long) entry * sequenceWidth;
  }

  /** Where the rest of an entry's key starts in the block's memory. */
  long restAt(int entry) {
    return restsAt + (long) restLength * entry + column(restStartsAt, restWidth, entry);
  }

  /** Where an entry's word lies in the block's memory. */
  public long wordOffset(int entry) {
    return wordsAt + (long) entry * BlockLayout.WORD_BYTES;
  }

  /** An entry's word; words sort as unsigned numbers. */
  long word(int entry) {
    return segment.get(KEY_WORD, wordOffset(entry));
  }

  private long column(long at, int width, int entry) {
    return width == 0 ? 0 : segment.get(LONG, at + (long) entry * width) & BlockLayout.mask(width);
  }
}
