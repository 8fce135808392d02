package dev.varve.dynamodb.partiql.syntax;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.syntax.PathNode;
import dev.varve.dynamodb.partiql.syntax.Expression.Index;
import dev.varve.dynamodb.partiql.syntax.Expression.Name;
import dev.varve.dynamodb.partiql.syntax.Expression.Path;
import dev.varve.dynamodb.partiql.syntax.Expression.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tokens of one statement with a position, the rules that all parts of the grammar share, and
 * the errors. For one thread.
 */
final class TokenStream {
  /** How deep lists, maps, parentheses, functions and NOTs may stand in each other. */
  static final int MAX_DEPTH = 100;

  /** More digits than the largest index has. */
  private static final int MAX_INDEX_DIGITS = 10;

  private final String text;
  private final List<Token> tokens;
  private int position;
  private int depth;
  private int parameters;

  TokenStream(String text) {
    this.text = text;
    this.tokens = Lexer.tokenize(text);
  }

  /** The error that a statement does not keep to the grammar. */
  static ValidationException malformed(String detail) {
    return new ValidationException("Statement wasn't well formed, can't be processed: " + detail);
  }

  /** The error that something else should stand where the current token stands. */
  ValidationException expected(String what) {
    Token token = current();
    if (token.kind() == TokenKind.INVALID) {
      return malformed("Unexpected term at " + place(token));
    }
    return malformed("Expected " + what + " at " + place(token));
  }

  /** The error that a statement has a clause that DynamoDB does not know. */
  ValidationException unsupportedClause() {
    Token token = current();
    return new ValidationException(
        "Unsupported clause: "
            + token.text().toUpperCase(Locale.ROOT)
            + " at "
            + place(token)
            + ":"
            + token.text().length());
  }

  /** Line and column of a token, both from 1. */
  private String place(Token token) {
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < token.start(); i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    return line + ":" + (token.start() - lineStart + 1);
  }

  /** The token that is to be consumed next. */
  Token current() {
    return tokens.get(position);
  }

  /** The token behind it; the last one again where there is none. */
  Token following() {
    return tokens.get(Math.min(position + 1, tokens.size() - 1));
  }

  boolean is(TokenKind wanted) {
    return current().kind() == wanted;
  }

  boolean is(String word) {
    return current().is(word);
  }

  /** Consumes the current token, which is not the end. */
  Token advance() {
    return tokens.get(position++);
  }

  /** Consumes the current token if it is a {@code wanted}. */
  boolean accept(TokenKind wanted) {
    boolean accepted = is(wanted);
    if (accepted) {
      position++;
    }
    return accepted;
  }

  /** Consumes the current token if it is this word. */
  boolean accept(String word) {
    boolean accepted = is(word);
    if (accepted) {
      position++;
    }
    return accepted;
  }

  /** Consumes the current token, which must be a {@code wanted}. */
  void expect(TokenKind wanted, String symbol) {
    if (!accept(wanted)) {
      throw expected(symbol);
    }
  }

  /** Consumes the current token, which must be this word. */
  void expect(String word) {
    if (!accept(word)) {
      throw expected(word);
    }
  }

  /** The place of the next parameter, which is consumed. */
  int parameter() {
    advance();
    return parameters++;
  }

  /** How many parameters were consumed. */
  int parameters() {
    return parameters;
  }

  /** Opens a level of nesting; {@link #leave} closes it. */
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw malformed("Nested deeper than " + MAX_DEPTH + " levels at " + place(current()));
    }
  }

  void leave() {
    depth--;
  }

  /** A name of a table, an index, an attribute or the member of a map. */
  String name(String what) {
    Token token = current();
    if (token.kind() == TokenKind.WORD) {
      if (Keywords.contains(token.text())) {
        throw malformed("Unexpected keyword");
      }
      return advance().text();
    }
    if (token.kind() != TokenKind.QUOTED_NAME || token.content().isEmpty()) {
      throw expected(what);
    }
    return advance().content();
  }

  /** {@code name ( '.' name | '[' index ']' | '[' 'name' ']' )*}. */
  Path path() {
    List<Step> steps = new ArrayList<>();
    steps.add(new Name(name("attribute")));
    while (true) {
      if (accept(TokenKind.DOT)) {
        steps.add(new Name(name("attribute")));
      } else if (accept(TokenKind.OPEN_BRACKET)) {
        steps.add(bracketed());
        expect(TokenKind.CLOSE_BRACKET, "]");
      } else {
        return new Path(steps);
      }
    }
  }

  private Step bracketed() {
    Token token = current();
    if (token.kind() == TokenKind.STRING && !token.content().isEmpty()) {
      return new Name(advance().content());
    }
    if (token.kind() != TokenKind.NUMBER
        || token.text().length() > MAX_INDEX_DIGITS
        || !token.text().chars().allMatch(c -> c >= '0' && c <= '9')
        || Long.parseLong(token.text()) > PathNode.MAX_INDEX) {
      throw expected("index of a list");
    }
    return new Index(Long.parseLong(advance().text()));
  }

  /** Ends the statement, with a semicolon or without. */
  void finish() {
    accept(TokenKind.SEMICOLON);
    if (!is(TokenKind.END)) {
      throw malformed("Unexpected token after expression");
    }
  }
}
