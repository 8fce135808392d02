package dev.varve.sstable.block;

/** The figures on which the length of a block depends, kept up to date as entries are added. */
final class BlockExtent {
  private int entryCount;
  private int commonPrefixLength;
  private int shortestKey;
  private int longestKey;
  private int valueLength;
  private byte kind;
  private boolean sameValueLength;
  private boolean sameKind;
  private long leastSequence;
  private long greatestSequence;
  private long keyBytes;
  private long valueBytes;

  void clear() {
    entryCount = 0;
    commonPrefixLength = 0;
    shortestKey = 0;
    longestKey = 0;
    keyBytes = 0;
    valueBytes = 0;
  }

  void set(BlockExtent other) {
    entryCount = other.entryCount;
    commonPrefixLength = other.commonPrefixLength;
    shortestKey = other.shortestKey;
    longestKey = other.longestKey;
    valueLength = other.valueLength;
    kind = other.kind;
    sameValueLength = other.sameValueLength;
    sameKind = other.sameKind;
    leastSequence = other.leastSequence;
    greatestSequence = other.greatestSequence;
    keyBytes = other.keyBytes;
    valueBytes = other.valueBytes;
  }

  /**
   * Counts one more entry in.
   *
   * @param sharedLength leading bytes that its key shares with the one before
   */
  void add(int keyLength, int sharedLength, long sequence, byte entryKind, int entryValueLength) {
    if (entryCount == 0) {
      commonPrefixLength = keyLength;
      shortestKey = keyLength;
      longestKey = keyLength;
      valueLength = entryValueLength;
      kind = entryKind;
      sameValueLength = true;
      sameKind = true;
      leastSequence = sequence;
      greatestSequence = sequence;
    } else {
      // Keys are sorted, so all share the bytes that each shares with the one before.
      commonPrefixLength = Math.min(commonPrefixLength, sharedLength);
      shortestKey = Math.min(shortestKey, keyLength);
      longestKey = Math.max(longestKey, keyLength);
      sameValueLength &= entryValueLength == valueLength;
      sameKind &= entryKind == kind;
      leastSequence = Math.min(leastSequence, sequence);
      greatestSequence = Math.max(greatestSequence, sequence);
    }
    entryCount++;
    keyBytes += keyLength;
    valueBytes += entryValueLength;
  }

  /** Number of leading bytes that all keys share. */
  int commonPrefixLength() {
    return commonPrefixLength;
  }

  long leastSequence() {
    return leastSequence;
  }

  int sequenceWidth() {
    return BlockLayout.width(greatestSequence - leastSequence);
  }

  boolean isOneKind() {
    return sameKind;
  }

  boolean isOneKeyLength() {
    return shortestKey == longestKey;
  }

  boolean isOneValueLength() {
    return sameValueLength;
  }

  /** Length of the longest key behind the common prefix. */
  int longestSuffix() {
    return longestKey - commonPrefixLength;
  }

  /**
   * Length of the content. Exact unless some keys end within their words and others do not; then
   * the result is too large by the padding of the words.
   */
  long contentBytes() {
    int inWords = Math.min(BlockLayout.WORD_BYTES, shortestKey - commonPrefixLength);
    long rests =
        longestSuffix() <= BlockLayout.WORD_BYTES
            ? 0
            : keyBytes - (long) entryCount * (commonPrefixLength + inWords);
    int valueWidth = sameValueLength ? 0 : BlockLayout.width(valueBytes);
    int columns =
        BlockLayout.WORD_BYTES
            + sequenceWidth()
            + (sameKind ? 0 : 1)
            + (isOneKeyLength() ? 0 : BlockLayout.width(longestSuffix()) + BlockLayout.width(rests))
            + valueWidth;
    return BlockLayout.HEADER_BYTES
        + commonPrefixLength
        + (long) entryCount * columns
        + valueWidth
        + rests
        + valueBytes;
  }
}
