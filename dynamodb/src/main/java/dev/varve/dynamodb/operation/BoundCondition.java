package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.Expressions;

/**
 * The condition of a write, with what else its expressions are needed for.
 *
 * @param condition null for none
 * @param expressions which placeholders and paths the write has, in all its expressions
 * @param returnsItemOnFailure whether the error of a failed condition has the item
 */
record BoundCondition(Condition condition, Expressions expressions, boolean returnsItemOnFailure) {
  /** That of a write without expressions. */
  static final BoundCondition NONE = new BoundCondition(null, Expressions.none(), false);
}
