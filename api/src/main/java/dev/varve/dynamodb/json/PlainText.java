package dev.varve.dynamodb.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells which texts stand in JSON as they are, eight bytes at a time. */
final class PlainText {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long BLANKS = ONES * ' ';
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  private PlainText() {}

  /** Whether UTF-8 holds no control character, quote or backslash, which JSON escapes. */
  static boolean is(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      if (escaped((long) LONG.get(bytes, at)) != 0) {
        return false;
      }
    }
    for (; at < end; at++) {
      byte b = bytes[at];
      if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  /**
   * Zero if none of eight bytes is escaped. A difference borrows from a byte's high bit, which was
   * not set, only if the byte, or one below it, is less than what is subtracted.
   */
  private static long escaped(long eight) {
    long unlessQuote = eight ^ QUOTES;
    long unlessBackslash = eight ^ BACKSLASHES;
    return (((eight - BLANKS) & ~eight)
            | ((unlessQuote - ONES) & ~unlessQuote)
            | ((unlessBackslash - ONES) & ~unlessBackslash))
        & HIGH_BITS;
  }
}
