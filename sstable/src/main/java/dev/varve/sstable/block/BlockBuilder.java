package dev.varve.sstable.block;

import dev.varve.io.ByteWriter;
import dev.varve.io.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Collects sorted entries and encodes them as one block. Entries are kept apart until the end,
 * since the prefix that all keys of the block share is known only then. Reusable; for one thread.
 */
public final class BlockBuilder {
  private final ByteWriter keys = new ByteWriter(1 << 10);
  private final ByteWriter values = new ByteWriter(1 << 12);
  private int[] keyEnd = new int[64];
  private int[] valueEnd = new int[64];
  private byte[] kind = new byte[64];
  private long[] sequence = new long[64];
  private final BlockExtent extent = new BlockExtent();
  private final BlockExtent grown = new BlockExtent();
  private int entryCount;

  /** Creates an empty builder. */
  public BlockBuilder() {}

  /** Number of entries collected. */
  public int entryCount() {
    return entryCount;
  }

  /** How long the block's content would be now, at most. */
  public long contentBytes() {
    return extent.contentBytes();
  }

  /**
   * How long the block's content would be with one more entry, at most.
   *
   * @param sharedLength as for {@link #add}
   */
  public long contentBytesWith(
      int keyLength, int sharedLength, long entrySequence, byte entryKind, int valueLength) {
    grown.set(extent);
    grown.add(keyLength, sharedLength, entrySequence, entryKind, valueLength);
    return grown.contentBytes();
  }

  /**
   * Adds an entry behind the last one. Copies key and value.
   *
   * @param sharedLength number of leading bytes that the key has in common with the last one added;
   *     ignored for the first
   */
  public void add(
      MemorySegment key,
      long keyOffset,
      int keyLength,
      int sharedLength,
      long entrySequence,
      byte entryKind,
      MemorySegment value,
      long valueOffset,
      int valueLength) {
    assert entryCount == 0
            || (sharedLength <= keyLength && sharedLength <= keyLength(entryCount - 1))
        : "a key of " + keyLength + " bytes shares " + sharedLength;
    if (entryCount == keyEnd.length) {
      grow();
    }
    extent.add(keyLength, sharedLength, entrySequence, entryKind, valueLength);
    keys.putBytes(key, keyOffset, keyLength);
    values.putBytes(value, valueOffset, valueLength);
    keyEnd[entryCount] = keys.length();
    valueEnd[entryCount] = values.length();
    kind[entryCount] = entryKind;
    sequence[entryCount] = entrySequence;
    entryCount++;
  }

  /** Number of leading bytes that a key has in common with the last one added, if there is one. */
  public int sharedWithLast(MemorySegment key, long keyOffset, int keyLength) {
    return entryCount == 0
        ? 0
        : Bytes.commonPrefix(
            MemorySegment.ofArray(keys.array()),
            keyStart(entryCount - 1),
            keyLength(entryCount - 1),
            key,
            keyOffset,
            keyLength);
  }

  /** Appends the block's content to {@code out} and starts again with nothing. */
  public void finish(ByteWriter out) {
    int common = extent.commonPrefixLength();
    boolean sameKind = extent.isOneKind();
    boolean sameSuffix = extent.isOneKeyLength();
    boolean sameValue = extent.isOneValueLength();
    long leastSequence = extent.leastSequence();
    int longestSuffix = extent.longestSuffix();
    int restsLength = 0;
    for (int entry = 0; entry < entryCount; entry++) {
      restsLength += restLength(entry);
    }
    int sequenceWidth = extent.sequenceWidth();
    int lengthWidth = sameSuffix ? 0 : BlockLayout.width(longestSuffix);
    int restWidth = sameSuffix ? 0 : BlockLayout.width(restsLength);
    int valueWidth = sameValue ? 0 : BlockLayout.width(values.length());
    long commonKind = sameKind ? kind[0] : 0;
    out.putInt(entryCount)
        .putByte(common)
        .putByte(common >>> 8)
        .putByte(
            sequenceWidth << BlockLayout.SEQUENCE_WIDTH_SHIFT
                | lengthWidth << BlockLayout.LENGTH_WIDTH_SHIFT)
        .putByte(
            (restWidth << BlockLayout.REST_WIDTH_SHIFT
                    | valueWidth << BlockLayout.VALUE_WIDTH_SHIFT)
                >>> 8)
        .putInt(sameSuffix ? longestSuffix : restsLength)
        .putInt(sameValue ? valueLength(0) : 0)
        .putLong(leastSequence | commonKind << BlockLayout.KIND_SHIFT);
    out.putBytes(keys.array(), 0, common);
    putWords(out);
    for (int entry = 0; sequenceWidth > 0 && entry < entryCount; entry++) {
      out.putFixed(sequence[entry] - leastSequence, sequenceWidth);
    }
    if (!sameKind) {
      out.putBytes(kind, 0, entryCount);
    }
    for (int entry = 0; lengthWidth > 0 && entry < entryCount; entry++) {
      out.putFixed(keyLength(entry) - common, lengthWidth);
    }
    int restStart = 0;
    for (int entry = 0; restWidth > 0 && entry < entryCount; entry++) {
      out.putFixed(restStart, restWidth);
      restStart += restLength(entry);
    }
    for (int entry = 0; valueWidth > 0 && entry <= entryCount; entry++) {
      out.putFixed(valueStart(entry), valueWidth);
    }
    for (int entry = 0; restsLength > 0 && entry < entryCount; entry++) {
      int rest = restLength(entry);
      out.putBytes(keys.array(), keyEnd[entry] - rest, rest);
    }
    out.putBytes(values.array(), 0, values.length());
    keys.clear();
    values.clear();
    entryCount = 0;
    extent.clear();
  }

  private void putWords(ByteWriter out) {
    for (int entry = 0; entry < entryCount; entry++) {
      int from = keyStart(entry) + extent.commonPrefixLength();
      int length = Math.min(BlockLayout.WORD_BYTES, keyEnd[entry] - from);
      out.putBytes(keys.array(), from, length);
      for (int pad = length; pad < BlockLayout.WORD_BYTES; pad++) {
        out.putByte(0);
      }
    }
  }

  /** Bytes of a key behind common prefix and word. */
  private int restLength(int entry) {
    return Math.max(0, keyLength(entry) - extent.commonPrefixLength() - BlockLayout.WORD_BYTES);
  }

  private int keyLength(int entry) {
    return keyEnd[entry] - keyStart(entry);
  }

  private int valueLength(int entry) {
    return valueEnd[entry] - valueStart(entry);
  }

  private int keyStart(int entry) {
    return entry == 0 ? 0 : keyEnd[entry - 1];
  }

  private int valueStart(int entry) {
    return entry == 0 ? 0 : valueEnd[entry - 1];
  }

  private void grow() {
    int capacity = entryCount * 2;
    keyEnd = Arrays.copyOf(keyEnd, capacity);
    valueEnd = Arrays.copyOf(valueEnd, capacity);
    kind = Arrays.copyOf(kind, capacity);
    sequence = Arrays.copyOf(sequence, capacity);
  }
}
