package dev.varve.dynamodb;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads all items of a table, a page at a time: in the order of their partition keys' hashes, and
 * by sort key within a partition key.
 *
 * @param table name of the table
 * @param filter FilterExpression: which of the items read are returned
 * @param projection ProjectionExpression: the paths to return; without one, whole items
 * @param names ExpressionAttributeNames
 * @param values ExpressionAttributeValues
 * @param limit how many items to read at most, before the filter, at least 1
 * @param exclusiveStartKey where the previous page ended
 * @param segment which of {@code totalSegments} equal parts of the hash space to read, from 0
 * @param totalSegments 1 to 1,000,000; present if and only if {@code segment} is
 * @param countOnly return counts and no items (Select = COUNT)
 */
public record Scan(
    String table,
    Optional<String> filter,
    Optional<String> projection,
    Map<String, String> names,
    Map<String, AttributeValue> values,
    OptionalInt limit,
    Optional<Item> exclusiveStartKey,
    OptionalInt segment,
    OptionalInt totalSegments,
    boolean countOnly) {

  public Scan {
    Required.member(table, "tableName");
    Required.member(filter, "filterExpression");
    Required.member(projection, "projectionExpression");
    Required.member(limit, "limit");
    Required.member(exclusiveStartKey, "exclusiveStartKey");
    Required.member(segment, "segment");
    Required.member(totalSegments, "totalSegments");
    names = Required.names(names);
    values = Required.values(values);
  }

  /** Starts a request for {@code table}. */
  public static Builder of(String table) {
    return new Builder(table);
  }

  /** The same request for the page behind {@code lastEvaluatedKey}. */
  public Scan startingAfter(Item lastEvaluatedKey) {
    return new Scan(
        table,
        filter,
        projection,
        names,
        values,
        limit,
        Optional.of(Required.member(lastEvaluatedKey, "exclusiveStartKey")),
        segment,
        totalSegments,
        countOnly);
  }

  /** Builds a request. For one thread. */
  public static final class Builder extends ExpressionBuilder<Builder> {
    private final String table;
    private Optional<String> filter = Optional.empty();
    private Optional<String> projection = Optional.empty();
    private OptionalInt limit = OptionalInt.empty();
    private Optional<Item> exclusiveStartKey = Optional.empty();
    private OptionalInt segment = OptionalInt.empty();
    private OptionalInt totalSegments = OptionalInt.empty();
    private boolean countOnly;

    private Builder(String table) {
      this.table = Required.member(table, "tableName");
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

    /** Reads one of {@code of} equal parts of the table; parts can be read in parallel. */
    public Builder segment(int number, int of) {
      segment = OptionalInt.of(number);
      totalSegments = OptionalInt.of(of);
      return this;
    }

    /** Return counts and no items (Select = COUNT). */
    public Builder countOnly() {
      countOnly = true;
      return this;
    }

    public Scan build() {
      return new Scan(
          table,
          filter,
          projection,
          builtNames(),
          builtValues(),
          limit,
          exclusiveStartKey,
          segment,
          totalSegments,
          countOnly);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
