package dev.varve.dynamodb.operation;

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

  /**
   * Checks that there are no placeholders where there is no expression that could use them. Comes
   * before all other checks. {@link Families} does this for a request that may also have older
   * parameters.
   *
   * @param hasExpression whether there is an expression at all
   * @param hasValues whether one of the expressions may have values
   * @param absent the expressions that may, where all are absent, e.g. {@code ConditionExpression
   *     is null}
   */
  void requireUsable(boolean hasExpression, boolean hasValues, String absent) {
    if (!hasExpression) {
      Expressions.requireNoNames(names);
    }
    if (!hasValues) {
      Expressions.requireNoValues(values, absent);
    }
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

  /** A condition, or null for none. */
  Condition condition(String text) {
    return text == null ? null : expressions().condition(text);
  }

  /** A filter, or null for none. */
  Condition filter(String text) {
    return text == null ? null : expressions().filter(text);
  }

  /** A key condition as far as every condition goes, or null for none. */
  Condition keyCondition(String text) {
    return text == null ? null : expressions().keyCondition(text);
  }

  /** A projection, or null for none. */
  Projection projection(String text) {
    return text == null ? null : expressions().projection(text);
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
