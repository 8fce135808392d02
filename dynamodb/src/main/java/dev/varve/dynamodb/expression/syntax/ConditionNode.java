package dev.varve.dynamodb.expression.syntax;

import java.util.List;

/** A condition as written: the tree of a condition, filter or key condition. */
public sealed interface ConditionNode {

  /**
   * {@code a OR b OR c}.
   *
   * @param terms at least two
   */
  record Or(List<ConditionNode> terms) implements ConditionNode {
    public Or {
      terms = List.copyOf(terms);
    }
  }

  /**
   * {@code a AND b AND c}.
   *
   * @param terms at least two
   */
  record And(List<ConditionNode> terms) implements ConditionNode {
    public And {
      terms = List.copyOf(terms);
    }
  }

  /** {@code NOT term}. */
  record Not(ConditionNode term) implements ConditionNode {}

  /** {@code left comparator right}. */
  record Comparison(OperandNode left, Comparator comparator, OperandNode right)
      implements ConditionNode {}

  /** {@code value BETWEEN lower AND upper}, both bounds included. */
  record Between(OperandNode value, OperandNode lower, OperandNode upper)
      implements ConditionNode {}

  /**
   * {@code value IN (candidates)}.
   *
   * @param candidates at least one
   */
  record In(OperandNode value, List<OperandNode> candidates) implements ConditionNode {
    public In {
      candidates = List.copyOf(candidates);
    }
  }

  /** A function that is itself a condition. */
  record Predicate(OperandNode.Call call) implements ConditionNode {}
}
