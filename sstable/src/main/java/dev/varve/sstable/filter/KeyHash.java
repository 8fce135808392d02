package dev.varve.sstable.filter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 64-bit hash of user keys that filters are built on: 16 bytes per step, folded by a 64 x 64 to
 * 128 bit multiplication. Part of the file format, so it never changes under its name. No defence
 * against chosen keys: an attacker who chooses keys can make a filter useless, never wrong.
 */
public final class KeyHash {
  private static final VarHandle ARRAY_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle ARRAY_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  // Odd numbers with about half of their bits set: fractional digits of the square roots of 2, 3,
  // 5.
  private static final long SEED = 0x6a09e667f3bcc909L;
  private static final long FIRST = 0xbb67ae8584caa73bL;
  private static final long LAST = 0x3c6ef372fe94f82bL;

  private KeyHash() {}

  /** Hash of a whole array. */
  public static long of(byte[] key) {
    int length = key.length;
    long hash = SEED ^ length * FIRST;
    int at = 0;
    for (; length - at > 16; at += 16) {
      hash =
          fold((long) ARRAY_LONG.get(key, at) ^ FIRST, (long) ARRAY_LONG.get(key, at + 8) ^ hash);
    }
    // The last 1 to 16 bytes as two words that may overlap.
    int rest = length - at;
    long a;
    long b;
    if (rest >= 8) {
      a = (long) ARRAY_LONG.get(key, at);
      b = (long) ARRAY_LONG.get(key, length - 8);
    } else if (rest >= 4) {
      a = (int) ARRAY_INT.get(key, at);
      b = (int) ARRAY_INT.get(key, length - 4);
    } else if (rest > 0) {
      a = (key[at] & 0xff) | (key[at + rest / 2] & 0xff) << 8 | (key[length - 1] & 0xff) << 16;
      b = 0;
    } else {
      a = 0;
      b = 0;
    }
    return last(a, b, hash);
  }

  /** Hash of a byte range, equal to that of an array with these bytes. */
  public static long of(MemorySegment segment, long offset, int length) {
    long hash = SEED ^ length * FIRST;
    long at = offset;
    long end = offset + length;
    for (; end - at > 16; at += 16) {
      hash = fold(segment.get(LONG, at) ^ FIRST, segment.get(LONG, at + 8) ^ hash);
    }
    int rest = (int) (end - at);
    long a;
    long b;
    if (rest >= 8) {
      a = segment.get(LONG, at);
      b = segment.get(LONG, end - 8);
    } else if (rest >= 4) {
      a = segment.get(INT, at);
      b = segment.get(INT, end - 4);
    } else if (rest > 0) {
      a =
          (segment.get(ValueLayout.JAVA_BYTE, at) & 0xff)
              | (segment.get(ValueLayout.JAVA_BYTE, at + rest / 2) & 0xff) << 8
              | (segment.get(ValueLayout.JAVA_BYTE, end - 1) & 0xff) << 16;
      b = 0;
    } else {
      a = 0;
      b = 0;
    }
    return last(a, b, hash);
  }

  private static long last(long a, long b, long hash) {
    return fold(fold(a ^ FIRST, b ^ hash) ^ LAST, hash);
  }

  private static long fold(long a, long b) {
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }
}
