package dev.varve.dynamodb.expression.syntax;

import dev.varve.dynamodb.expression.syntax.OperandNode.Call;
import dev.varve.dynamodb.expression.syntax.OperandNode.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recursive descent for conditions, filters and key conditions.
 *
 * <pre>
 * or      := and (OR and)*
 * and     := not (AND not)*
 * not     := NOT* primary
 * primary := '(' or ')'
 *          | operand (comparator operand | BETWEEN operand AND operand | IN '(' operand (',' operand)* ')')?
 * operand := path | :value | word '(' operand (',' operand)* ')' | '(' operand ')'
 * </pre>
 *
 * <p>After an opening parenthesis it is open whether a condition or an operand follows: {@code (a)
 * = :v} and {@code (a = :v)} begin alike. So the condition rules return a {@link Part} that may
 * still be a lone operand, and it is an error only where a condition is needed.
 */
final class ConditionParser {
  static final Set<String> KEYWORDS = Set.of("AND", "OR", "NOT", "BETWEEN", "IN");

  private static final Map<TokenKind, Comparator> COMPARATORS =
      Map.of(
          TokenKind.EQUAL, Comparator.EQUAL,
          TokenKind.NOT_EQUAL, Comparator.NOT_EQUAL,
          TokenKind.LESS, Comparator.LESS,
          TokenKind.LESS_OR_EQUAL, Comparator.LESS_OR_EQUAL,
          TokenKind.GREATER, Comparator.GREATER,
          TokenKind.GREATER_OR_EQUAL, Comparator.GREATER_OR_EQUAL);

  private final TokenStream tokens;

  ConditionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** What a rule recognised: a condition or, so far, only an operand. */
  private sealed interface Part {
    /** Whether parentheses stand directly around it. */
    boolean parenthesised();
  }

  private record ConditionPart(ConditionNode condition, boolean parenthesised) implements Part {}

  private record OperandPart(OperandNode operand, boolean parenthesised) implements Part {}

  /** Parses the whole stream. */
  ConditionNode parse() {
    ConditionNode condition = requireCondition(or());
    tokens.finish();
    return condition;
  }

  private Part or() {
    Part first = and();
    if (!tokens.current().isKeyword("OR")) {
      return first;
    }
    List<ConditionNode> terms = new ArrayList<>();
    terms.add(requireCondition(first));
    while (tokens.acceptKeyword("OR")) {
      tokens.countOperator();
      terms.add(requireCondition(and()));
    }
    return new ConditionPart(new ConditionNode.Or(terms), false);
  }

  private Part and() {
    Part first = not();
    if (!tokens.current().isKeyword("AND")) {
      return first;
    }
    List<ConditionNode> terms = new ArrayList<>();
    terms.add(requireCondition(first));
    while (tokens.acceptKeyword("AND")) {
      tokens.countOperator();
      terms.add(requireCondition(not()));
    }
    return new ConditionPart(new ConditionNode.And(terms), false);
  }

  private Part not() {
    // A loop, not recursion: there may be a thousand of them before the operator count is checked.
    int negations = 0;
    while (tokens.acceptKeyword("NOT")) {
      tokens.countOperator();
      negations++;
    }
    Part part = primary();
    if (negations == 0) {
      return part;
    }
    ConditionNode condition = requireCondition(part);
    for (int i = 0; i < negations; i++) {
      condition = new ConditionNode.Not(condition);
    }
    return new ConditionPart(condition, false);
  }

  private Part primary() {
    Part part =
        tokens.is(TokenKind.OPEN_PARENTHESIS) ? parenthesised() : new OperandPart(operand(), false);
    return switch (part) {
      case ConditionPart condition -> condition;
      case OperandPart(OperandNode left, boolean _) -> {
        Comparator comparator = COMPARATORS.get(tokens.current().kind());
        if (comparator != null) {
          tokens.advance();
          tokens.countOperator();
          yield new ConditionPart(new ConditionNode.Comparison(left, comparator, operand()), false);
        }
        if (tokens.acceptKeyword("BETWEEN")) {
          tokens.countOperator();
          OperandNode lower = operand();
          tokens.expectKeyword("AND");
          yield new ConditionPart(new ConditionNode.Between(left, lower, operand()), false);
        }
        if (tokens.acceptKeyword("IN")) {
          tokens.countOperator();
          tokens.expect(TokenKind.OPEN_PARENTHESIS);
          yield new ConditionPart(new ConditionNode.In(left, operandsUntilClose()), false);
        }
        yield part;
      }
    };
  }

  private Part parenthesised() {
    tokens.enter(tokens.expect(TokenKind.OPEN_PARENTHESIS));
    Part inner = or();
    tokens.expect(TokenKind.CLOSE_PARENTHESIS);
    tokens.leave();
    if (inner.parenthesised()) {
      tokens.noteRedundantParentheses();
    }
    return switch (inner) {
      case ConditionPart(ConditionNode condition, boolean _) -> new ConditionPart(condition, true);
      case OperandPart(OperandNode operand, boolean _) -> new OperandPart(operand, true);
    };
  }

  /** An operand where nothing else may stand. */
  private OperandNode operand() {
    return operand(false);
  }

  private OperandNode operand(boolean insideParentheses) {
    if (tokens.is(TokenKind.OPEN_PARENTHESIS)) {
      if (insideParentheses) {
        tokens.noteRedundantParentheses();
      }
      tokens.enter(tokens.advance());
      OperandNode operand = operand(true);
      tokens.expect(TokenKind.CLOSE_PARENTHESIS);
      tokens.leave();
      return operand;
    }
    if (tokens.is(TokenKind.VALUE_PLACEHOLDER)) {
      return new Value(tokens.advance().text());
    }
    if (tokens.isCall() && KEYWORDS.stream().noneMatch(tokens.current()::isKeyword)) {
      Token function = tokens.advance();
      tokens.enter(function);
      tokens.expect(TokenKind.OPEN_PARENTHESIS);
      Call call = new Call(function.text(), operandsUntilClose());
      tokens.leave();
      return call;
    }
    return tokens.path();
  }

  private List<OperandNode> operandsUntilClose() {
    List<OperandNode> operands = new ArrayList<>();
    do {
      operands.add(operand());
    } while (tokens.accept(TokenKind.COMMA));
    tokens.expect(TokenKind.CLOSE_PARENTHESIS);
    return operands;
  }

  /**
   * The condition that {@code part} is; a call becomes one here. A lone path or value makes the
   * current token, which came instead of an operator, wrong.
   */
  private ConditionNode requireCondition(Part part) {
    return switch (part) {
      case ConditionPart(ConditionNode condition, boolean _) -> condition;
      case OperandPart(Call call, boolean _) -> new ConditionNode.Predicate(call);
      case OperandPart _ -> throw tokens.syntaxError();
    };
  }
}
