package dev.varve.dynamodb.expression.syntax;

import java.util.List;

/**
 * Something with a value: a path, a value placeholder, a function call or, in updates only, a sum
 * or difference.
 */
public sealed interface OperandNode
    permits PathNode, OperandNode.Value, OperandNode.Call, OperandNode.Arithmetic {

  /**
   * A value placeholder.
   *
   * @param placeholder with its {@code :}
   */
  record Value(String placeholder) implements OperandNode {}

  /**
   * A function call. The name need not be one of a function that exists or may stand here: {@link
   * Parser} checks this after the syntax.
   *
   * @param function as written
   * @param arguments at least one
   */
  record Call(String function, List<OperandNode> arguments) implements OperandNode {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * {@code left + right} or {@code left - right}.
   *
   * @param operator which of them
   */
  record Arithmetic(OperandNode left, ArithmeticOperator operator, OperandNode right)
      implements OperandNode {}
}
