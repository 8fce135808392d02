package dev.varve.dynamodb.expression.syntax;

/**
 * What a token is. Keywords are words: whether a word is a keyword depends on the kind of
 * expression.
 */
enum TokenKind {
  /**
   * A letter followed by letters, digits and underscores: an attribute name, function name or
   * keyword.
   */
  WORD,
  /** {@code #name}. */
  NAME_PLACEHOLDER,
  /** {@code :value}. */
  VALUE_PLACEHOLDER,
  /** A run of digits. */
  NUMBER,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  PLUS,
  MINUS,
  COMMA,
  DOT,
  OPEN_PARENTHESIS,
  CLOSE_PARENTHESIS,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  /**
   * Text that no token of the language begins with, or a word with a wrong first character. No rule
   * accepts it.
   */
  INVALID,
  /** The end of the expression. */
  END
}
