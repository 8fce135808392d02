package dev.varve.dynamodb;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.Map;
import java.util.Optional;

/**
 * Changes attributes of an item, and creates it if there is none.
 *
 * @param table name of the table
 * @param key the key attributes and nothing else
 * @param update UpdateExpression; without one, a missing item is created with its key alone
 * @param condition ConditionExpression, checked against the stored item
 * @param names ExpressionAttributeNames
 * @param values ExpressionAttributeValues
 * @param returnValues which attributes to return
 * @param returnItemOnFailure whether a failed condition's error carries the stored item
 */
public record UpdateItem(
    String table,
    Item key,
    Optional<String> update,
    Optional<String> condition,
    Map<String, String> names,
    Map<String, AttributeValue> values,
    ReturnValues returnValues,
    boolean returnItemOnFailure) {

  public UpdateItem {
    Required.member(table, "tableName");
    Required.member(key, "key");
    Required.member(update, "updateExpression");
    Required.member(condition, "conditionExpression");
    Required.member(returnValues, "returnValues");
    names = Required.names(names);
    values = Required.values(values);
  }

  /** Starts a request for {@code table}. */
  public static Builder in(String table) {
    return new Builder(table);
  }

  /** Builds a request. For one thread. */
  public static final class Builder extends WriteBuilder<Builder> {
    private final String table;
    private Item key;
    private Optional<String> update = Optional.empty();

    private Builder(String table) {
      this.table = Required.member(table, "tableName");
    }

    /** The key of the item. Required. */
    public Builder key(Item value) {
      key = Required.member(value, "key");
      return this;
    }

    /** What to change (UpdateExpression): SET, REMOVE, ADD and DELETE clauses. */
    public Builder update(String expression) {
      update = Optional.of(Required.member(expression, "updateExpression"));
      return this;
    }

    public UpdateItem build() {
      return new UpdateItem(
          table,
          key,
          update,
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
