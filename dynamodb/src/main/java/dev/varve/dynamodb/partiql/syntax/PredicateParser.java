package dev.varve.dynamodb.partiql.syntax;

import dev.varve.dynamodb.expression.syntax.Comparator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Recursive descent for the condition of a {@code WHERE}.
 *
 * <pre>
 * or      := and (OR and)*
 * and     := not (AND not)*
 * not     := NOT* primary
 * primary := '(' or ')' | call
 *          | operand comparator operand
 *          | operand NOT? BETWEEN operand AND operand
 *          | operand NOT? IN ('[' operands ']' | '(' operands ')')
 *          | path IS NOT? (MISSING | NULL)
 * </pre>
 *
 * <p>After an opening parenthesis it is open whether a condition or an operand follows: {@code (a)
 * = 1} and {@code (a = 1)} begin alike. So the rules return a {@link Part} that may still be a lone
 * operand, and it is an error only where a condition is needed.
 */
final class PredicateParser {
  private static final Map<TokenKind, Comparator> COMPARATORS =
      Map.of(
          TokenKind.EQUAL, Comparator.EQUAL,
          TokenKind.NOT_EQUAL, Comparator.NOT_EQUAL,
          TokenKind.LESS, Comparator.LESS,
          TokenKind.LESS_OR_EQUAL, Comparator.LESS_OR_EQUAL,
          TokenKind.GREATER, Comparator.GREATER,
          TokenKind.GREATER_OR_EQUAL, Comparator.GREATER_OR_EQUAL);

  private final TokenStream tokens;
  private final ExpressionParser expressions;

  PredicateParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /** What a rule recognised: a condition or, so far, only an operand. */
  private sealed interface Part {}

  private record Whole(Predicate predicate) implements Part {}

  private record Lone(Expression operand) implements Part {}

  Predicate predicate() {
    return whole(or());
  }

  private Part or() {
    Part first = and();
    if (!tokens.is("OR")) {
      return first;
    }
    List<Predicate> terms = new ArrayList<>();
    terms.add(whole(first));
    while (tokens.accept("OR")) {
      terms.add(whole(and()));
    }
    return new Whole(new Predicate.Or(terms));
  }

  private Part and() {
    Part first = not();
    if (!tokens.is("AND")) {
      return first;
    }
    List<Predicate> terms = new ArrayList<>();
    terms.add(whole(first));
    while (tokens.accept("AND")) {
      terms.add(whole(not()));
    }
    return new Whole(new Predicate.And(terms));
  }

  private Part not() {
    if (!tokens.accept("NOT")) {
      return primary();
    }
    tokens.enter();
    Predicate term = whole(not());
    tokens.leave();
    return new Whole(new Predicate.Not(term));
  }

  private Part primary() {
    Part part = tokens.is(TokenKind.OPEN_PARENTHESIS) ? parenthesised() : lone();
    return part instanceof Lone(Expression operand) ? tested(operand) : part;
  }

  private Lone lone() {
    return new Lone(expressions.operand());
  }

  private Part parenthesised() {
    tokens.enter();
    tokens.advance();
    Part inner = or();
    tokens.expect(TokenKind.CLOSE_PARENTHESIS, ")");
    tokens.leave();
    return inner;
  }

  /** An operand with what is said of it; the operand alone if that is nothing. */
  private Part tested(Expression operand) {
    Comparator comparator = COMPARATORS.get(tokens.current().kind());
    if (comparator != null) {
      tokens.advance();
      return new Whole(new Predicate.Comparison(operand, comparator, expressions.operand()));
    }
    if (tokens.accept("IS")) {
      return new Whole(state(operand));
    }
    if (tokens.is("NOT") && isMembership(tokens.following())) {
      tokens.advance();
      return new Whole(new Predicate.Not(membership(operand)));
    }
    return isMembership(tokens.current()) ? new Whole(membership(operand)) : new Lone(operand);
  }

  private static boolean isMembership(Token token) {
    return token.is("BETWEEN") || token.is("IN");
  }

  private Predicate membership(Expression operand) {
    if (tokens.accept("BETWEEN")) {
      Expression lower = expressions.operand();
      tokens.expect("AND");
      return new Predicate.Between(operand, lower, expressions.operand());
    }
    tokens.expect("IN");
    List<Expression> candidates;
    if (tokens.is(TokenKind.OPEN_BRACKET)) {
      candidates = expressions.elements(TokenKind.CLOSE_BRACKET, "]");
    } else if (tokens.is(TokenKind.OPEN_PARENTHESIS)) {
      candidates = expressions.elements(TokenKind.CLOSE_PARENTHESIS, ")");
    } else {
      throw tokens.expected("list of values");
    }
    if (candidates.isEmpty()) {
      throw TokenStream.malformed("IN needs a value");
    }
    return new Predicate.In(operand, candidates);
  }

  private Predicate state(Expression operand) {
    boolean negated = tokens.accept("NOT");
    if (!(operand instanceof Expression.Path path)) {
      throw TokenStream.malformed("IS needs an attribute");
    }
    Predicate state;
    if (tokens.accept("MISSING")) {
      state = new Predicate.IsMissing(path);
    } else if (tokens.accept("NULL")) {
      state = new Predicate.IsNull(path);
    } else {
      throw tokens.expected("MISSING or NULL");
    }
    return negated ? new Predicate.Not(state) : state;
  }

  /** The condition that a part is; a call becomes one here. */
  private Predicate whole(Part part) {
    return switch (part) {
      case Whole(Predicate predicate) -> predicate;
      case Lone(Expression.Call call) -> new Predicate.Test(call);
      case Lone _ -> throw tokens.expected("comparison");
    };
  }
}
