package dev.varve.dynamodb.legacy;

import dev.varve.dynamodb.api.ConditionalOperator;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parameters {@code QueryFilter} and {@code ScanFilter}. */
public final class Filters {
  /**
   * The most conditions: as many as a filter expression may have operators. The service's own limit
   * is not known; without one a page could take hours.
   */
  private static final int MAX_CONDITIONS = 300;

  private Filters() {}

  /**
   * The filter.
   *
   * @param conditions null if the parameter is absent
   * @param operator how to join them; null for AND
   * @return null for no filter
   * @throws ValidationException if there is nothing to join, there are too many conditions, or an
   *     operator has the wrong arguments
   */
  public static Condition condition(
      Map<String, dev.varve.dynamodb.api.Condition> conditions, ConditionalOperator operator) {
    Comparisons.requireUsable(operator, conditions);
    if (conditions == null) {
      return null;
    }
    if (conditions.size() > MAX_CONDITIONS) {
      throw new ValidationException(
          "Filter contains too many conditions; condition count: " + conditions.size());
    }
    List<Condition> terms = new ArrayList<>(conditions.size());
    conditions.forEach((name, condition) -> {
      List<AttributeValue> values = checkedArguments(condition);
      terms.add(Comparisons.of(name, condition.comparisonOperator(), values));
    });
    return Comparisons.join(terms, operator);
  }

  /** The arguments of a condition; none is the same as an empty list. */
  static List<AttributeValue> checkedArguments(dev.varve.dynamodb.api.Condition condition) {
    List<AttributeValue> values =
        condition.attributeValueList() == null ? List.of() : condition.attributeValueList();
    Arguments.check(condition.comparisonOperator(), values);
    return values;
  }
}
