package dev.varve.dynamodb.partiql.syntax;

/** The kinds of tokens of a statement. */
public enum TokenKind {
  /** A keyword or a name without quotes. */
  WORD,
  /** A name in double quotes. */
  QUOTED_NAME,
  /** Text in single quotes. */
  STRING,
  /** A number without a sign. */
  NUMBER,
  /** {@code ?}. */
  PARAMETER,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  PLUS,
  MINUS,
  STAR,
  COMMA,
  DOT,
  COLON,
  SEMICOLON,
  OPEN_PARENTHESIS,
  CLOSE_PARENTHESIS,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  OPEN_BRACE,
  CLOSE_BRACE,
  /** {@code <<}. */
  OPEN_SET,
  /** {@code >>}. */
  CLOSE_SET,
  /** What begins no token, or a comment, text or name in quotes that does not end. */
  INVALID,
  /** Behind the last token. */
  END
}
