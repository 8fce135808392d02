package dev.varve.dynamodb.partiql.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the text of a statement into tokens, in time in proportion to its length. Never fails: text
 * that fits no token becomes a {@link TokenKind#INVALID} one. Comments, from {@code --} to the end
 * of the line or between {@code /*} and {@code *}{@code /}, count as blanks.
 */
public final class Lexer {
  private final String text;
  private int position;

  private Lexer(String text) {
    this.text = text;
  }

  /**
   * The tokens of {@code text} in order; the last one is the only one of kind {@link
   * TokenKind#END}.
   */
  public static List<Token> tokenize(String text) {
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
    skipBlanks();
    if (position == text.length()) {
      return new Token(TokenKind.END, "", "", position);
    }
    char first = text.charAt(position);
    if (isNameStart(first)) {
      return token(TokenKind.WORD, endOfName(position) - position);
    }
    if (isDigit(first) || (first == '.' && isDigitAt(position + 1))) {
      return number();
    }
    return switch (first) {
      case '\'' -> quoted(TokenKind.STRING, first);
      case '"' -> quoted(TokenKind.QUOTED_NAME, first);
      case '?' -> token(TokenKind.PARAMETER, 1);
      case '=' -> token(TokenKind.EQUAL, 1);
      case '!' -> isNext('=') ? token(TokenKind.NOT_EQUAL, 2) : token(TokenKind.INVALID, 1);
      case '<' ->
          isNext('<')
              ? token(TokenKind.OPEN_SET, 2)
              : isNext('>')
                  ? token(TokenKind.NOT_EQUAL, 2)
                  : isNext('=') ? token(TokenKind.LESS_OR_EQUAL, 2) : token(TokenKind.LESS, 1);
      case '>' ->
          isNext('>')
              ? token(TokenKind.CLOSE_SET, 2)
              : isNext('=') ? token(TokenKind.GREATER_OR_EQUAL, 2) : token(TokenKind.GREATER, 1);
      case '+' -> token(TokenKind.PLUS, 1);
      case '-' -> token(TokenKind.MINUS, 1);
      case '*' -> token(TokenKind.STAR, 1);
      case ',' -> token(TokenKind.COMMA, 1);
      case '.' -> token(TokenKind.DOT, 1);
      case ':' -> token(TokenKind.COLON, 1);
      case ';' -> token(TokenKind.SEMICOLON, 1);
      case '(' -> token(TokenKind.OPEN_PARENTHESIS, 1);
      case ')' -> token(TokenKind.CLOSE_PARENTHESIS, 1);
      case '[' -> token(TokenKind.OPEN_BRACKET, 1);
      case ']' -> token(TokenKind.CLOSE_BRACKET, 1);
      case '{' -> token(TokenKind.OPEN_BRACE, 1);
      case '}' -> token(TokenKind.CLOSE_BRACE, 1);
      // What is left of a comment begins here only if it has no end.
      case '/' -> token(TokenKind.INVALID, isNext('*') ? text.length() - position : 1);
      default -> token(TokenKind.INVALID, Character.charCount(text.codePointAt(position)));
    };
  }

  /** Goes behind blanks and comments, but not behind a comment that does not end. */
  private void skipBlanks() {
    while (position < text.length()) {
      if (isBlank(text.charAt(position))) {
        position++;
      } else if (text.startsWith("--", position)) {
        int line = text.indexOf('\n', position);
        position = line < 0 ? text.length() : line + 1;
      } else if (text.startsWith("/*", position) && text.indexOf("*/", position + 2) >= 0) {
        position = text.indexOf("*/", position + 2) + 2;
      } else {
        return;
      }
    }
  }

  /** {@code digits [. digits] [e [sign] digits]}, or one that begins with its point. */
  private Token number() {
    int end = endOfDigits(position);
    if (end < text.length() && text.charAt(end) == '.') {
      end = endOfDigits(end + 1);
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length()
          && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
        exponent++;
      }
      if (isDigitAt(exponent)) {
        end = endOfDigits(exponent);
      }
    }
    // A number with letters behind it, as in 1a, is neither a number nor a name.
    int whole = endOfName(end);
    return token(whole == end ? TokenKind.NUMBER : TokenKind.INVALID, whole - position);
  }

  private Token quoted(TokenKind kind, char quote) {
    StringBuilder content = new StringBuilder();
    int at = position + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != quote) {
        content.append(c);
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        content.append(quote);
        at += 2;
      } else {
        Token token =
            new Token(kind, text.substring(position, at + 1), content.toString(), position);
        position = at + 1;
        return token;
      }
    }
    return token(TokenKind.INVALID, text.length() - position);
  }

  private Token token(TokenKind kind, int length) {
    String written = text.substring(position, position + length);
    Token token = new Token(kind, written, written, position);
    position += length;
    return token;
  }

  private int endOfName(int from) {
    int end = from;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int endOfDigits(int from) {
    int end = from;
    while (isDigitAt(end)) {
      end++;
    }
    return end;
  }

  private boolean isNext(char wanted) {
    return position + 1 < text.length() && text.charAt(position + 1) == wanted;
  }

  private boolean isDigitAt(int index) {
    return index < text.length() && isDigit(text.charAt(index));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
