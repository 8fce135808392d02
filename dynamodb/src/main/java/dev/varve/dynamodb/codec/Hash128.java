package dev.varve.dynamodb.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash that spreads partition keys: MurmurHash3, the x64 variant with 128 bits, seed 0 (Austin
 * Appleby, 2011, in the public domain). Stable for ever, since stored keys begin with it; {@code
 * docs/formats/key.md} has test vectors.
 *
 * <p>Sixteen bytes at a time are multiplied, rotated and mixed into two 64-bit lanes; up to fifteen
 * bytes at the end are mixed the same way; a finalizer lets every bit of the input reach every bit
 * of the output. It spreads well and is quick. It is not made against adversaries; two partition
 * keys with the same hash are still told apart, since the key itself follows its hash.
 */
final class Hash128 {
  /** Bytes of a hash. */
  static final int BYTES = 16;

  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private Hash128() {}

  /**
   * Writes the hash of {@code length} bytes of {@code bytes} from {@code offset} on to {@code
   * target}, most significant byte first.
   */
  static void put(byte[] bytes, int offset, int length, byte[] target, int targetOffset) {
    long h1 = 0;
    long h2 = 0;
    int at = offset;
    int end = offset + length;
    for (; at + BYTES <= end; at += BYTES) {
      h1 ^= mix1((long) LITTLE.get(bytes, at));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mix2((long) LITTLE.get(bytes, at + Long.BYTES));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    h2 ^= mix2(tail(bytes, at + Long.BYTES, end));
    h1 ^= mix1(tail(bytes, at, Math.min(end, at + Long.BYTES)));

    h1 ^= length;
    h2 ^= length;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    h1 += h2;
    h2 += h1;
    BIG.set(target, targetOffset, h1);
    BIG.set(target, targetOffset + Long.BYTES, h2);
  }

  private static long mix1(long k1) {
    return Long.rotateLeft(k1 * C1, 31) * C2;
  }

  private static long mix2(long k2) {
    return Long.rotateLeft(k2 * C2, 33) * C1;
  }

  /**
   * The bytes from {@code from} to {@code to} as a little-endian number; 0, which mixes to 0, if
   * there are none.
   */
  private static long tail(byte[] bytes, int from, int to) {
    long word = 0;
    for (int i = to - 1; i >= from; i--) {
      word = (word << 8) | (bytes[i] & 0xFF);
    }
    return word;
  }

  private static long finish(long k) {
    long mixed = (k ^ (k >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
