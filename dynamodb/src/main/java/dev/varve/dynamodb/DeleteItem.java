package dev.varve.dynamodb;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes an item. Deleting one that does not exist succeeds.
 *
 * @param table name of the table
 * @param key the key attributes and nothing else
 * @param condition ConditionExpression, checked against the stored item
 * @param names ExpressionAttributeNames
 * @param values ExpressionAttributeValues
 * @param returnValues {@link ReturnValues#NONE} or {@link ReturnValues#ALL_OLD}
 * @param returnItemOnFailure whether a failed condition's error carries the stored item
 */
public record DeleteItem(
    String table,
    Item key,
    Optional<String> condition,
    Map<String, String> names,
    Map<String, AttributeValue> values,
    ReturnValues returnValues,
    boolean returnItemOnFailure) {

  public DeleteItem {
    Required.member(table, "tableName");
    Required.member(key, "key");
    Required.member(condition, "conditionExpression");
    Required.member(returnValues, "returnValues");
    names = Required.names(names);
    values = Required.values(values);
  }

  /** Starts a request for {@code table}. */
  public static Builder from(String table) {
    return new Builder(table);
  }

  /** The plain request: no condition, nothing returned. */
  public static DeleteItem of(String table, Item key) {
    return new DeleteItem(
        table, key, Optional.empty(), Map.of(), Map.of(), ReturnValues.NONE, false);
  }

  /** Builds a request. For one thread. */
  public static final class Builder extends WriteBuilder<Builder> {
    private final String table;
    private Item key;

    private Builder(String table) {
      this.table = Required.member(table, "tableName");
    }

    /** The key of the item. Required. */
    public Builder key(Item value) {
      key = Required.member(value, "key");
      return this;
    }

    public DeleteItem build() {
      return new DeleteItem(
          table,
          key,
          builtCondition(),
          builtNames(),
          builtValues(),
          builtReturnValues(),
          builtReturnItemOnFailure());
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
