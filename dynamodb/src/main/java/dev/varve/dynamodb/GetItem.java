package dev.varve.dynamodb;

import dev.varve.dynamodb.value.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one item. Every read sees all acknowledged writes.
 *
 * @param table name of the table
 * @param key the key attributes and nothing else
 * @param projection ProjectionExpression: the paths to return; without one, the whole item
 * @param names ExpressionAttributeNames
 */
public record GetItem(
    String table, Item key, Optional<String> projection, Map<String, String> names) {

  public GetItem {
    Required.member(table, "tableName");
    Required.member(key, "key");
    Required.member(projection, "projectionExpression");
    names = Required.names(names);
  }

  /** Starts a request for {@code table}. */
  public static Builder from(String table) {
    return new Builder(table);
  }

  /** The plain request for a whole item. */
  public static GetItem of(String table, Item key) {
    return new GetItem(table, key, Optional.empty(), Map.of());
  }

  /** Builds a request. For one thread. */
  public static final class Builder {
    private final String table;
    private final Map<String, String> names = new LinkedHashMap<>();
    private Item key;
    private Optional<String> projection = Optional.empty();

    private Builder(String table) {
      this.table = Required.member(table, "tableName");
    }

    /** The key of the item. Required. */
    public Builder key(Item value) {
      key = Required.member(value, "key");
      return this;
    }

    /** The paths to return (ProjectionExpression). */
    public Builder projection(String expression) {
      projection = Optional.of(Required.member(expression, "projectionExpression"));
      return this;
    }

    /**
     * Lets {@code placeholder}, such as {@code #n}, stand for an attribute name
     * (ExpressionAttributeNames).
     */
    public Builder name(String placeholder, String attributeName) {
      names.put(placeholder, Required.name(placeholder, attributeName));
      return this;
    }

    /** Adds placeholders for names. */
    public Builder names(Map<String, String> placeholders) {
      Required.member(placeholders, "expressionAttributeNames").forEach(this::name);
      return this;
    }

    public GetItem build() {
      return new GetItem(table, key, projection, names);
    }
  }
}
