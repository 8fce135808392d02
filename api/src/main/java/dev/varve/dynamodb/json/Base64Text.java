package dev.varve.dynamodb.json;

import dev.varve.dynamodb.error.SerializationException;
import java.util.Base64;

/** Base64 as strict as DynamoDB's: padded, and without bits set behind the last byte. */
final class Base64Text {
  private static final int GROUP = 4;

  private Base64Text() {}

  static byte[] decode(String text) {
    if (text.length() % GROUP != 0) {
      throw new SerializationException(
          "Base64 encoded length is expected a multiple of 4 bytes but found: " + text.length());
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new SerializationException("Invalid Base64: " + e.getMessage());
    }
    // Java's decoder drops surplus bits of the last character; encoding again shows whether there
    // were any.
    if (text.endsWith("=")
        && !Base64.getEncoder()
            .encodeToString(lastGroup(bytes))
            .equals(text.substring(text.length() - GROUP))) {
      throw new SerializationException("Invalid last non-pad Base64 character dectected");
    }
    return bytes;
  }

  /** The one or two bytes of a padded last group. */
  private static byte[] lastGroup(byte[] bytes) {
    int length = bytes.length % 3;
    byte[] last = new byte[length];
    System.arraycopy(bytes, bytes.length - length, last, 0, length);
    return last;
  }
}
