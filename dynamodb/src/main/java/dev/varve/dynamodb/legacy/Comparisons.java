package dev.varve.dynamodb.legacy;

import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.api.ConditionalOperator;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.DocumentPath;
import dev.varve.dynamodb.expression.Operand;
import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Comparisons of single attributes as conditions, and several of them joined. */
final class Comparisons {
  private Comparisons() {}

  /**
   * The condition that an operator makes of an attribute.
   *
   * @param values as {@link Arguments#check(ComparisonOperator, List)} lets them pass
   */
  static Condition of(String name, ComparisonOperator operator, List<AttributeValue> values) {
    DocumentPath path = DocumentPath.of(name);
    Operand attribute = new Operand.Attribute(path);
    List<Operand> arguments =
        values.stream().<Operand>map(value -> new Operand.Literal(value)).toList();
    return switch (operator) {
      case EQ -> new Condition.Comparison(attribute, Comparator.EQUAL, arguments.getFirst());
      case NE -> new Condition.Comparison(attribute, Comparator.NOT_EQUAL, arguments.getFirst());
      case LT -> new Condition.Comparison(attribute, Comparator.LESS, arguments.getFirst());
      case LE ->
          new Condition.Comparison(attribute, Comparator.LESS_OR_EQUAL, arguments.getFirst());
      case GT -> new Condition.Comparison(attribute, Comparator.GREATER, arguments.getFirst());
      case GE ->
          new Condition.Comparison(attribute, Comparator.GREATER_OR_EQUAL, arguments.getFirst());
      case BETWEEN -> new Condition.Between(attribute, arguments.get(0), arguments.get(1));
      case IN -> new Condition.OneOf(attribute, new HashSet<>(values));
      case BEGINS_WITH -> new Condition.BeginsWith(attribute, arguments.getFirst());
      case CONTAINS -> new Condition.Contains(attribute, arguments.getFirst());
      // Unlike NOT contains(..), false where there is nothing.
      case NOT_CONTAINS ->
          new Condition.And(
              List.of(
                  new Condition.AttributeExists(path),
                  new Condition.Not(new Condition.Contains(attribute, arguments.getFirst()))));
      // About existence: the null value exists.
      case NULL -> new Condition.AttributeNotExists(path);
      case NOT_NULL -> new Condition.AttributeExists(path);
    };
  }

  /**
   * Checks that the operator which joins conditions has some to join.
   *
   * @param operator null if the parameter is absent
   * @param conditions null if the parameter is absent
   * @throws ValidationException if it has not
   */
  static void requireUsable(ConditionalOperator operator, Map<String, ?> conditions) {
    if (operator == null) {
      return;
    }
    if (conditions == null) {
      throw new ValidationException(
          "ConditionalOperator cannot be used without Filter or Expected");
    }
    if (conditions.size() < 2) {
      throw new ValidationException(
          "ConditionalOperator can only be used when Filter or Expected has two or more elements");
    }
  }

  /**
   * The conditions as one, or null if there is none.
   *
   * @param operator null for AND
   */
  static Condition join(List<Condition> conditions, ConditionalOperator operator) {
    if (conditions.size() < 2) {
      return conditions.isEmpty() ? null : conditions.getFirst();
    }
    return operator == ConditionalOperator.OR
        ? new Condition.Or(conditions)
        : new Condition.And(conditions);
  }
}
