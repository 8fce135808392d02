package dev.varve.dynamodb.partiql.syntax;

import dev.varve.dynamodb.expression.syntax.ArithmeticOperator;
import dev.varve.dynamodb.partiql.syntax.Expression.Arithmetic;
import dev.varve.dynamodb.partiql.syntax.Expression.Call;
import dev.varve.dynamodb.partiql.syntax.Expression.ListOf;
import dev.varve.dynamodb.partiql.syntax.Expression.Literal;
import dev.varve.dynamodb.partiql.syntax.Expression.MapOf;
import dev.varve.dynamodb.partiql.syntax.Expression.Member;
import dev.varve.dynamodb.partiql.syntax.Expression.Parameter;
import dev.varve.dynamodb.partiql.syntax.Expression.SetOf;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Recursive descent for values.
 *
 * <pre>
 * sum     := operand (('+' | '-') operand)?
 * operand := path | literal | '?' | call | '(' sum ')'
 *          | '[' (operand (',' operand)*)? ']'
 *          | '&lt;&lt;' (operand (',' operand)*)? '&gt;&gt;'
 *          | '{' ('name' ':' operand (',' 'name' ':' operand)*)? '}'
 * literal := 'text' | ('+' | '-')? number | TRUE | FALSE | NULL
 * call    := word '(' sum (',' sum)* ')'
 * </pre>
 */
final class ExpressionParser {
  private final TokenStream tokens;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** What may stand behind {@code SET path =}. */
  Expression sum() {
    Expression left = operand();
    if (!tokens.is(TokenKind.PLUS) && !tokens.is(TokenKind.MINUS)) {
      return left;
    }
    ArithmeticOperator operator =
        tokens.advance().kind() == TokenKind.PLUS
            ? ArithmeticOperator.PLUS
            : ArithmeticOperator.MINUS;
    return new Arithmetic(left, operator, operand());
  }

  Expression operand() {
    return switch (tokens.current().kind()) {
      case STRING -> new Literal(new AttributeValue.S(tokens.advance().content()));
      case NUMBER -> number("");
      case PLUS, MINUS -> {
        if (tokens.following().kind() != TokenKind.NUMBER) {
          throw tokens.expected("value");
        }
        yield number(tokens.advance().text());
      }
      case PARAMETER -> new Parameter(tokens.parameter());
      case OPEN_PARENTHESIS -> {
        tokens.enter();
        tokens.advance();
        Expression inner = sum();
        tokens.expect(TokenKind.CLOSE_PARENTHESIS, ")");
        tokens.leave();
        yield inner;
      }
      case OPEN_BRACKET -> new ListOf(elements(TokenKind.CLOSE_BRACKET, "]"));
      case OPEN_SET -> new SetOf(elements(TokenKind.CLOSE_SET, ">>"));
      case OPEN_BRACE -> map();
      case WORD -> word();
      case QUOTED_NAME -> tokens.path();
      case EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          STAR,
          COMMA,
          DOT,
          COLON,
          SEMICOLON,
          CLOSE_PARENTHESIS,
          CLOSE_BRACKET,
          CLOSE_BRACE,
          CLOSE_SET,
          INVALID,
          END ->
          throw tokens.expected("value");
    };
  }

  private Literal number(String sign) {
    return new Literal(AttributeValue.N.parse(sign + tokens.advance().text()));
  }

  private Expression word() {
    if (tokens.following().kind() == TokenKind.OPEN_PARENTHESIS) {
      return call();
    }
    if (tokens.accept("TRUE")) {
      return new Literal(AttributeValue.Bool.TRUE);
    }
    if (tokens.accept("FALSE")) {
      return new Literal(AttributeValue.Bool.FALSE);
    }
    if (tokens.accept("NULL")) {
      return new Literal(AttributeValue.Null.NULL);
    }
    return tokens.path();
  }

  private Call call() {
    String function = tokens.advance().text().toLowerCase(Locale.ROOT);
    tokens.enter();
    tokens.expect(TokenKind.OPEN_PARENTHESIS, "(");
    List<Expression> arguments = new ArrayList<>();
    do {
      arguments.add(sum());
    } while (tokens.accept(TokenKind.COMMA));
    tokens.expect(TokenKind.CLOSE_PARENTHESIS, ")");
    tokens.leave();
    return new Call(function, arguments);
  }

  /** What stands between two signs, of which the current token is the first. */
  List<Expression> elements(TokenKind close, String symbol) {
    tokens.enter();
    tokens.advance();
    List<Expression> elements = new ArrayList<>();
    if (!tokens.is(close)) {
      do {
        elements.add(operand());
      } while (tokens.accept(TokenKind.COMMA));
    }
    tokens.expect(close, symbol);
    tokens.leave();
    return elements;
  }

  private MapOf map() {
    tokens.enter();
    tokens.advance();
    List<Member> members = new ArrayList<>();
    if (!tokens.is(TokenKind.CLOSE_BRACE)) {
      do {
        if (!tokens.is(TokenKind.STRING)) {
          throw tokens.expected("name in single quotes");
        }
        String name = tokens.advance().content();
        tokens.expect(TokenKind.COLON, ":");
        members.add(new Member(name, operand()));
      } while (tokens.accept(TokenKind.COMMA));
    }
    tokens.expect(TokenKind.CLOSE_BRACE, "}");
    tokens.leave();
    return new MapOf(members);
  }
}
