package dev.varve.dynamodb.codec;

import java.nio.charset.StandardCharsets;

/**
 * Names of attributes that were read lately. Most items of a table have the same few, so a name is
 * one string for all of them, made once, and with it its hash code. For any number of threads: when
 * two write the same place, one string is made once more.
 */
final class NameCache {
  private static final int PLACES = 2048; // a power of two
  private static final int MAX_BYTES = 64;

  private final String[] names = new String[PLACES];

  /**
   * The name in these bytes.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  String get(byte[] bytes, int offset, int length) {
    if (length > MAX_BYTES) {
      return decoded(bytes, offset, length);
    }
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    int place = (hash ^ (hash >>> 11)) & (PLACES - 1);
    String known = names[place];
    if (known != null && isAscii(known, bytes, offset, length)) {
      return known;
    }
    String name = decoded(bytes, offset, length);
    names[place] = name;
    return name;
  }

  private static String decoded(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /** Whether the bytes are this name, and ASCII: each of them is a char then. */
  private static boolean isAscii(String name, byte[] bytes, int offset, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[offset + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
