package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;

/**
 * Which sort keys a Query wants: always one contiguous range. The values are strings, numbers or
 * binaries of the sort key's type.
 */
public sealed interface SortKeyCondition {
  /** {@code key = value}. */
  record EqualTo(AttributeValue value) implements SortKeyCondition {}

  /** {@code key < value}. */
  record LessThan(AttributeValue value) implements SortKeyCondition {}

  /** {@code key <= value}. */
  record AtMost(AttributeValue value) implements SortKeyCondition {}

  /** {@code key > value}. */
  record GreaterThan(AttributeValue value) implements SortKeyCondition {}

  /** {@code key >= value}. */
  record AtLeast(AttributeValue value) implements SortKeyCondition {}

  /** {@code lower <= key AND key <= upper}. */
  record Between(AttributeValue lower, AttributeValue upper) implements SortKeyCondition {}

  /** {@code begins_with(key, prefix)}: strings and binaries only. */
  record BeginsWith(AttributeValue prefix) implements SortKeyCondition {}

  /**
   * {@code key comparator value}.
   *
   * @param comparator any but {@code <>}, which is no range
   */
  static SortKeyCondition of(Comparator comparator, AttributeValue value) {
    return switch (comparator) {
      case EQUAL -> new EqualTo(value);
      case LESS -> new LessThan(value);
      case LESS_OR_EQUAL -> new AtMost(value);
      case GREATER -> new GreaterThan(value);
      case GREATER_OR_EQUAL -> new AtLeast(value);
      case NOT_EQUAL -> throw new IllegalArgumentException("<> is no range of keys");
    };
  }

  /** The values that the range is made of. */
  default List<AttributeValue> values() {
    return switch (this) {
      case EqualTo(AttributeValue value) -> List.of(value);
      case LessThan(AttributeValue value) -> List.of(value);
      case AtMost(AttributeValue value) -> List.of(value);
      case GreaterThan(AttributeValue value) -> List.of(value);
      case AtLeast(AttributeValue value) -> List.of(value);
      case Between(AttributeValue lower, AttributeValue upper) -> List.of(lower, upper);
      case BeginsWith(AttributeValue prefix) -> List.of(prefix);
    };
  }

  /** Whether {@code sortKey} is in the range. */
  default boolean matches(AttributeValue sortKey) {
    return switch (this) {
      case EqualTo(AttributeValue value) ->
          ConditionEvaluator.holds(sortKey, Comparator.EQUAL, value);
      case LessThan(AttributeValue value) ->
          ConditionEvaluator.holds(sortKey, Comparator.LESS, value);
      case AtMost(AttributeValue value) ->
          ConditionEvaluator.holds(sortKey, Comparator.LESS_OR_EQUAL, value);
      case GreaterThan(AttributeValue value) ->
          ConditionEvaluator.holds(sortKey, Comparator.GREATER, value);
      case AtLeast(AttributeValue value) ->
          ConditionEvaluator.holds(sortKey, Comparator.GREATER_OR_EQUAL, value);
      case Between(AttributeValue lower, AttributeValue upper) ->
          ConditionEvaluator.holds(sortKey, Comparator.GREATER_OR_EQUAL, lower)
              && ConditionEvaluator.holds(sortKey, Comparator.LESS_OR_EQUAL, upper);
      case BeginsWith(AttributeValue prefix) -> ConditionEvaluator.beginsWith(sortKey, prefix);
    };
  }
}
