package dev.varve.dynamodb.partiql.syntax;

import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.partiql.syntax.Expression.Path;
import java.util.List;

/** The condition of a {@code WHERE}, as written. */
public sealed interface Predicate {
  /**
   * True if one term is.
   *
   * @param terms at least two
   */
  record Or(List<Predicate> terms) implements Predicate {
    public Or {
      terms = List.copyOf(terms);
    }
  }

  /**
   * True if all terms are.
   *
   * @param terms at least two
   */
  record And(List<Predicate> terms) implements Predicate {
    public And {
      terms = List.copyOf(terms);
    }
  }

  /** True if the term is not. */
  record Not(Predicate term) implements Predicate {}

  /** {@code left comparator right}. */
  record Comparison(Expression left, Comparator comparator, Expression right)
      implements Predicate {}

  /** {@code value BETWEEN lower AND upper}, both included. */
  record Between(Expression value, Expression lower, Expression upper) implements Predicate {}

  /**
   * {@code value IN [candidates]}.
   *
   * @param candidates at least one
   */
  record In(Expression value, List<Expression> candidates) implements Predicate {
    public In {
      candidates = List.copyOf(candidates);
    }
  }

  /** {@code path IS MISSING}: there is no value. */
  record IsMissing(Path path) implements Predicate {}

  /** {@code path IS NULL}: there is a value, and it is the null value. */
  record IsNull(Path path) implements Predicate {}

  /** A function that is itself a condition. */
  record Test(Expression.Call call) implements Predicate {}
}
