package dev.varve.dynamodb.encoded;

import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.io.ByteWriter;
import dev.varve.io.Varints;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Numbers in items ({@code docs/formats/item.md}): the scale as a zigzag varint, then the unscaled
 * value in two's complement, big-endian, as few bytes as possible and none for zero.
 *
 * <p>Numbers whose digits fit a long, which are nearly all, go from text to bytes and back without
 * an object.
 */
public final class EncodedNumber {
  /** Room for the text of every number whose digits fit a long: sign, point, zeros and digits. */
  public static final int MAX_TEXT_BYTES = 192;

  /** Numbers of up to so many digits are handled as longs. */
  private static final int LONG_DIGITS = 18;

  /** The scale of 1E+125, the smallest that there is. */
  private static final int MIN_SCALE = -125;

  /**
   * The scale of 1E-130 with all digits that a long has behind it, the largest that is a long's.
   */
  private static final int MAX_LONG_SCALE = 148;

  private EncodedNumber() {}

  /** Appends a number, without its length: 1 to 18 bytes. */
  public static void put(ByteWriter out, N number) {
    BigDecimal value = number.value();
    if (value.precision() > LONG_DIGITS) {
      out.putVarint(zigzag(value.scale())).putBytes(value.unscaledValue().toByteArray());
    } else {
      put(out, value.unscaledValue().longValue(), value.scale());
    }
  }

  private static void put(ByteWriter out, long unscaled, int scale) {
    out.putVarint(zigzag(scale));
    for (int shift = (bytes(unscaled) - 1) * 8; shift >= 0; shift -= 8) {
      out.putByte((int) (unscaled >> shift));
    }
  }

  /** The number of bytes that {@link #put} appends. */
  public static int length(N number) {
    BigDecimal value = number.value();
    int unscaledBytes =
        value.precision() > LONG_DIGITS
            ? value.unscaledValue().bitLength() / 8 + 1
            : bytes(value.unscaledValue().longValue());
    return Varints.length(zigzag(value.scale())) + unscaledBytes;
  }

  /** How many bytes hold {@code value} in two's complement; 0 for zero. */
  private static int bytes(long value) {
    return value == 0
        ? 0
        : (Long.SIZE - Long.numberOfLeadingZeros(value < 0 ? ~value : value)) / 8 + 1;
  }

  private static long zigzag(int scale) {
    return ((long) scale << 1) ^ (scale >> 31);
  }

  private static int scale(long zigzag) {
    return (int) ((zigzag >>> 1) ^ -(zigzag & 1));
  }

  /**
   * Reads a number.
   *
   * @throws IndexOutOfBoundsException if the bytes end early
   */
  public static N get(byte[] bytes, int offset, int length) {
    long zigzag = Varints.get(bytes, offset);
    int at = offset + Varints.length(zigzag);
    int end = offset + length;
    return new N(
        end - at > Long.BYTES
            ? new BigDecimal(new BigInteger(bytes, at, end - at), scale(zigzag))
            : BigDecimal.valueOf(unscaled(bytes, at, end), scale(zigzag)));
  }

  private static long unscaled(byte[] bytes, int offset, int end) {
    int at = offset;
    // The first byte carries the sign.
    long unscaled = at < end ? bytes[at++] : 0;
    while (at < end) {
      unscaled = (unscaled << 8) | (bytes[at++] & 0xFF);
    }
    return unscaled;
  }

  /**
   * Writes a number in plain decimal, as {@link N#text} does.
   *
   * @param target has room for {@link #MAX_TEXT_BYTES}
   * @return how many bytes it takes; 0, and nothing was written, if it has more digits than a long,
   *     or is none
   * @throws IndexOutOfBoundsException if the bytes end early
   */
  public static int text(byte[] bytes, int offset, int length, byte[] target) {
    long zigzag = Varints.get(bytes, offset);
    int scale = scale(zigzag);
    int begin = offset + Varints.length(zigzag);
    int end = offset + length;
    if (end - begin > Long.BYTES || scale < MIN_SCALE || scale > MAX_LONG_SCALE) {
      return 0;
    }
    long unscaled = unscaled(bytes, begin, end);
    if (unscaled == Long.MIN_VALUE) {
      return 0; // has no magnitude
    }
    int at = 0;
    if (unscaled < 0) {
      target[at++] = '-';
    }
    long magnitude = Math.abs(unscaled);
    int digits = digits(magnitude);
    if (scale <= 0) {
      putDigits(magnitude, target, at, digits, -1);
      Arrays.fill(target, at + digits, at + digits - scale, (byte) '0');
      return at + digits - scale;
    }
    int width = Math.max(digits, scale + 1) + 1;
    putDigits(magnitude, target, at, width, at + width - 1 - scale);
    return at + width;
  }

  /**
   * Writes digits, with zeros before them where there are fewer.
   *
   * @param width how many characters
   * @param point where one of them is the decimal point, or -1
   */
  private static void putDigits(long magnitude, byte[] target, int offset, int width, int point) {
    long rest = magnitude;
    for (int at = offset + width - 1; at >= offset; at--) {
      if (at == point) {
        target[at] = '.';
      } else {
        target[at] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
  }

  private static int digits(long magnitude) {
    int digits = 1;
    for (long rest = magnitude; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /**
   * Appends the number that a text says, with its length in front, if it has the usual form: up to
   * 18 digits, perhaps with a minus sign and a point, and no exponent.
   *
   * @return what the number counts towards the size of its item; 0, and nothing was appended, for
   *     any other text, which may be a number or not
   */
  public static int putText(ByteWriter out, char[] text, int offset, int length) {
    int at = offset;
    int end = offset + length;
    boolean negative = at < end && text[at] == '-';
    if (negative) {
      at++;
    }
    if (end - at > LONG_DIGITS + 1) {
      return 0;
    }
    long magnitude = 0;
    int digits = 0;
    int whole = -1; // digits before the point
    for (; at < end; at++) {
      char c = text[at];
      if (c >= '0' && c <= '9') {
        magnitude = magnitude * 10 + (c - '0');
        digits++;
      } else if (c == '.' && whole < 0 && digits > 0) {
        whole = digits;
      } else {
        return 0;
      }
    }
    if (digits == 0 || digits > LONG_DIGITS) {
      return 0;
    }
    int scale = whole < 0 ? 0 : digits - whole;
    if (magnitude == 0) {
      scale = 0;
    } else {
      while (magnitude % 10 == 0) {
        magnitude /= 10;
        scale--;
      }
    }
    long unscaled = negative ? -magnitude : magnitude;
    out.putVarint(Varints.length(zigzag(scale)) + bytes(unscaled));
    put(out, unscaled, scale);
    return ItemRules.numberBytes(Long.signum(unscaled), digits(magnitude), scale);
  }
}
