package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.expression.syntax.ArithmeticOperator;
import dev.varve.dynamodb.value.AttributeValue;

/** The right-hand side of a SET action, with names and values put in. */
public sealed interface UpdateOperand {
  /** The value at a path of the item before the update. */
  record Attribute(DocumentPath path) implements UpdateOperand {}

  /** A value of the request. */
  record Literal(AttributeValue value) implements UpdateOperand {}

  /**
   * The value at {@code path} of the item before the update, or {@code otherwise} if there is none.
   */
  record IfNotExists(DocumentPath path, UpdateOperand otherwise) implements UpdateOperand {}

  /** The elements of the list {@code head}, then those of the list {@code tail}. */
  record ListAppend(UpdateOperand head, UpdateOperand tail) implements UpdateOperand {}

  /** The sum or difference of two numbers. */
  record Arithmetic(UpdateOperand left, ArithmeticOperator operator, UpdateOperand right)
      implements UpdateOperand {}
}
