package dev.varve.dynamodb.legacy;

import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.api.Condition;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.KeyConditionTerms;
import dev.varve.dynamodb.expression.SortKeyCondition;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameter {@code KeyConditions}. */
public final class KeyConditions {
  private static final int MAX_CONDITIONS = 2;

  private KeyConditions() {}

  /**
   * The terms, each about one attribute.
   *
   * @param conditions not null
   * @throws ValidationException if an operator has the wrong arguments or is none for keys, or
   *     there are not one or two conditions
   */
  public static KeyConditionTerms terms(Map<String, Condition> conditions) {
    conditions.values().forEach(Filters::checkedArguments);
    if (conditions.isEmpty() || conditions.size() > MAX_CONDITIONS) {
      throw new ValidationException("Conditions can be of length 1 or 2 only");
    }
    Map<String, SortKeyCondition> terms = new LinkedHashMap<>();
    conditions.forEach((name, condition) ->
        terms.put(name, term(condition.comparisonOperator(), condition.attributeValueList())));
    return KeyConditionTerms.of(terms);
  }

  private static SortKeyCondition term(ComparisonOperator operator, List<AttributeValue> values) {
    return switch (operator) {
      case EQ -> new SortKeyCondition.EqualTo(values.getFirst());
      case LT -> new SortKeyCondition.LessThan(values.getFirst());
      case LE -> new SortKeyCondition.AtMost(values.getFirst());
      case GT -> new SortKeyCondition.GreaterThan(values.getFirst());
      case GE -> new SortKeyCondition.AtLeast(values.getFirst());
      case BETWEEN -> new SortKeyCondition.Between(values.get(0), values.get(1));
      case BEGINS_WITH -> new SortKeyCondition.BeginsWith(values.getFirst());
      case NE, IN, CONTAINS, NOT_CONTAINS, NULL, NOT_NULL ->
          throw new ValidationException(
              "Attempted conditional constraint is not an indexable operation");
    };
  }
}
