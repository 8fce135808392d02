package dev.varve.dynamodb;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The common part of the builders of all requests with expressions: the placeholders. For one
 * thread.
 *
 * @param <T> the builder itself
 */
abstract sealed class ExpressionBuilder<T extends ExpressionBuilder<T>>
    permits Query.Builder, Scan.Builder, WriteBuilder {
  private Map<String, String> names = Map.of();
  private Map<String, AttributeValue> values = Map.of();

  /** This builder. */
  abstract T self();

  /**
   * Lets {@code placeholder}, such as {@code #n}, stand for an attribute name
   * (ExpressionAttributeNames).
   */
  public T name(String placeholder, String attributeName) {
    if (names.isEmpty()) {
      names = new LinkedHashMap<>();
    }
    names.put(placeholder, Required.name(placeholder, attributeName));
    return self();
  }

  /** Adds placeholders for names. */
  public T names(Map<String, String> placeholders) {
    Required.member(placeholders, "expressionAttributeNames").forEach(this::name);
    return self();
  }

  /**
   * Lets {@code placeholder}, such as {@code :v}, stand for a value (ExpressionAttributeValues).
   */
  public T value(String placeholder, AttributeValue value) {
    if (values.isEmpty()) {
      values = new LinkedHashMap<>();
    }
    values.put(placeholder, Required.value(placeholder, value));
    return self();
  }

  /** Adds placeholders for values. */
  public T values(Map<String, AttributeValue> placeholders) {
    Required.member(placeholders, "expressionAttributeValues").forEach(this::value);
    return self();
  }

  final Map<String, String> builtNames() {
    return names;
  }

  final Map<String, AttributeValue> builtValues() {
    return values;
  }
}
