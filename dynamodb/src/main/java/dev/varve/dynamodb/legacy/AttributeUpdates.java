package dev.varve.dynamodb.legacy;

import dev.varve.dynamodb.api.AttributeAction;
import dev.varve.dynamodb.api.AttributeValueUpdate;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.DocumentPath;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.expression.UpdateOperand;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The parameter {@code AttributeUpdates}. */
public final class AttributeUpdates {
  private static final EnumSet<AttributeType> SETS =
      EnumSet.of(AttributeType.SS, AttributeType.NS, AttributeType.BS);
  private static final EnumSet<AttributeType> ADDABLE =
      EnumSet.of(
          AttributeType.N, AttributeType.SS, AttributeType.NS, AttributeType.BS, AttributeType.L);

  private AttributeUpdates() {}

  /**
   * The update.
   *
   * @param updates null if the parameter is absent
   * @return null if the parameter is absent
   * @throws ValidationException if an action has no value that it can use
   */
  public static Update update(Map<String, AttributeValueUpdate> updates) {
    if (updates == null) {
      return null;
    }
    List<Update.Action> actions = new ArrayList<>(updates.size());
    updates.forEach((name, update) -> actions.add(action(name, update)));
    return Update.ofAttributes(actions);
  }

  private static Update.Action action(String name, AttributeValueUpdate update) {
    if (name.isEmpty()) {
      throw new ValidationException("Empty attribute name");
    }
    DocumentPath target = DocumentPath.of(name);
    AttributeAction action = update.action() == null ? AttributeAction.PUT : update.action();
    AttributeValue value = update.value();
    if (value == null) {
      if (action != AttributeAction.DELETE) {
        throw ValidationException.invalidValues(
            "Only DELETE action is allowed when no attribute value is specified");
      }
      return new Update.Remove(target);
    }
    Arguments.check(value);
    return switch (action) {
      case PUT -> new Update.Set(target, new UpdateOperand.Literal(value));
      case ADD -> {
        if (!ADDABLE.contains(value.type())) {
          throw ValidationException.invalidValues(
              "ADD action is not supported for the type " + value.type());
        }
        yield new Update.Add(target, value);
      }
      case DELETE -> {
        if (!SETS.contains(value.type())) {
          throw ValidationException.invalidValues(
              "DELETE action with value is not supported for the type " + value.type());
        }
        yield new Update.Delete(target, value);
      }
    };
  }
}
