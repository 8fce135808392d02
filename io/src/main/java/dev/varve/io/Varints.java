package dev.varve.io;

/**
 * Unsigned LEB128 integers: seven bits per byte, low bits first, the high bit set on all but the
 * last byte. Writers emit the shortest form, so a reader advances by {@link #length} of the value
 * it read.
 */
public final class Varints {
  /** Longest encoding of a 32-bit value, in bytes. */
  public static final int MAX_INT_LENGTH = 5;

  /** Longest encoding of a 64-bit value, in bytes. */
  public static final int MAX_LONG_LENGTH = 10;

  private Varints() {}

  /** Bytes that the encoding of {@code value}, taken as unsigned, needs: 1 to 10. */
  public static int length(long value) {
    // ceil(bits / 7) with at least one bit, without a division.
    return ((63 - Long.numberOfLeadingZeros(value | 1)) * 9 + 73) >>> 6;
  }

  /** Reads the varint at {@code offset}; bytes beyond the tenth are not read. */
  public static long get(byte[] bytes, int offset) {
    byte first = bytes[offset];
    if (first >= 0) {
      return first;
    }
    long value = first & 0x7f;
    for (int shift = 7; shift < 70; shift += 7) {
      byte next = bytes[++offset];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }

  /**
   * Writes {@code value}, taken as unsigned, at {@code offset}.
   *
   * @return the offset behind it
   */
  public static int put(byte[] bytes, int offset, long value) {
    while ((value & ~0x7fL) != 0) {
      bytes[offset++] = (byte) (value | 0x80);
      value >>>= 7;
    }
    bytes[offset++] = (byte) value;
    return offset;
  }
}
