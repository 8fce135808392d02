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

  /** The number of UTF-8 bytes of {@code text}. */
  public static int length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate pair is two units and four bytes: one more byte for each half.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
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
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // The encoder writes one '?' for half a pair, where length() counts two bytes: then, and only
    // then, the two differ.
    if (bytes.length != length(text)) {
      throw unpairedSurrogate();
    }
    return bytes;
  }

  /** The error that a string has no UTF-8 form. */
  static ValidationException unpairedSurrogate() {
    return ValidationException.invalidValues(
        "The string is not valid UTF-16: it holds an unpaired surrogate");
  }
}
