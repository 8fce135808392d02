package dev.varve.identity.policy;

/** Texts with wildcards, as code points and two symbols that are none. */
final class Glob {
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  private Glob() {}

  /** The symbols of a text in which {@code *} and {@code ?} are wildcards. */
  static int[] symbols(String text) {
    return text.codePoints()
        .map(point -> point == '*' ? ANY_TEXT : point == '?' ? ANY_CHARACTER : point)
        .toArray();
  }

  /** The symbols of a text without wildcards. */
  static int[] plain(String text) {
    return text.codePoints().toArray();
  }

  /** The text of symbols, wildcards as they are written. */
  static String text(int[] symbols) {
    StringBuilder text = new StringBuilder(symbols.length);
    for (int symbol : symbols) {
      text.appendCodePoint(symbol == ANY_TEXT ? '*' : symbol == ANY_CHARACTER ? '?' : symbol);
    }
    return text.toString();
  }

  /**
   * Whether a text matches. Takes at most time in proportion to both lengths multiplied: it goes
   * back to the last {@code *} only, since what an earlier one took cannot help.
   *
   * @param symbols null matches nothing
   */
  static boolean matches(int[] symbols, String text) {
    if (symbols == null) {
      return false;
    }
    int at = 0;
    int symbol = 0;
    int retryAt = -1;
    int retrySymbol = -1;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (symbol < symbols.length && symbols[symbol] == ANY_TEXT) {
        retrySymbol = ++symbol;
        retryAt = at;
      } else if (symbol < symbols.length
          && (symbols[symbol] == ANY_CHARACTER || symbols[symbol] == point)) {
        symbol++;
        at += Character.charCount(point);
      } else if (retryAt >= 0) {
        retryAt += Character.charCount(text.codePointAt(retryAt));
        at = retryAt;
        symbol = retrySymbol;
      } else {
        return false;
      }
    }
    while (symbol < symbols.length && symbols[symbol] == ANY_TEXT) {
      symbol++;
    }
    return symbol == symbols.length;
  }
}
