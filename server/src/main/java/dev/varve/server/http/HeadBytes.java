package dev.varve.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects the bytes of a head: many small copies into an array cost less than into a buffer. */
final class HeadBytes {
  private static final int FIRST_BYTES = 512;

  /** Of the longest number. */
  private static final int MAX_DIGITS = 19;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /** The array, of which {@link #length} bytes count. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void add(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  /** Adds text, a byte for each character. */
  void add(String latin1) {
    add(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Adds a number that is not negative, in decimal digits. */
  void add(long number) {
    reserve(MAX_DIGITS);
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    length += digits;
    long rest = number;
    for (int i = 1; i <= digits; i++) {
      bytes[length - i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
