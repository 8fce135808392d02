package dev.varve.dynamodb.partiql.syntax;

/**
 * A token of a statement.
 *
 * @param text as written
 * @param content what the quotes of a name or text hold; {@code text} for all others
 * @param start where it begins in the statement
 */
public record Token(TokenKind kind, String text, String content, int start) {
  /** Behind its last character. */
  public int end() {
    return start + text.length();
  }

  /** Whether this is the word, in any case and without quotes. */
  public boolean is(String word) {
    return kind == TokenKind.WORD && text.equalsIgnoreCase(word);
  }
}
