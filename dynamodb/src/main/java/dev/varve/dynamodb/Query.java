package dev.varve.dynamodb;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads items of one partition key in the order of their sort keys, a page at a time.
 *
 * @param table name of the table
 * @param keyCondition KeyConditionExpression: the partition key's value, and optionally one
 *     condition on the sort key
 * @param filter FilterExpression: which of the items read are returned
 * @param projection ProjectionExpression: the paths to return; without one, whole items
 * @param names ExpressionAttributeNames
 * @param values ExpressionAttributeValues
 * @param forward ascending by sort key, or descending (ScanIndexForward)
 * @param limit how many items to read at most, before the filter, at least 1
 * @param exclusiveStartKey where the previous page ended
 * @param countOnly return counts and no items (Select = COUNT)
 */
public record Query(
    String table,
    String keyCondition,
    Optional<String> filter,
    Optional<String> projection,
    Map<String, String> names,
    Map<String, AttributeValue> values,
    boolean forward,
    OptionalInt limit,
    Optional<Item> exclusiveStartKey,
    boolean countOnly) {

  public Query {
    Required.member(table, "tableName");
    Required.member(filter, "filterExpression");
    Required.member(projection, "projectionExpression");
    Required.member(limit, "limit");
    Required.member(exclusiveStartKey, "exclusiveStartKey");
    names = Required.names(names);
    values = Required.values(values);
  }

  /** Starts a request for {@code table}. */
  public static Builder of(String table) {
    return new Builder(table);
  }

  /** The same request for the page behind {@code lastEvaluatedKey}. */
  public Query startingAfter(Item lastEvaluatedKey) {
    return new Query(
        table,
        keyCondition,
        filter,
        projection,
        names,
        values,
        forward,
        limit,
        Optional.of(Required.member(lastEvaluatedKey, "exclusiveStartKey")),
        countOnly);
  }

  /** Builds a request. For one thread. */
  public static final class Builder extends ExpressionBuilder<Builder> {
    private final String table;
    private String keyCondition;
    private Optional<String> filter = Optional.empty();
    private Optional<String> projection = Optional.empty();
    private boolean forward = true;
    private OptionalInt limit = OptionalInt.empty();
    private Optional<Item> exclusiveStartKey = Optional.empty();
    private boolean countOnly;

    private Builder(String table) {
      this.table = Required.member(table, "tableName");
    }

    /** Which items to read (KeyConditionExpression). Required. */
    public Builder where(String expression) {
      keyCondition = Required.member(expression, "keyConditionExpression");
      return this;
    }

    /** Which of the items read to return (FilterExpression). */
    public Builder filter(String expression) {
      filter = Optional.of(Required.member(expression, "filterExpression"));
      return this;
    }

    /** The paths to return (ProjectionExpression). */
    public Builder projection(String expression) {
      projection = Optional.of(Required.member(expression, "projectionExpression"));
      return this;
    }

    /** From the largest sort key down (ScanIndexForward = false). */
    public Builder backward() {
      forward = false;
      return this;
    }

    /** How many items to read at most, before the filter. */
    public Builder limit(int items) {
      limit = OptionalInt.of(items);
      return this;
    }

    /** The previous page's last evaluated key. */
    public Builder startingAfter(Item lastEvaluatedKey) {
      exclusiveStartKey = Optional.of(Required.member(lastEvaluatedKey, "exclusiveStartKey"));
      return this;
    }

    /** Return counts and no items (Select = COUNT). */
    public Builder countOnly() {
      countOnly = true;
      return this;
    }

    public Query build() {
      return new Query(
          table,
          keyCondition,
          filter,
          projection,
          builtNames(),
          builtValues(),
          forward,
          limit,
          exclusiveStartKey,
          countOnly);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
