package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.AttributeAction;
import dev.varve.dynamodb.api.AttributeValueUpdate;
import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.api.Condition;
import dev.varve.dynamodb.api.ConditionalOperator;
import dev.varve.dynamodb.api.ExpectedAttributeValue;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random legacy parameters. */
final class RandomLegacy {
  private final Random random;
  private final RandomValues values;

  RandomLegacy(Random random, RandomValues values) {
    this.random = random;
    this.values = values;
  }

  ConditionalOperator operator(Map<String, ?> conditions) {
    return conditions.size() < 2 || values.chance(0.4)
        ? null
        : values.oneOf(List.of(ConditionalOperator.values()));
  }

  Map<String, ExpectedAttributeValue> expected(List<String> attributes) {
    Map<String, ExpectedAttributeValue> expected = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String name = values.oneOf(attributes);
      ExpectedAttributeValue.Builder one = ExpectedAttributeValue.builder();
      switch (random.nextInt(4)) {
        case 0 -> one.exists(false);
        case 1 -> one.value(values.of(name)).exists(values.chance(0.5) ? true : null);
        default -> {
          Condition condition = legacyCondition(name);
          one.comparisonOperator(condition.comparisonOperator());
          if (!condition.attributeValueList().isEmpty()) {
            one.attributeValueList(condition.attributeValueList());
          }
        }
      }
      expected.put(name, one.build());
    }
    return expected;
  }

  Map<String, Condition> filter(List<String> attributes) {
    Map<String, Condition> filter = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String name = values.oneOf(attributes);
      filter.put(name, legacyCondition(name));
    }
    return filter;
  }

  Condition legacyCondition(String name) {
    ComparisonOperator operator = values.oneOf(List.of(ComparisonOperator.values()));
    List<AttributeValue> arguments =
        switch (operator) {
          case EQ, NE -> List.of(values.of(name));
          case LE, LT, GE, GT, CONTAINS, NOT_CONTAINS -> List.of(values.scalar());
          case BEGINS_WITH -> List.of(random.nextBoolean() ? values.string() : values.binary());
          case IN -> {
            List<AttributeValue> choices = new ArrayList<>();
            choices.add(values.smallNumber());
            if (random.nextBoolean()) {
              choices.add(values.number());
            }
            yield choices;
          }
          case BETWEEN -> {
            AttributeValue a = values.number();
            AttributeValue b = values.smallNumber();
            yield Compare.compare(a, b) <= 0 ? List.of(a, b) : List.of(b, a);
          }
          case NULL, NOT_NULL -> List.of();
        };
    return Condition.builder().comparisonOperator(operator).attributeValueList(arguments).build();
  }

  Map<String, AttributeValueUpdate> attributeUpdates(List<String> attributes) {
    Map<String, AttributeValueUpdate> updates = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String name = values.oneOf(attributes);
      AttributeValueUpdate.Builder update = AttributeValueUpdate.builder();
      switch (random.nextInt(6)) {
        case 0 -> update.action(AttributeAction.DELETE);
        case 1 -> update.action(AttributeAction.DELETE).value(values.set());
        case 2 -> update.action(AttributeAction.ADD).value(values.smallNumber());
        case 3 ->
            update
                .action(AttributeAction.ADD)
                .value(random.nextBoolean() ? values.set() : values.list(1));
        case 4 -> update.value(values.of(name));
        default -> update.action(AttributeAction.PUT).value(values.of(name));
      }
      updates.put(name, update.build());
    }
    return updates;
  }
}
