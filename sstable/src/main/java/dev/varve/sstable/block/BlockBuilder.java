package dev.varve.sstable.block;

import dev.varve.io.ByteWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Collects sorted entries and encodes them as one block. Entries are kept apart until the end,
 * since what all keys of the block share is known only then. Reusable; for one thread.
 */
public final class BlockBuilder {
  /** Room for the parts of an entry that are neither key nor value, for estimates. */
  private static final int ENTRY_OVERHEAD_BYTES = 7;

  private final int restartInterval;
  private final ByteWriter keys = new ByteWriter(1 << 10);
  private final ByteWriter values = new ByteWriter(1 << 12);
  private int[] keyEnd = new int[64];
  private int[] shared = new int[64];
  private int[] valueEnd = new int[64];
  private byte[] kind = new byte[64];
  private long[] sequence = new long[64];
  private int entryCount;
  private long estimatedBytes = BlockLayout.TAIL_BYTES;

  /** Creates an empty builder with {@code restartInterval} entries per restart point, 1 to 255. */
  public BlockBuilder(int restartInterval) {
    this.restartInterval = restartInterval;
  }

  /** Number of entries collected. */
  public int entryCount() {
    return entryCount;
  }

  /** About how long the block would be now. */
  public long estimatedBytes() {
    return estimatedBytes;
  }

  /** About how much longer an entry would make the block. */
  public long estimatedGrowth(int keyLength, int sharedLength, int valueLength) {
    return entryCount % restartInterval == 0
        ? ENTRY_OVERHEAD_BYTES
            + BlockLayout.PREFIX_BYTES
            + BlockLayout.OFFSETS_BYTES
            + (long) keyLength
            + valueLength
        : ENTRY_OVERHEAD_BYTES + (long) keyLength - sharedLength + valueLength;
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
    if (entryCount == keyEnd.length) {
      grow();
    }
    estimatedBytes += estimatedGrowth(keyLength, sharedLength, valueLength);
    keys.putBytes(key, keyOffset, keyLength);
    values.putBytes(value, valueOffset, valueLength);
    keyEnd[entryCount] = keys.length();
    shared[entryCount] = sharedLength;
    valueEnd[entryCount] = values.length();
    kind[entryCount] = entryKind;
    sequence[entryCount] = entrySequence;
    entryCount++;
  }

  /** Appends the block's content to {@code out} and starts again with nothing. */
  public void finish(ByteWriter out) {
    int common = commonPrefixLength();
    byte[] keyBytes = keys.array();
    int restartCount = (entryCount + restartInterval - 1) / restartInterval;
    int[] keyOffset = new int[restartCount];
    out.putBytes(values.array(), 0, values.length());
    int start = out.length();
    for (int entry = 0; entry < entryCount; entry++) {
      int keyStart = keyStart(entry);
      int sharedLength = shared[entry] - common;
      if (entry % restartInterval == 0) {
        keyOffset[entry / restartInterval] = out.length() - start;
        sharedLength = 0;
      }
      int suffixStart = keyStart + common + sharedLength;
      out.putVarint(sharedLength)
          .putVarint(keyEnd[entry] - suffixStart)
          .putVarint(valueEnd[entry] - valueStart(entry))
          .putByte(kind[entry])
          .putVarint(sequence[entry])
          .putBytes(keyBytes, suffixStart, keyEnd[entry] - suffixStart);
    }
    out.putBytes(keyBytes, 0, common);
    for (int entry = 0; entry < entryCount; entry += restartInterval) {
      int prefixStart = keyStart(entry) + common;
      int known = Math.min(BlockLayout.PREFIX_BYTES, keyEnd[entry] - prefixStart);
      out.putBytes(keyBytes, prefixStart, known);
      for (int pad = known; pad < BlockLayout.PREFIX_BYTES; pad++) {
        out.putByte(0);
      }
    }
    for (int entry = 0; entry < entryCount; entry += restartInterval) {
      out.putInt(keyOffset[entry / restartInterval]).putInt(valueStart(entry));
    }
    out.putInt(values.length())
        .putInt(entryCount)
        .putInt(restartCount)
        .putByte(common)
        .putByte(common >>> 8)
        .putByte(restartInterval)
        .putByte(0);
    keys.clear();
    values.clear();
    entryCount = 0;
    estimatedBytes = BlockLayout.TAIL_BYTES;
  }

  /** What first and last key share, all keys between them share too, since they are sorted. */
  private int commonPrefixLength() {
    int lastStart = keyStart(entryCount - 1);
    int mismatch =
        Arrays.mismatch(
            keys.array(), 0, keyEnd[0], keys.array(), lastStart, keyEnd[entryCount - 1]);
    return mismatch < 0 ? keyEnd[0] : mismatch;
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
    shared = Arrays.copyOf(shared, capacity);
    valueEnd = Arrays.copyOf(valueEnd, capacity);
    kind = Arrays.copyOf(kind, capacity);
    sequence = Arrays.copyOf(sequence, capacity);
  }
}
