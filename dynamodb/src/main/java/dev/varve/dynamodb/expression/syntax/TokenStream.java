package dev.varve.dynamodb.expression.syntax;

import dev.varve.dynamodb.error.ExpressionHint;
import dev.varve.dynamodb.error.ValidationException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of one expression with a current position, what the three parsers share: consuming
 * tokens, paths, argument lists, syntax errors, and the counts of operators and nesting.
 */
final class TokenStream {
  /** The most operators: comparators, AND, OR, NOT, BETWEEN, IN, + and -. */
  static final int MAX_OPERATORS = 300;

  /**
   * The deepest nesting of parentheses and calls that is parsed, so that a hostile expression
   * cannot exhaust the stack. No legal expression comes near it within 4096 bytes: each level is
   * either a pair of parentheses, which must hold one of at most 300 operators, or a call of a
   * function with a long name.
   */
  static final int MAX_DEPTH = 700;

  /** A value as people write it where they do not know of placeholders: a number or quoted text. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?(?![\\w.])|'[^']*'?|\"[^\"]*\"?");

  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final BigInteger MAX_INDEX = BigInteger.valueOf(PathNode.MAX_INDEX);

  private final ExpressionKind kind;
  private final String text;
  private final List<Token> tokens;
  private int position;
  private int operatorCount;
  private int depth;
  private boolean redundantParentheses;

  TokenStream(ExpressionKind kind, String text) {
    this.kind = kind;
    this.text = text;
    this.tokens = Lexer.tokenize(text);
  }

  /** The token that is to be consumed next. */
  Token current() {
    return tokens.get(position);
  }

  boolean is(TokenKind wanted) {
    return current().kind() == wanted;
  }

  /** Whether the current token is a word directly followed by an opening parenthesis. */
  boolean isCall() {
    return is(TokenKind.WORD) && tokens.get(position + 1).kind() == TokenKind.OPEN_PARENTHESIS;
  }

  /** Consumes the current token, whatever it is. */
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

  /** Consumes the current token if it is the keyword {@code keyword}. */
  boolean acceptKeyword(String keyword) {
    boolean accepted = current().isKeyword(keyword);
    if (accepted) {
      position++;
    }
    return accepted;
  }

  /** Consumes the current token, which must be a {@code wanted}. */
  Token expect(TokenKind wanted) {
    if (!is(wanted)) {
      throw syntaxError();
    }
    return advance();
  }

  void expectKeyword(String keyword) {
    if (!acceptKeyword(keyword)) {
      throw syntaxError();
    }
  }

  /** The error that the current token cannot stand where it stands, with its neighbours. */
  ValidationException syntaxError() {
    Token token = current();
    int start = position == 0 ? token.start() : tokens.get(position - 1).start();
    int end =
        isEnd(position)
            ? tokens.get(position - 1).end()
            : isEnd(position + 1) ? token.end() : tokens.get(position + 1).end();
    return kind.error(
        "Syntax error; token: \""
            + token.text()
            + "\", near: \""
            + text.substring(start, end)
            + "\"",
        hint(token));
  }

  /** What the token begins that has to be a placeholder, or null if it is nothing of that kind. */
  private ExpressionHint hint(Token token) {
    if (position > 0 && tokens.get(position - 1).kind() == TokenKind.OPEN_BRACKET) {
      // An index, for which nothing can stand.
      return null;
    }
    Matcher literal = LITERAL.matcher(text).region(token.start(), text.length());
    if (literal.lookingAt()) {
      return new ExpressionHint.Value(literal.group());
    }
    // What else no rule accepts and is a word begins with a digit or an underscore.
    return token.kind() == TokenKind.INVALID && WORD.matcher(token.text()).matches()
        ? new ExpressionHint.Name(token.text())
        : null;
  }

  private boolean isEnd(int index) {
    return tokens.get(index).kind() == TokenKind.END;
  }

  /** Counts an operator just consumed. */
  void countOperator() {
    operatorCount++;
  }

  /**
   * Opens a level of nesting just before it is parsed; {@link #leave()} closes it.
   *
   * @throws ValidationException if it is too deep
   */
  void enter(Token opening) {
    if (++depth <= MAX_DEPTH) {
      return;
    }
    if (opening.kind() == TokenKind.OPEN_PARENTHESIS) {
      throw redundantParenthesesError();
    }
    throw Function.named(opening.text()).isPresent()
        ? kind.misusedFunction(opening.text())
        : kind.unknownFunction(opening.text());
  }

  void leave() {
    depth--;
  }

  /**
   * Notes a pair of parentheses directly inside another pair: an error, but only after the whole
   * expression turned out to be well-formed.
   */
  void noteRedundantParentheses() {
    redundantParentheses = true;
  }

  /**
   * Ends the parse.
   *
   * @throws ValidationException if tokens are left, or there were too many operators or redundant
   *     parentheses
   */
  void finish() {
    if (!is(TokenKind.END)) {
      throw syntaxError();
    }
    if (operatorCount > MAX_OPERATORS) {
      throw kind.error(
          "The expression contains too many operators; operator count: " + operatorCount);
    }
    if (redundantParentheses) {
      throw redundantParenthesesError();
    }
  }

  /** {@code name ( '.' name | '[' index ']' )*}. */
  PathNode path() {
    List<PathNode.Step> steps = new ArrayList<>();
    steps.add(name());
    while (true) {
      if (accept(TokenKind.DOT)) {
        steps.add(name());
      } else if (accept(TokenKind.OPEN_BRACKET)) {
        steps.add(index(expect(TokenKind.NUMBER)));
        expect(TokenKind.CLOSE_BRACKET);
      } else {
        return new PathNode(steps);
      }
    }
  }

  /** {@code path ( ',' path )*}. */
  List<PathNode> paths() {
    List<PathNode> paths = new ArrayList<>();
    do {
      paths.add(path());
    } while (accept(TokenKind.COMMA));
    return paths;
  }

  private PathNode.NameStep name() {
    Token token = current();
    if (token.kind() != TokenKind.NAME_PLACEHOLDER
        && (token.kind() != TokenKind.WORD || isKeywordHere(token))) {
      throw syntaxError();
    }
    return new PathNode.NameStep(advance().text());
  }

  /**
   * Whether {@code word} is a keyword in this kind of expression. Elsewhere it may be a name (or a
   * reserved word).
   */
  private boolean isKeywordHere(Token word) {
    return switch (kind) {
      case UPDATE -> UpdateParser.KEYWORDS.stream().anyMatch(word::isKeyword);
      case CONDITION, KEY_CONDITION, FILTER ->
          ConditionParser.KEYWORDS.stream().anyMatch(word::isKeyword);
      case PROJECTION -> false;
    };
  }

  private PathNode.IndexStep index(Token digits) {
    BigInteger index = new BigInteger(digits.text());
    if (index.compareTo(MAX_INDEX) > 0) {
      throw kind.error(
          "List index is not within the allowable range; index: [" + digits.text() + "]");
    }
    return new PathNode.IndexStep(index.longValue());
  }

  private ValidationException redundantParenthesesError() {
    return kind.error("The expression has redundant parentheses;");
  }
}
