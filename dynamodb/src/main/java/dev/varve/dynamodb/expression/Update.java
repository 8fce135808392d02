package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An update with names and values put in and every check of the request done: ready to be applied
 * by {@link UpdateApplier}.
 *
 * @param actions in the order of the request; their targets neither overlap nor conflict
 * @param origin where the request has it
 */
public record Update(List<Action> actions, Origin origin) {
  private static final Update NOTHING = new Update(List.of());

  /** The parameter that an update comes from; each has its own words for a stored value's type. */
  public enum Origin {
    UPDATE_EXPRESSION("An operand in the update expression has an incorrect data type"),
    ATTRIBUTE_UPDATES("Type mismatch for attribute to update");

    private final String wrongType;

    Origin(String wrongType) {
      this.wrongType = wrongType;
    }

    /** The error that a stored value has a type with which an action cannot work. */
    ValidationException wrongType() {
      return new ValidationException(wrongType);
    }
  }

  /** One change of an item. */
  public sealed interface Action {
    /** The place that changes. */
    DocumentPath target();
  }

  /** {@code SET target = value}. */
  public record Set(DocumentPath target, UpdateOperand value) implements Action {}

  /** {@code REMOVE target}. */
  public record Remove(DocumentPath target) implements Action {}

  /**
   * {@code ADD target value}.
   *
   * @param value a number or set; from {@code AttributeUpdates} also a list, which is appended
   */
  public record Add(DocumentPath target, AttributeValue value) implements Action {}

  /**
   * {@code DELETE target elements}.
   *
   * @param elements a set
   */
  public record Delete(DocumentPath target, AttributeValue elements) implements Action {}

  public Update {
    actions = List.copyOf(actions);
  }

  /** The update of an UpdateExpression. */
  Update(List<Action> actions) {
    this(actions, Origin.UPDATE_EXPRESSION);
  }

  /**
   * The update of {@code AttributeUpdates}.
   *
   * @param actions of different top-level attributes
   */
  public static Update ofAttributes(List<Action> actions) {
    return new Update(actions, Origin.ATTRIBUTE_UPDATES);
  }

  /**
   * The update of a request without UpdateExpression: it changes nothing, but creates an item that
   * does not exist.
   */
  public static Update nothing() {
    return NOTHING;
  }

  /** The places that change, in the order of the text. */
  public List<DocumentPath> targets() {
    return actions.stream().map(Action::target).toList();
  }

  /** The names of the top-level attributes that may change. */
  public java.util.Set<String> attributes() {
    return actions.stream()
        .map(action -> action.target().attributeName())
        .collect(Collectors.toSet());
  }

  /** The top-level attributes to which a value of the request is assigned as it is. */
  public Map<String, AttributeValue> assigned() {
    Map<String, AttributeValue> assigned = new LinkedHashMap<>();
    for (Action action : actions) {
      if (action instanceof Set(DocumentPath target, UpdateOperand.Literal(AttributeValue value))
          && !target.isNested()) {
        assigned.put(target.attributeName(), value);
      }
    }
    return assigned;
  }

  /**
   * Whether this creates an item that does not exist: an update of only REMOVE and DELETE does not.
   */
  public boolean createsItem() {
    return actions.isEmpty()
        || actions.stream().anyMatch(action -> action instanceof Set || action instanceof Add);
  }

  /**
   * Checks that no key attribute changes, not even to its own value.
   *
   * @param keyAttributes the names of the table's key attributes
   * @throws ValidationException naming the first that would
   */
  public void requireKeyUntouched(Collection<String> keyAttributes) {
    for (Action action : actions) {
      String name = action.target().attributeName();
      if (keyAttributes.contains(name)) {
        throw ValidationException.invalidValues(
            "Cannot update attribute " + name + ". This attribute is part of the key");
      }
    }
  }
}
