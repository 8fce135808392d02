package dev.varve.dynamodb;

import java.util.Optional;

/**
 * The common part of the builders of PutItem, UpdateItem and DeleteItem: the condition, and which
 * attributes to return. For one thread.
 *
 * @param <T> the builder itself
 */
public abstract sealed class WriteBuilder<T extends WriteBuilder<T>> extends ExpressionBuilder<T>
    permits PutItem.Builder, UpdateItem.Builder, DeleteItem.Builder {
  private Optional<String> condition = Optional.empty();
  private ReturnValues returnValues = ReturnValues.NONE;
  private boolean returnItemOnFailure;

  WriteBuilder() {}

  /** Writes only if this condition holds for the stored item (ConditionExpression). */
  public T condition(String expression) {
    condition = Optional.of(Required.member(expression, "conditionExpression"));
    return self();
  }

  /** What to return of the item. Default: {@link ReturnValues#NONE}. */
  public T returnValues(ReturnValues values) {
    returnValues = Required.member(values, "returnValues");
    return self();
  }

  /**
   * Puts the stored item into the error if the condition fails (ReturnValuesOnConditionCheckFailure
   * = ALL_OLD).
   */
  public T returnItemOnFailure() {
    returnItemOnFailure = true;
    return self();
  }

  final Optional<String> builtCondition() {
    return condition;
  }

  final ReturnValues builtReturnValues() {
    return returnValues;
  }

  final boolean builtReturnItemOnFailure() {
    return returnItemOnFailure;
  }
}
