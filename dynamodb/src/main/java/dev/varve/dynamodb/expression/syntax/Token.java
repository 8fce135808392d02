package dev.varve.dynamodb.expression.syntax;

/**
 * A piece of an expression.
 *
 * @param kind its kind
 * @param text its text as written; {@code <EOF>} for the end
 * @param start index of its first character in the expression
 */
record Token(TokenKind kind, String text, int start) {
  /** Index after its last character in the expression. */
  int end() {
    return kind == TokenKind.END ? start : start + text.length();
  }

  /** Whether this is the keyword {@code keyword}, in any case. */
  boolean isKeyword(String keyword) {
    return kind == TokenKind.WORD && text.equalsIgnoreCase(keyword);
  }
}
