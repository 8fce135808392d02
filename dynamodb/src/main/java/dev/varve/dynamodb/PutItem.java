package dev.varve.dynamodb;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.Map;
import java.util.Optional;

/**
 * Stores a whole item in place of the one with the same key.
 *
 * @param table name of the table
 * @param item the item, with its key
 * @param condition ConditionExpression, checked against the stored item
 * @param names ExpressionAttributeNames
 * @param values ExpressionAttributeValues
 * @param returnValues {@link ReturnValues#NONE} or {@link ReturnValues#ALL_OLD}
 * @param returnItemOnFailure whether a failed condition's error carries the stored item
 */
public record PutItem(
    String table,
    Item item,
    Optional<String> condition,
    Map<String, String> names,
    Map<String, AttributeValue> values,
    ReturnValues returnValues,
    boolean returnItemOnFailure) {

  public PutItem {
    Required.member(table, "tableName");
    Required.member(item, "item");
    Required.member(condition, "conditionExpression");
    Required.member(returnValues, "returnValues");
    names = Required.names(names);
    values = Required.values(values);
  }

  /** Starts a request for {@code table}. */
  public static Builder into(String table) {
    return new Builder(table);
  }

  /** The plain request: no condition, nothing returned. */
  public static PutItem of(String table, Item item) {
    return new PutItem(table, item, Optional.empty(), Map.of(), Map.of(), ReturnValues.NONE, false);
  }

  /** Builds a request. For one thread. */
  public static final class Builder extends WriteBuilder<Builder> {
    private final String table;
    private Item item;

    private Builder(String table) {
      this.table = Required.member(table, "tableName");
    }

    /** The item to store. Required. */
    public Builder item(Item value) {
      item = Required.member(value, "item");
      return this;
    }

    public PutItem build() {
      return new PutItem(
          table,
          item,
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
