package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.value.AttributeValue;

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

  static ValidationException misused(ExpressionKind kind, String function) {
    return kind.error(
        "The function is not allowed to be used this way in an expression; function: " + function);
  }

  /**
   * A value as DynamoDB's messages show it, e.g. {@code AttributeValue: {S:x}}. Of keys and ordered
   * values only the text is shown, of others the type too.
   */
  static String describe(AttributeValue value) {
    return "AttributeValue: {" + value.type() + ":" + text(value) + "}";
  }

  private static String text(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S(String text) -> text;
      case AttributeValue.N number -> number.text();
      case AttributeValue.B bytes -> bytes.base64();
      case AttributeValue.Bool(boolean bool) -> Boolean.toString(bool);
      case AttributeValue.Null _ -> "true";
      case AttributeValue.SS set -> set.values().toString();
      case AttributeValue.NS set ->
          set.values().stream().map(AttributeValue.N::text).toList().toString();
      case AttributeValue.BS set ->
          set.values().stream().map(AttributeValue.B::base64).toList().toString();
      case AttributeValue.L list ->
          list.values().stream().map(OperandErrors::describe).toList().toString();
      case AttributeValue.M map -> {
        StringBuilder members = new StringBuilder("{");
        map.values()
            .forEach((name, member) ->
                members
                    .append(members.length() > 1 ? ", " : "")
                    .append(name)
                    .append('=')
                    .append(describe(member)));
        yield members.append('}').toString();
      }
    };
  }
}
