package dev.varve.dynamodb.legacy;

import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.SortKeyCondition;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Encodable;
import dev.varve.dynamodb.value.ItemRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which arguments a comparison operator takes: how many, and of which types. */
final class Arguments {
  private static final Set<AttributeType> ANY = EnumSet.allOf(AttributeType.class);
  private static final Set<AttributeType> ORDERED =
      EnumSet.of(AttributeType.S, AttributeType.N, AttributeType.B);
  private static final Set<AttributeType> PARTS =
      EnumSet.of(AttributeType.S, AttributeType.N, AttributeType.B, AttributeType.BOOL);
  private static final Set<AttributeType> PREFIXES = EnumSet.of(AttributeType.S, AttributeType.B);

  private Arguments() {}

  /**
   * Checks the rules of values, whatever they are for.
   *
   * @throws ValidationException if a value nests too deep or a string has no UTF-8 form
   */
  static void check(AttributeValue value) {
    ItemRules.checkNesting(value);
    Encodable.check(value);
  }

  /**
   * Checks the arguments of an operator: the values themselves, their number, that they have one
   * type, that the operator knows it, and the order of bounds.
   *
   * @throws ValidationException if they break a rule
   */
  static void check(ComparisonOperator operator, List<AttributeValue> values) {
    for (AttributeValue value : values) {
      check(value);
    }
    if (!takes(operator, values.size())) {
      throw ValidationException.invalidValues(
          "Invalid number of argument(s) for the " + operator.text() + " ComparisonOperator");
    }
    if (values.isEmpty()) {
      return;
    }
    AttributeType type = values.getFirst().type();
    for (AttributeValue value : values) {
      if (value.type() != type) {
        throw ValidationException.invalidValues(
            "AttributeValues inside AttributeValueList must be of same type");
      }
    }
    if (!types(operator).contains(type)) {
      throw ValidationException.invalidValues(
          "ComparisonOperator "
              + operator.text()
              + " is not valid for "
              + type
              + " AttributeValue type");
    }
    if (operator == ComparisonOperator.BETWEEN
        && !new SortKeyCondition.AtMost(values.get(1)).matches(values.get(0))) {
      throw new ValidationException(
          "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
    }
  }

  private static boolean takes(ComparisonOperator operator, int count) {
    return switch (operator) {
      case NULL, NOT_NULL -> count == 0;
      case EQ, NE, LT, LE, GT, GE, CONTAINS, NOT_CONTAINS, BEGINS_WITH -> count == 1;
      case BETWEEN -> count == 2;
      case IN -> count >= 1;
    };
  }

  private static Set<AttributeType> types(ComparisonOperator operator) {
    return switch (operator) {
      case NULL, NOT_NULL, EQ, NE -> ANY;
      case LT, LE, GT, GE, BETWEEN, IN -> ORDERED;
      case CONTAINS, NOT_CONTAINS -> PARTS;
      case BEGINS_WITH -> PREFIXES;
    };
  }
}
