package dev.varve.identity.access;

import dev.varve.dynamodb.ExpressionAttributes;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Accesses of operations on one item, and what the others share with them. */
final class ItemAccesses {
  private static final String SPECIFIC = "SPECIFIC_ATTRIBUTES";

  private ItemAccesses() {}

  static Access get(GetItem request) {
    return new Access.Builder("GetItem")
        .table(request.tableName())
        .keys(keys(List.of(orEmpty(request.key()))))
        .attributes(out -> {
          names(request.key(), out);
          names(request.attributesToGet(), out);
          projection(request.projectionExpression(), request.expressionAttributeNames(), out);
        })
        .select(selected(request.projectionExpression(), request.attributesToGet()))
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }

  static Access put(PutItem request) {
    return new Access.Builder("PutItem")
        .table(request.tableName())
        .keys(keys(List.of(orEmpty(request.item()))))
        .attributes(out -> {
          names(request.item(), out);
          names(request.expected(), out);
          condition(request.conditionExpression(), request.expressionAttributeNames(), out);
        })
        .returnValues(
            returned(request.returnValues(), request.returnValuesOnConditionCheckFailure()))
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }

  static Access update(UpdateItem request) {
    return new Access.Builder("UpdateItem")
        .table(request.tableName())
        .keys(keys(List.of(orEmpty(request.key()))))
        .attributes(out -> {
          names(request.key(), out);
          names(request.attributeUpdates(), out);
          names(request.expected(), out);
          update(request.updateExpression(), request.expressionAttributeNames(), out);
          condition(request.conditionExpression(), request.expressionAttributeNames(), out);
        })
        .returnValues(
            returned(request.returnValues(), request.returnValuesOnConditionCheckFailure()))
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }

  static Access delete(DeleteItem request) {
    return new Access.Builder("DeleteItem")
        .table(request.tableName())
        .keys(keys(List.of(orEmpty(request.key()))))
        .attributes(out -> {
          names(request.key(), out);
          names(request.expected(), out);
          condition(request.conditionExpression(), request.expressionAttributeNames(), out);
        })
        .returnValues(
            returned(request.returnValues(), request.returnValuesOnConditionCheckFailure()))
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }

  static Item orEmpty(Item item) {
    return item == null ? Item.of() : item;
  }

  /** The keys of a request that has items or whole keys. */
  static Access.Keys keys(List<Item> items) {
    return attribute -> {
      List<AttributeValue> values = new ArrayList<>(items.size());
      for (Item item : items) {
        AttributeValue value = item.get(attribute);
        if (value == null) {
          return Optional.empty();
        }
        values.add(value);
      }
      return Optional.of(values);
    };
  }

  static void names(Item item, Consumer<String> out) {
    if (item != null) {
      item.asMap().keySet().forEach(out);
    }
  }

  static void names(Map<String, ?> byName, Consumer<String> out) {
    if (byName != null) {
      byName.keySet().forEach(out);
    }
  }

  static void names(Collection<String> names, Consumer<String> out) {
    if (names != null) {
      names.forEach(out);
    }
  }

  static void condition(String text, Map<String, String> names, Consumer<String> out) {
    if (text != null) {
      ExpressionAttributes.ofCondition(text, names, out);
    }
  }

  static void update(String text, Map<String, String> names, Consumer<String> out) {
    if (text != null) {
      ExpressionAttributes.ofUpdate(text, names, out);
    }
  }

  static void projection(String text, Map<String, String> names, Consumer<String> out) {
    if (text != null) {
      ExpressionAttributes.ofProjection(text, names, out);
    }
  }

  /**
   * What a read of whole items returns. Told also where the request cannot say it, so that a policy
   * on attributes can insist that some are named.
   */
  static String selected(String projection, List<String> attributesToGet) {
    return projection != null || attributesToGet != null ? SPECIFIC : "ALL_ATTRIBUTES";
  }

  /** What a write returns. A failed condition can return the item, too. */
  static List<String> returned(ReturnValue values, ReturnValuesOnConditionCheckFailure onFailure) {
    String said = values == null ? "NONE" : values.name();
    return onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD && !said.equals("ALL_OLD")
        ? List.of(said, "ALL_OLD")
        : List.of(said);
  }
}
