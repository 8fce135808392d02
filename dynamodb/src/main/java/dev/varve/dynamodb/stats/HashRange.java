package dev.varve.dynamodb.stats;

import java.util.HexFormat;

/**
 * A range of the 128-bit hash space, cut at 64-bit borders: all hashes whose first 64 bits are in
 * {@code [first, last]}, as unsigned numbers.
 *
 * @param first first 64 bits of the smallest hash
 * @param last first 64 bits of the largest hash, inclusive
 */
public record HashRange(long first, long last) {
  /** The whole space. */
  public static final HashRange ALL = new HashRange(0, -1);

  public HashRange {
    if (Long.compareUnsigned(first, last) > 0) {
      throw new IllegalArgumentException(
          "empty hash range: "
              + Long.toUnsignedString(first, 16)
              + " to "
              + Long.toUnsignedString(last, 16));
    }
  }

  /**
   * Part {@code number}, from 0, of {@code count} equal parts of the whole space: {@code
   * [floor(number * 2^64 / count), floor((number + 1) * 2^64 / count))}.
   */
  public static HashRange part(int number, int count) {
    if (count < 1 || number < 0 || number >= count) {
      throw new IllegalArgumentException("part " + number + " of " + count);
    }
    return new HashRange(
        border(number, count), number == count - 1 ? -1L : border(number + 1, count) - 1);
  }

  /** Whether a hash with these first 64 bits lies in this range. */
  public boolean contains(long hash) {
    return Long.compareUnsigned(hash, first) >= 0 && Long.compareUnsigned(hash, last) <= 0;
  }

  /** floor(number * 2^64 / count) for number below count, by long division with 32-bit digits. */
  private static long border(int number, int count) {
    long high = ((long) number << 32) / count;
    long remainder = ((long) number << 32) % count;
    long low = (remainder << 32) / count;
    return (high << 32) | low;
  }

  /** Both ends in hexadecimal. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(first) + ".." + hex.toHexDigits(last);
  }
}
