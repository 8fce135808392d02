package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.AttributeAction;
import dev.varve.dynamodb.api.AttributeValueUpdate;
import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.api.Condition;
import dev.varve.dynamodb.api.ConditionalOperator;
import dev.varve.dynamodb.api.Copies;
import dev.varve.dynamodb.api.ExpectedAttributeValue;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The parameters from before there were expressions. */
final class Legacy {
  private Legacy() {}

  static boolean isPresent(Map<String, ?> parameter) {
    return !Copies.isAbsent(parameter) && !parameter.isEmpty();
  }

  /** Whether an item, null for none, is as expected. */
  static boolean isExpected(
      Map<String, ExpectedAttributeValue> expected, ConditionalOperator operator, Item item) {
    if (!isPresent(expected)) {
      return true;
    }
    Stream<Boolean> results =
        expected.entrySet().stream()
            .map(entry ->
                isExpected(entry.getValue(), item == null ? null : item.get(entry.getKey())));
    return operator == ConditionalOperator.OR
        ? results.anyMatch(Boolean::booleanValue)
        : results.allMatch(Boolean::booleanValue);
  }

  private static boolean isExpected(ExpectedAttributeValue expected, AttributeValue value) {
    if (expected.comparisonOperator() == null) {
      return Boolean.FALSE.equals(expected.exists())
          ? value == null
          : expected.value().equals(value);
    }
    List<AttributeValue> arguments =
        expected.value() != null
            ? List.of(expected.value())
            : Copies.isAbsent(expected.attributeValueList())
                ? List.of()
                : expected.attributeValueList();
    return test(expected.comparisonOperator(), value, arguments);
  }

  /** Whether an item passes a filter, or fits conditions on keys. */
  static boolean test(Map<String, Condition> conditions, ConditionalOperator operator, Item item) {
    if (!isPresent(conditions)) {
      return true;
    }
    Stream<Boolean> results =
        conditions.entrySet().stream()
            .map(entry ->
                test(
                    entry.getValue().comparisonOperator(),
                    item.get(entry.getKey()),
                    Copies.isAbsent(entry.getValue().attributeValueList())
                        ? List.of()
                        : entry.getValue().attributeValueList()));
    return operator == ConditionalOperator.OR
        ? results.anyMatch(Boolean::booleanValue)
        : results.allMatch(Boolean::booleanValue);
  }

  private static boolean test(
      ComparisonOperator operator, AttributeValue value, List<AttributeValue> arguments) {
    return switch (operator) {
      case EQ -> value != null && value.equals(arguments.get(0));
      case NE -> value == null || !value.equals(arguments.get(0));
      case LE -> Conditions.ordered("<=", value, arguments.get(0));
      case LT -> Conditions.ordered("<", value, arguments.get(0));
      case GE -> Conditions.ordered(">=", value, arguments.get(0));
      case GT -> Conditions.ordered(">", value, arguments.get(0));
      case CONTAINS -> Compare.contains(value, arguments.get(0));
      case NOT_CONTAINS -> value != null && !Compare.contains(value, arguments.get(0));
      case BEGINS_WITH -> Compare.beginsWith(value, arguments.get(0));
      case IN -> value != null && arguments.contains(value);
      case BETWEEN ->
          Conditions.ordered(">=", value, arguments.get(0))
              && Conditions.ordered("<=", value, arguments.get(1));
      case NULL -> value == null;
      case NOT_NULL -> value != null;
    };
  }

  /**
   * The item after {@code AttributeUpdates}; null if nothing is created.
   *
   * @param before null for none
   */
  static Item update(Map<String, AttributeValueUpdate> updates, Item before, Item key) {
    boolean onlyTakes =
        isPresent(updates)
            && updates.values().stream()
                .allMatch(update -> update.action() == AttributeAction.DELETE);
    if (before == null && onlyTakes) {
      return null;
    }
    Map<String, AttributeValue> after =
        new LinkedHashMap<>((before == null ? key : before).asMap());
    if (isPresent(updates)) {
      updates.forEach((name, update) -> apply(after, name, update));
    }
    return Item.of(after);
  }

  /** The attributes to which values are assigned. */
  static Item literals(Map<String, AttributeValueUpdate> updates) {
    Map<String, AttributeValue> literals = new LinkedHashMap<>();
    updates.forEach((name, update) -> {
      if (update.action() == null || update.action() == AttributeAction.PUT) {
        literals.put(name, update.value());
      }
    });
    return Item.of(literals);
  }

  private static void apply(
      Map<String, AttributeValue> item, String name, AttributeValueUpdate update) {
    AttributeValue old = item.get(name);
    AttributeValue value = update.value();
    AttributeValue now =
        switch (update.action() == null ? AttributeAction.PUT : update.action()) {
          case PUT -> value;
          case DELETE -> {
            if (value == null || old == null) {
              yield null;
            }
            requireSame(old, value);
            yield SetOf.minus(old, value);
          }
          case ADD -> {
            if (old == null) {
              yield value;
            }
            requireSame(old, value);
            yield added(old, value);
          }
        };
    if (now == null) {
      item.remove(name);
    } else {
      item.put(name, now);
    }
  }

  private static void requireSame(AttributeValue old, AttributeValue value) {
    if (old.type() != value.type()) {
      throw Refused.validation("Type mismatch for attribute to update");
    }
  }

  private static AttributeValue added(AttributeValue old, AttributeValue value) {
    return switch (value) {
      case AttributeValue.N n -> {
        BigDecimal sum = ((AttributeValue.N) old).value().add(n.value()).stripTrailingZeros();
        int exponent = sum.precision() - sum.scale() - 1;
        if (sum.signum() != 0 && (sum.precision() > 38 || exponent > 125 || exponent < -130)) {
          throw Refused.unsure("overflow");
        }
        yield AttributeValue.n(sum);
      }
      case AttributeValue.L list -> {
        List<AttributeValue> both = new ArrayList<>(((AttributeValue.L) old).values());
        both.addAll(list.values());
        yield new AttributeValue.L(both);
      }
      default -> SetOf.union(old, value);
    };
  }
}
