package dev.varve.dynamodb.expression.syntax;

import dev.varve.dynamodb.error.ExpressionHint;
import dev.varve.dynamodb.error.ValidationException;

/**
 * The five places of a request where an expression may stand. An error message begins with the name
 * of its place.
 */
public enum ExpressionKind {
  /** What an UpdateItem changes. */
  UPDATE("UpdateExpression"),
  /** What must hold for a write to happen. */
  CONDITION("ConditionExpression"),
  /** Which keys a Query reads. */
  KEY_CONDITION("KeyConditionExpression"),
  /** Which of the items read are returned. */
  FILTER("FilterExpression"),
  /** Which attributes are returned. */
  PROJECTION("ProjectionExpression");

  /** The longest expression, in UTF-8 bytes of its text before names and values are put in. */
  static final int MAX_SIZE_BYTES = 4096;

  private final String parameterName;

  ExpressionKind(String parameterName) {
    this.parameterName = parameterName;
  }

  /** The name of the request parameter, e.g. {@code UpdateExpression}. */
  public String parameterName() {
    return parameterName;
  }

  /** An error of an expression of this kind: {@code Invalid <parameter name>: <detail>}. */
  public ValidationException error(String detail) {
    return error(detail, null);
  }

  /** An error of an expression of this kind, with a hint, which may be null. */
  ValidationException error(String detail, ExpressionHint hint) {
    return new ValidationException("Invalid " + parameterName + ": " + detail, hint);
  }

  /** The error that {@code function} stands where it may not. */
  public ValidationException misusedFunction(String function) {
    return error(
        "The function is not allowed to be used this way in an expression; function: " + function);
  }

  /** The error that there is no {@code function}. */
  public ValidationException unknownFunction(String function) {
    return error("Invalid function name; function: " + function);
  }

  /**
   * Refuses an empty expression and one of more than 4096 bytes.
   *
   * @throws ValidationException if {@code text} is one of these
   */
  void checkSize(String text) {
    if (text.isBlank()) {
      throw error("The expression can not be empty;");
    }
    long sizeBytes = sizeBytes(text);
    if (sizeBytes > MAX_SIZE_BYTES) {
      String size = this == UPDATE ? "" : " expression size: " + sizeBytes;
      throw error("Expression size has exceeded the maximum allowed size;" + size);
    }
  }

  /**
   * The UTF-8 bytes of {@code text}, whatever its length. Not Utf8.length, which refuses half a
   * surrogate pair: in an expression that is wrong syntax.
   */
  private static long sizeBytes(String text) {
    return text.codePoints()
        .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
        .sum();
  }
}
