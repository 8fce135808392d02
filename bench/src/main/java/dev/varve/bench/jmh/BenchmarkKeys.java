package dev.varve.bench.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The keys 0 to {@code count - 1} as the field's benchmarks make them: a number as 8 big-endian
 * bytes, then as many '0' as it takes. A key is a pure function of its number, so that no table of
 * keys competes for the caches that are being measured. Ascending numbers give ascending keys.
 *
 * @param keyBytes length of each, at least 9
 */
record BenchmarkKeys(int count, int keyBytes) {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  BenchmarkKeys {
    if (count < 1) {
      throw new IllegalArgumentException("keys must be at least 1: " + count);
    }
    if (keyBytes <= Long.BYTES) {
      throw new IllegalArgumentException(
          "keyBytes must be at least " + (Long.BYTES + 1) + ": " + keyBytes);
    }
  }

  /** Room for one key, to be given to the methods below. */
  byte[] newKey() {
    byte[] key = new byte[keyBytes];
    Arrays.fill(key, Long.BYTES, keyBytes, (byte) '0');
    return key;
  }

  /** Makes {@code target} the key with that number. */
  void write(int number, byte[] target) {
    LONG.set(target, 0, (long) number);
    target[keyBytes - 1] = '0';
  }

  /** Makes {@code target} a key that is no key of these: between that number's and the next. */
  void writeAbsent(int number, byte[] target) {
    LONG.set(target, 0, (long) number);
    target[keyBytes - 1] = 'p';
  }
}
