package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.Map;

/** The expressions of one request, or of one action of a transaction. For one thread. */
final class Binding {
  private final ExpressionCache cache;
  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;
  private Expressions expressions;

  /** The placeholders may be null. */
  Binding(ExpressionCache cache, Map<String, String> names, Map<String, AttributeValue> values) {
    this.cache = cache;
    this.names = names;
    this.values = values;
  }

  /** The expressions; the first call checks the placeholders. */
  Expressions expressions() {
    if (expressions == null) {
      expressions =
          new Expressions(
              cache,
              notEmpty("ExpressionAttributeNames", names),
              notEmpty("ExpressionAttributeValues", values));
    }
    return expressions;
  }

  private static <T> Map<String, T> notEmpty(String parameter, Map<String, T> placeholders) {
    if (placeholders == null) {
      return Map.of();
    }
    if (placeholders.isEmpty()) {
      throw new ValidationException(parameter + " must not be empty");
    }
    return placeholders;
  }

  /**
   * The condition of a write, whose other expressions have been bound.
   *
   * @param text null for none
   * @param legacy the condition where there is no text; null for none
   * @param returned what the error of a failed condition has; null for nothing
   * @throws ValidationException if the text breaks a rule, or a placeholder was not used
   */
  BoundCondition condition(
      String text, Condition legacy, ReturnValuesOnConditionCheckFailure returned) {
    Condition condition = text == null ? legacy : expressions().condition(text);
    return new BoundCondition(
        condition, requireAllUsed(), returned == ReturnValuesOnConditionCheckFailure.ALL_OLD);
  }

  /** A filter, or {@code legacy}, which may be null, where there is none. */
  Condition filter(String text, Condition legacy) {
    return text == null ? legacy : expressions().filter(text);
  }

  /** A key condition as far as every condition goes, or null for none. */
  Condition keyCondition(String text) {
    return text == null ? null : expressions().keyCondition(text);
  }

  /** A projection, or {@code legacy}, which may be null, where there is none. */
  Projection projection(String text, Projection legacy) {
    return text == null ? legacy : expressions().projection(text);
  }

  /**
   * Checks that all placeholders were used.
   *
   * @throws ValidationException if not
   */
  Expressions requireAllUsed() {
    if (expressions == null && names == null && values == null) {
      return Expressions.none();
    }
    expressions().requireAllUsed();
    return expressions;
  }
}
