package dev.varve.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The byte order of all keys: unsigned, lexicographic, a prefix before its extensions (memcmp, then
 * length).
 *
 * <p>Comparisons run over big-endian 8-byte words, whose unsigned order is the order of their
 * bytes; they cost about a nanosecond per word, allocate nothing, and read no byte outside the
 * given range.
 */
public final class Bytes {
  private static final VarHandle ARRAY_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong SEGMENT_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  /** Compares two byte ranges; the sign of the result is the order. */
  public static int compare(
      MemorySegment a, long aOffset, int aLength, MemorySegment b, long bOffset, int bLength) {
    int common = Math.min(aLength, bLength);
    int at = 0;
    for (; at + Long.BYTES <= common; at += Long.BYTES) {
      long left = a.get(SEGMENT_LONG, aOffset + at);
      long right = b.get(SEGMENT_LONG, bOffset + at);
      if (left != right) {
        return Long.compareUnsigned(left, right);
      }
    }
    for (; at < common; at++) {
      int difference =
          (a.get(ValueLayout.JAVA_BYTE, aOffset + at) & 0xff)
              - (b.get(ValueLayout.JAVA_BYTE, bOffset + at) & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return aLength - bLength;
  }

  /** Compares a whole array with a byte range; the sign of the result is the order. */
  public static int compare(byte[] a, MemorySegment b, long bOffset, int bLength) {
    return compare(a, 0, a.length, b, bOffset, bLength);
  }

  /** Compares an array range with a byte range; the sign of the result is the order. */
  public static int compare(
      byte[] a, int aOffset, int aLength, MemorySegment b, long bOffset, int bLength) {
    int common = Math.min(aLength, bLength);
    int at = 0;
    for (; at + Long.BYTES <= common; at += Long.BYTES) {
      long left = (long) ARRAY_LONG.get(a, aOffset + at);
      long right = b.get(SEGMENT_LONG, bOffset + at);
      if (left != right) {
        return Long.compareUnsigned(left, right);
      }
    }
    for (; at < common; at++) {
      int difference =
          (a[aOffset + at] & 0xff) - (b.get(ValueLayout.JAVA_BYTE, bOffset + at) & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return aLength - bLength;
  }

  /**
   * The first 8 bytes after {@code skip} as a big-endian word, padded with zeros: comparing two
   * such words as unsigned orders their keys, except where they are equal. A key of at most {@code
   * skip} bytes gives zero.
   */
  public static long prefix(byte[] key, int skip) {
    return prefix(key, 0, key.length, skip);
  }

  /** {@link #prefix(byte[], int)} of a key of {@code length} bytes at {@code offset}. */
  public static long prefix(byte[] bytes, int offset, int length, int skip) {
    int rest = length - skip;
    if (rest >= Long.BYTES) {
      return (long) ARRAY_LONG.get(bytes, offset + skip);
    }
    long word = 0;
    for (int at = 0; at < rest; at++) {
      word |= (bytes[offset + skip + at] & 0xffL) << (56 - 8 * at);
    }
    return word;
  }

  /** {@link #prefix(byte[], int)} of a key of {@code length} bytes at {@code offset}. */
  public static long prefix(MemorySegment segment, long offset, int length, int skip) {
    int rest = length - skip;
    if (rest >= Long.BYTES) {
      return segment.get(SEGMENT_LONG, offset + skip);
    }
    long word = 0;
    for (int at = 0; at < rest; at++) {
      word |= (segment.get(ValueLayout.JAVA_BYTE, offset + skip + at) & 0xffL) << (56 - 8 * at);
    }
    return word;
  }

  /** Length of the longest common prefix of two byte ranges. */
  public static int commonPrefix(
      MemorySegment a, long aOffset, int aLength, MemorySegment b, long bOffset, int bLength) {
    int common = Math.min(aLength, bLength);
    int at = 0;
    for (; at + Long.BYTES <= common; at += Long.BYTES) {
      long difference = a.get(SEGMENT_LONG, aOffset + at) ^ b.get(SEGMENT_LONG, bOffset + at);
      if (difference != 0) {
        return at + (Long.numberOfLeadingZeros(difference) >>> 3);
      }
    }
    while (at < common
        && a.get(ValueLayout.JAVA_BYTE, aOffset + at)
            == b.get(ValueLayout.JAVA_BYTE, bOffset + at)) {
      at++;
    }
    return at;
  }

  /** Writes 8 bytes, the first of them the most significant. */
  public static void setWord(byte[] target, int offset, long word) {
    ARRAY_LONG.set(target, offset, word);
  }

  /** A fresh copy of a byte range. */
  public static byte[] copy(MemorySegment segment, long offset, int length) {
    byte[] copy = new byte[length];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, copy, 0, length);
    return copy;
  }

  /**
   * Copies a byte range that is most often short, such as a key: up to 16 bytes go in two words
   * that may overlap, at a third of what a call of the general copy costs.
   */
  public static void copy(
      MemorySegment segment, long offset, int length, byte[] target, int targetOffset) {
    if (length > 2 * Long.BYTES) {
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, target, targetOffset, length);
    } else if (length >= Long.BYTES) {
      ARRAY_LONG.set(target, targetOffset, segment.get(SEGMENT_LONG, offset));
      if (length > Long.BYTES) {
        int last = length - Long.BYTES;
        ARRAY_LONG.set(target, targetOffset + last, segment.get(SEGMENT_LONG, offset + last));
      }
    } else {
      for (int at = 0; at < length; at++) {
        target[targetOffset + at] = segment.get(ValueLayout.JAVA_BYTE, offset + at);
      }
    }
  }
}
