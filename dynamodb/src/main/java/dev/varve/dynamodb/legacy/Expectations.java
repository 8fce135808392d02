package dev.varve.dynamodb.legacy;

import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.api.ConditionalOperator;
import dev.varve.dynamodb.api.ExpectedAttributeValue;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The parameter {@code Expected}: for each attribute a value that it has, that it does not exist,
 * or a comparison.
 */
public final class Expectations {
  private Expectations() {}

  /**
   * The condition.
   *
   * @param expected null if the parameter is absent
   * @param operator how to join what is expected of the attributes; null for AND
   * @return null for no condition
   * @throws ValidationException if there is nothing to join, or the members for an attribute
   *     contradict each other
   */
  public static Condition condition(
      Map<String, ExpectedAttributeValue> expected, ConditionalOperator operator) {
    Comparisons.requireUsable(operator, expected);
    if (expected == null) {
      return null;
    }
    List<Condition> terms = new ArrayList<>(expected.size());
    expected.forEach((name, expectation) -> terms.add(term(name, expectation)));
    return Comparisons.join(terms, operator);
  }

  private static Condition term(String name, ExpectedAttributeValue expected) {
    if (expected.value() != null && expected.attributeValueList() != null) {
      throw refused("Value and AttributeValueList cannot be used together", name);
    }
    if (expected.comparisonOperator() != null) {
      return comparison(name, expected);
    }
    if (expected.attributeValueList() != null) {
      throw refused("AttributeValueList can only be used with a ComparisonOperator", name);
    }
    return existence(name, expected);
  }

  private static Condition comparison(String name, ExpectedAttributeValue expected) {
    ComparisonOperator operator = expected.comparisonOperator();
    if (expected.exists() != null) {
      throw refused("Exists and ComparisonOperator cannot be used together", name);
    }
    List<AttributeValue> values = expected.attributeValueList();
    if (values == null && expected.value() != null) {
      values = List.of(expected.value());
    }
    if (values == null) {
      if (operator != ComparisonOperator.NULL && operator != ComparisonOperator.NOT_NULL) {
        throw refused(
            "Value or AttributeValueList must be used with ComparisonOperator: " + operator.text(),
            name);
      }
      values = List.of();
    }
    Arguments.check(operator, values);
    return Comparisons.of(name, operator, values);
  }

  private static Condition existence(String name, ExpectedAttributeValue expected) {
    AttributeValue value = expected.value();
    if (expected.exists() == null || expected.exists()) {
      if (value == null) {
        throw refused("Value must be provided when Exists is " + expected.exists(), name);
      }
      Arguments.check(value);
      return Comparisons.of(name, ComparisonOperator.EQ, List.of(value));
    }
    if (value != null) {
      throw refused("Value cannot be used when Exists is false", name);
    }
    return Comparisons.of(name, ComparisonOperator.NULL, List.of());
  }

  private static ValidationException refused(String rule, String name) {
    return ValidationException.invalidValues(rule + " for Attribute: " + name);
  }
}
