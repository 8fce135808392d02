package dev.varve.dynamodb.value;

import dev.varve.dynamodb.error.ValidationException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * DynamoDB's numbers: their grammar, range and normal form.
 *
 * <p>Checks go in DynamoDB's order: syntax, magnitude, digits. No text costs more than its own
 * length: exponents are compared before a number is built, so {@code 1e2147483647} is refused at
 * once.
 */
final class Numbers {
  /** Significant digits at most. */
  static final int MAX_DIGITS = 38;

  /** Largest exponent of the first digit: 9.99..E+125. */
  static final int MAX_EXPONENT = 125;

  /** Smallest exponent of the first digit: 1E-130. */
  static final int MIN_EXPONENT = -130;

  /** Digits that always fit in a long. */
  private static final int MAX_LONG_DIGITS = 18;

  /**
   * Exponents are cut off here while reading, far beyond the range and far from overflowing an int.
   */
  private static final int EXPONENT_CAP = 100_000_000;

  private Numbers() {}

  /** The normal form: no trailing zeros, zero with scale 0; refused if out of range or too long. */
  static BigDecimal normalise(BigDecimal value) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    // The exponent of the first digit does not change when zeros are stripped, so check it before
    // doing so.
    checkMagnitude((long) value.precision() - value.scale() - 1);
    BigDecimal stripped = value.stripTrailingZeros();
    checkDigits(stripped.precision());
    return stripped;
  }

  /** The result of an exact operation. DynamoDB calls too many digits an overflow here. */
  static AttributeValue.N result(BigDecimal value) {
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (stripped.precision() > MAX_DIGITS) {
      throw overflow();
    }
    return new AttributeValue.N(stripped);
  }

  static AttributeValue.N parse(String text) {
    if (text == null || text.isEmpty()) {
      throw ValidationException.ofNumbers("The parameter cannot be converted to a numeric value");
    }
    Scanner scanner = new Scanner(text);
    scanner.scan();
    if (scanner.firstDigit < 0) {
      return new AttributeValue.N(BigDecimal.ZERO);
    }
    long exponent = (long) scanner.pointPosition - scanner.firstDigit - 1 + scanner.exponent;
    checkMagnitude(exponent);
    int digits = scanner.lastDigit - scanner.firstDigit + 1;
    checkDigits(digits);
    // |exponent| <= 130 and digits <= 38 here, so the scale is small.
    int scale = (int) (digits - 1 - exponent);
    return new AttributeValue.N(scanner.significant(digits, scale));
  }

  /**
   * What a number counts towards its item's size: one byte, one for every two digits on each side
   * of the point, and one for a minus sign. Zeros at the end of a whole number and after the point
   * of a pure fraction cost nothing.
   *
   * @param value in normal form
   */
  static int sizeBytes(BigDecimal value) {
    return sizeBytes(value.signum(), value.precision(), value.scale());
  }

  /** {@link #sizeBytes(BigDecimal)} of a sign, a number of digits and a scale. */
  static int sizeBytes(int signum, int digits, int scale) {
    if (signum == 0) {
      return 1;
    }
    int whole;
    int fraction;
    if (scale <= 0) {
      // The normal form holds no trailing zeros, so these are the digits that count.
      whole = digits;
      fraction = 0;
    } else if (digits > scale) {
      whole = digits - scale;
      fraction = scale;
    } else {
      whole = 0;
      fraction = digits;
    }
    return 1 + (whole + 1) / 2 + (fraction + 1) / 2 + (signum < 0 ? 1 : 0);
  }

  private static void checkMagnitude(long exponent) {
    if (exponent > MAX_EXPONENT) {
      throw overflow();
    }
    if (exponent < MIN_EXPONENT) {
      throw ValidationException.ofNumbers(
          "Number underflow. Attempting to store a number with magnitude smaller than supported range");
    }
  }

  private static void checkDigits(int digits) {
    if (digits > MAX_DIGITS) {
      throw ValidationException.ofNumbers(
          "Attempting to store more than 38 significant digits in a Number");
    }
  }

  private static ValidationException overflow() {
    return ValidationException.ofNumbers(
        "Number overflow. Attempting to store a number with magnitude larger than supported range");
  }

  /**
   * Reads the grammar and notes where the significant digits are. Positions count digits, the point
   * left out.
   */
  private static final class Scanner {
    private final String text;
    private int at;
    private boolean negative;
    private int digitCount;

    /** Digits before the point. */
    private int pointPosition;

    /** Position of the first digit that is not 0, or -1. */
    private int firstDigit = -1;

    /** Position of the last digit that is not 0. */
    private int lastDigit;

    /** Where the first significant digit stands in the text. */
    private int firstDigitIndex;

    private int exponent;

    Scanner(String text) {
      this.text = text;
    }

    void scan() {
      negative = sign();
      digits();
      pointPosition = digitCount;
      if (at < text.length() && text.charAt(at) == '.') {
        at++;
        digits();
      }
      if (digitCount == 0) {
        throw notANumber();
      }
      if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
        at++;
        exponent();
      }
      if (at < text.length()) {
        throw notANumber();
      }
    }

    private boolean sign() {
      if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        return text.charAt(at++) == '-';
      }
      return false;
    }

    private void digits() {
      for (; at < text.length() && isDigit(text.charAt(at)); at++) {
        if (text.charAt(at) != '0') {
          if (firstDigit < 0) {
            firstDigit = digitCount;
            firstDigitIndex = at;
          }
          lastDigit = digitCount;
        }
        digitCount++;
      }
    }

    private void exponent() {
      boolean negativeExponent = sign();
      int start = at;
      for (; at < text.length() && isDigit(text.charAt(at)); at++) {
        exponent = Math.min(EXPONENT_CAP, exponent * 10 + (text.charAt(at) - '0'));
      }
      if (at == start) {
        throw notANumber();
      }
      if (negativeExponent) {
        exponent = -exponent;
      }
    }

    /** The number made of {@code count} digits from the first significant one on. */
    BigDecimal significant(int count, int scale) {
      if (count <= MAX_LONG_DIGITS) {
        long unscaled = 0;
        int index = firstDigitIndex;
        for (int i = 0; i < count; index++) {
          char c = text.charAt(index);
          if (c != '.') {
            unscaled = unscaled * 10 + (c - '0');
            i++;
          }
        }
        return BigDecimal.valueOf(negative ? -unscaled : unscaled, scale);
      }
      StringBuilder unscaled = new StringBuilder(count + 1);
      if (negative) {
        unscaled.append('-');
      }
      int index = firstDigitIndex;
      for (int i = 0; i < count; index++) {
        char c = text.charAt(index);
        if (c != '.') {
          unscaled.append(c);
          i++;
        }
      }
      return new BigDecimal(new BigInteger(unscaled.toString()), scale);
    }

    private ValidationException notANumber() {
      return ValidationException.ofNumbers(
          "The parameter cannot be converted to a numeric value: " + text);
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
