package dev.varve.bench.kv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Keys by number, ascending with it. Present keys have even places and absent ones odd places, so
 * that each absent key lies between two present ones.
 *
 * <p>Immutable and thread-safe.
 */
final class KeySpace {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte PADDING = '0';
  private static final int DIGITS = 16;

  private final KeyFormat format;
  private final int keyBytes;

  KeySpace(KeyFormat format, int keyBytes) {
    this.format = format;
    this.keyBytes = keyBytes;
  }

  int keyBytes() {
    return keyBytes;
  }

  byte[] newKey() {
    byte[] key = new byte[keyBytes];
    Arrays.fill(key, PADDING);
    return key;
  }

  /** Writes the present key of that number to an array made by {@link #newKey}. */
  void present(long number, byte[] key) {
    write(2 * number, key);
  }

  /** Writes the absent key between present ones {@code number} and {@code number + 1}. */
  void between(long number, byte[] key) {
    write(2 * number + 1, key);
  }

  /**
   * The place of a key: twice the number of a present one, odd for one between them, -1 for bytes
   * that are no key.
   */
  long place(byte[] key, int length) {
    if (length != keyBytes) {
      return -1;
    }
    return switch (format) {
      case BINARY -> (long) LONG.get(key, 0);
      case DECIMAL -> {
        long place = 0;
        for (int i = 0; i < DIGITS; i++) {
          int digit = key[i] - '0';
          if (digit < 0 || digit > 9) {
            yield -1;
          }
          place = place * 10 + digit;
        }
        yield place;
      }
    };
  }

  private void write(long place, byte[] key) {
    switch (format) {
      case BINARY -> LONG.set(key, 0, place);
      case DECIMAL -> {
        for (int i = DIGITS - 1; i >= 0; i--) {
          key[i] = (byte) ('0' + place % 10);
          place /= 10;
        }
      }
    }
  }
}
