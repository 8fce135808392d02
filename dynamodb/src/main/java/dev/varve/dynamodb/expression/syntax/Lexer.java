package dev.varve.dynamodb.expression.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the text of an expression into tokens. Never fails: text that fits no token becomes an
 * {@link TokenKind#INVALID} token, for which the parser reports the syntax error with its
 * surroundings.
 */
final class Lexer {
  private final String text;
  private int position;

  private Lexer(String text) {
    this.text = text;
  }

  /**
   * The tokens of {@code text} in order; the last one is the only one of kind {@link
   * TokenKind#END}.
   */
  static List<Token> tokenize(String text) {
    Lexer lexer = new Lexer(text);
    List<Token> tokens = new ArrayList<>();
    Token token;
    do {
      token = lexer.next();
      tokens.add(token);
    } while (token.kind() != TokenKind.END);
    return tokens;
  }

  private Token next() {
    while (position < text.length() && isBlank(text.charAt(position))) {
      position++;
    }
    if (position == text.length()) {
      return new Token(TokenKind.END, "<EOF>", position);
    }
    char first = text.charAt(position);
    if (isWordPart(first)) {
      return word(first);
    }
    return switch (first) {
      case '#' -> placeholder(TokenKind.NAME_PLACEHOLDER);
      case ':' -> placeholder(TokenKind.VALUE_PLACEHOLDER);
      case '=' -> token(TokenKind.EQUAL, 1);
      case '<' ->
          isNext('>')
              ? token(TokenKind.NOT_EQUAL, 2)
              : isNext('=') ? token(TokenKind.LESS_OR_EQUAL, 2) : token(TokenKind.LESS, 1);
      case '>' -> isNext('=') ? token(TokenKind.GREATER_OR_EQUAL, 2) : token(TokenKind.GREATER, 1);
      case '+' -> token(TokenKind.PLUS, 1);
      case '-' -> token(TokenKind.MINUS, 1);
      case ',' -> token(TokenKind.COMMA, 1);
      case '.' -> token(TokenKind.DOT, 1);
      case '(' -> token(TokenKind.OPEN_PARENTHESIS, 1);
      case ')' -> token(TokenKind.CLOSE_PARENTHESIS, 1);
      case '[' -> token(TokenKind.OPEN_BRACKET, 1);
      case ']' -> token(TokenKind.CLOSE_BRACKET, 1);
      default -> token(TokenKind.INVALID, Character.charCount(text.codePointAt(position)));
    };
  }

  /**
   * A run of letters, digits and underscores: a word, a number, or (say {@code 1a} or {@code _a})
   * neither.
   */
  private Token word(char first) {
    int end = endOfWord(position);
    if (isLetter(first)) {
      return token(TokenKind.WORD, end - position);
    }
    boolean allDigits = text.substring(position, end).chars().allMatch(c -> isDigit((char) c));
    return token(allDigits ? TokenKind.NUMBER : TokenKind.INVALID, end - position);
  }

  private Token placeholder(TokenKind kind) {
    int end = endOfWord(position + 1);
    int length = end - position;
    return token(length == 1 ? TokenKind.INVALID : kind, length);
  }

  private Token token(TokenKind kind, int length) {
    Token token = new Token(kind, text.substring(position, position + length), position);
    position += length;
    return token;
  }

  private int endOfWord(int from) {
    int end = from;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean isNext(char wanted) {
    return position + 1 < text.length() && text.charAt(position + 1) == wanted;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isWordPart(char c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
