package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;

/** The errors that conditions and updates share, about operands of operators and functions. */
final class OperandErrors {
  private OperandErrors() {}

  static ValidationException wrongCount(ExpressionKind kind, String function, int count) {
    return kind.error(
        "Incorrect number of operands for operator or function; operator or function: "
            + function
            + ", number of operands: "
            + count);
  }

  static ValidationException pathRequired(ExpressionKind kind, String function) {
    return kind.error(
        "Operator or function requires a document path; operator or function: " + function);
  }

  /**
   * An operand has the wrong type.
   *
   * @param type as the message names it
   */
  static ValidationException wrongType(ExpressionKind kind, String operator, String type) {
    return kind.error(
        "Incorrect operand type for operator or function; operator or function: "
            + operator
            + ", operand type: "
            + type);
  }
}
