package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.io.ByteWriter;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The form of numbers in keys, whose bytes sort as the numbers do ({@code docs/formats/key.md}).
 * {@link dev.varve.dynamodb.encoded.EncodedNumber} is shorter and faster to read, for items.
 *
 * <p>A sign byte; for numbers other than zero then the decimal exponent of the first digit plus
 * 130, two digits per byte as value plus 1, and a zero byte at the end. All bytes behind the sign
 * of a negative number are complemented, so larger magnitudes sort first. The end byte makes a
 * number sort before those that continue it (behind them, if negative).
 */
final class NumberCodec {
  private static final int NEGATIVE = 1;
  private static final int ZERO = 2;
  private static final int POSITIVE = 3;

  /** Added to exponents, which run from -130 to 125, so that they fit an unsigned byte. */
  private static final int EXPONENT_BIAS = 130;

  /** Numbers of up to so many digits are handled as longs. */
  private static final int LONG_DIGITS = 18;

  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  private static final long[] POWERS_OF_TEN = new long[LONG_DIGITS + 1];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
    }
  }

  private NumberCodec() {}

  /** Appends the ordered form: 1 to 22 bytes. */
  static void putOrdered(ByteWriter out, N number) {
    BigDecimal value = number.value();
    int signum = value.signum();
    if (signum == 0) {
      out.putByte(ZERO);
      return;
    }
    out.putByte(signum < 0 ? NEGATIVE : POSITIVE);
    int complement = signum < 0 ? 0xFF : 0;
    int digits = value.precision();
    out.putByte((digits - value.scale() - 1 + EXPONENT_BIAS) ^ complement);
    if (digits <= LONG_DIGITS) {
      putPairs(out, Math.abs(value.unscaledValue().longValue()), digits, complement);
    } else {
      putPairs(out, value.unscaledValue().abs().toString(), complement);
    }
    out.putByte(complement);
  }

  private static void putPairs(ByteWriter out, long unscaled, int digits, int complement) {
    long rest = unscaled;
    int left = digits;
    while (left >= 2) {
      long power = POWERS_OF_TEN[left - 2];
      out.putByte((int) (rest / power + 1) ^ complement);
      rest %= power;
      left -= 2;
    }
    // An odd last digit is the first of its pair.
    if (left == 1) {
      out.putByte((int) (rest * 10 + 1) ^ complement);
    }
  }

  private static void putPairs(ByteWriter out, String digits, int complement) {
    for (int i = 0; i < digits.length(); i += 2) {
      int second = i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : 0;
      out.putByte(((digits.charAt(i) - '0') * 10 + second + 1) ^ complement);
    }
  }

  /**
   * Reads the ordered form.
   *
   * @throws IndexOutOfBoundsException if the bytes end early
   * @throws IllegalArgumentException if they are no number
   */
  static N getOrdered(byte[] bytes, int offset, int length) {
    int sign = bytes[offset];
    if (sign == ZERO) {
      requireEnd(length == 1);
      return new N(BigDecimal.ZERO);
    }
    if (sign != NEGATIVE && sign != POSITIVE) {
      throw new IllegalArgumentException("sign byte " + sign);
    }
    int complement = sign == NEGATIVE ? 0xFF : 0;
    int exponent = ((bytes[offset + 1] & 0xFF) ^ complement) - EXPONENT_BIAS;
    int pairs = length - 3;
    requireEnd(pairs > 0 && ((bytes[offset + length - 1] & 0xFF) ^ complement) == 0);
    int scale = pairs * 2 - 1 - exponent;
    if (pairs * 2 <= LONG_DIGITS) {
      long unscaled = 0;
      for (int i = 0; i < pairs; i++) {
        unscaled = unscaled * 100 + pair(bytes[offset + 2 + i], complement);
      }
      return new N(BigDecimal.valueOf(sign == NEGATIVE ? -unscaled : unscaled, scale));
    }
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < pairs; i++) {
      unscaled =
          unscaled
              .multiply(HUNDRED)
              .add(BigInteger.valueOf(pair(bytes[offset + 2 + i], complement)));
    }
    return new N(new BigDecimal(sign == NEGATIVE ? unscaled.negate() : unscaled, scale));
  }

  /**
   * Where the ordered form that begins at {@code offset} ends: the offset of what follows.
   *
   * @throws IndexOutOfBoundsException if the bytes end early
   */
  static int endOfOrdered(byte[] bytes, int offset) {
    if (bytes[offset] == ZERO) {
      return offset + 1;
    }
    byte end = bytes[offset] == NEGATIVE ? (byte) 0xFF : 0;
    int at = offset + 2; // the exponent may be any byte, digit pairs are never the end byte
    while (bytes[at] != end) {
      at++;
    }
    return at + 1;
  }

  private static int pair(byte encoded, int complement) {
    int pair = ((encoded & 0xFF) ^ complement) - 1;
    if (pair < 0 || pair > 99) {
      throw new IllegalArgumentException("digit pair " + pair);
    }
    return pair;
  }

  private static void requireEnd(boolean atEnd) {
    if (!atEnd) {
      throw new IllegalArgumentException("number without its end");
    }
  }
}
