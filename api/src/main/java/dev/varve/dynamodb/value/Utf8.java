package dev.varve.dynamodb.value;

import dev.varve.dynamodb.error.ValidationException;
import java.nio.charset.StandardCharsets;

/**
 * Strings as DynamoDB sees them: UTF-8 bytes.
 *
 * <p>The order of UTF-8 bytes is the order of code points. {@link String#compareTo} orders UTF-16
 * code units instead and puts supplementary characters (surrogates, U+D800..DFFF) before
 * U+E000..FFFF, which is wrong here.
 */
public final class Utf8 {
  private Utf8() {}

  /** Compares two strings by their UTF-8 bytes, without encoding them. */
  public static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // At the first difference surrogates stand for code points above U+FFFF; otherwise code
        // units are in order.
        boolean xHigh = Character.isSurrogate(x);
        boolean yHigh = Character.isSurrogate(y);
        return xHigh == yHigh ? Character.compare(x, y) : xHigh ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /**
   * The number of UTF-8 bytes of {@code text}.
   *
   * @throws ValidationException if {@code text} holds half a surrogate pair, which has no UTF-8
   *     form
   */
  public static int length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A pair is two units and four bytes, of which the second half counts the one it is.
        bytes += c < 0x800 ? 1 : 2;
        if (Character.isSurrogate(c)) {
          requirePair(text, i);
          i++;
        }
      }
    }
    return bytes;
  }

  /**
   * The UTF-8 bytes of {@code text}.
   *
   * @throws ValidationException if {@code text} holds half a surrogate pair, which has no UTF-8
   *     form
   */
  public static byte[] encode(String text) {
    check(text); // the encoder writes '?' for half a pair
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Checks a string.
   *
   * @throws ValidationException if it holds half a surrogate pair
   */
  static void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        requirePair(text, i);
        i++;
      }
    }
  }

  /** Checks that the surrogate at {@code index} and the next char are a pair. */
  private static void requirePair(String text, int index) {
    if (!Character.isHighSurrogate(text.charAt(index))
        || index + 1 == text.length()
        || !Character.isLowSurrogate(text.charAt(index + 1))) {
      throw ValidationException.invalidValues(
          "The string is not valid UTF-16: it holds an unpaired surrogate");
    }
  }
}
