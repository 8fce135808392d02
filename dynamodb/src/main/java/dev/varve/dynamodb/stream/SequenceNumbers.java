package dev.varve.dynamodb.stream;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * Numbers of changes as the service writes them: 21 digits, of which the first is a 1. So they have
 * one order as numbers and as texts.
 */
public final class SequenceNumbers {
  private static final int DIGITS = 20;
  private static final BigInteger BASE = BigInteger.TEN.pow(DIGITS);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private SequenceNumbers() {}

  /** The text of a number, which is not negative. */
  public static String text(long sequence) {
    String digits = Long.toString(sequence);
    return "1" + "0".repeat(DIGITS - digits.length()) + digits;
  }

  /**
   * The number of a text; -1 if it is smaller than all there are, {@link Long#MAX_VALUE} if it is
   * larger; empty if the text is no number.
   */
  public static OptionalLong parse(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    BigInteger sequence = new BigInteger(text).subtract(BASE);
    return OptionalLong.of(sequence.max(BigInteger.ONE.negate()).min(MAX).longValue());
  }
}
