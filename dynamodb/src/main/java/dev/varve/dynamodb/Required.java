package dev.varve.dynamodb;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.Map;

/**
 * Refuses null where a request is built, naming the parameter, as the service refuses a member that
 * is missing.
 */
final class Required {
  private Required() {}

  /**
   * A parameter.
   *
   * @throws ValidationException naming {@code member} if it is null
   */
  static <T> T member(T value, String member) {
    if (value == null) {
      throw ValidationException.missing(member);
    }
    return value;
  }

  /**
   * A name, of {@code ExpressionAttributeNames}.
   *
   * @throws ValidationException naming the placeholder if one of the two is null
   */
  static String name(String placeholder, String attributeName) {
    if (placeholder == null || attributeName == null) {
      throw missing("ExpressionAttributeNames", placeholder, "Empty attribute name");
    }
    return attributeName;
  }

  /**
   * A value, of {@code ExpressionAttributeValues}.
   *
   * @throws ValidationException naming the placeholder if one of the two is null
   */
  static AttributeValue value(String placeholder, AttributeValue value) {
    if (placeholder == null || value == null) {
      throw missing(
          "ExpressionAttributeValues",
          placeholder,
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }
    return value;
  }

  private static ValidationException missing(String parameter, String placeholder, String problem) {
    return new ValidationException(
        placeholder == null
            ? parameter + " contains invalid key: null"
            : parameter + " contains invalid value: " + problem + " for key " + placeholder);
  }

  /** A copy of names, each checked as by {@link #name}. */
  static Map<String, String> names(Map<String, String> names) {
    member(names, "expressionAttributeNames").forEach(Required::name);
    return Map.copyOf(names);
  }

  /** A copy of values, each checked as by {@link #value}. */
  static Map<String, AttributeValue> values(Map<String, AttributeValue> values) {
    member(values, "expressionAttributeValues").forEach(Required::value);
    return Map.copyOf(values);
  }
}
