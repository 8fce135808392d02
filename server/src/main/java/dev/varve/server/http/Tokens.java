package dev.varve.server.http;

/** The characters of methods and of field names. */
final class Tokens {
  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (char c = '0'; c <= 'z'; c++) {
      TOKEN[c] = c <= '9' || c >= 'a' || (c >= 'A' && c <= 'Z');
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
  }

  private Tokens() {}

  /** Where the token that begins at {@code from} ends. */
  static int end(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] >= 0 && TOKEN[bytes[end]]) {
      end++;
    }
    return end;
  }
}
