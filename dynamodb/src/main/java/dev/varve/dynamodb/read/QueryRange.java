package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.EntryKeys;
import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.KeyCondition;
import dev.varve.dynamodb.expression.SortKeyCondition;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.QueryKeys;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.List;

/** Which engine keys a Query reads: its key condition as bounds, cut off at the start key. */
public final class QueryRange {
  static final String INVALID_START = "The provided starting key is invalid";

  private QueryRange() {}

  /**
   * The bounds of a key condition.
   *
   * @param schema of the table or index that is read
   * @throws ValidationException if a value of it has no bytes or too many
   */
  public static KeyBounds of(QueryKeys schema, KeyCondition condition) {
    schema.checkPartitionKey(condition.partitionKey());
    condition.sortKeyValues().forEach(schema::checkSortKey);
    EntryKeys keys = schema.codec();
    byte[] prefix = keys.prefix(condition.partitionKey(), condition.sortKeyPrefix());
    if (condition.sortKey().isEmpty()) {
      return keys.all(prefix);
    }
    return switch (condition.sortKey().get()) {
      case SortKeyCondition.EqualTo(AttributeValue value) -> keys.equalTo(prefix, value);
      case SortKeyCondition.LessThan(AttributeValue value) -> keys.below(prefix, value);
      case SortKeyCondition.AtMost(AttributeValue value) -> keys.upTo(prefix, value);
      case SortKeyCondition.GreaterThan(AttributeValue value) -> keys.above(prefix, value);
      case SortKeyCondition.AtLeast(AttributeValue value) -> keys.from(prefix, value);
      case SortKeyCondition.Between(AttributeValue lower, AttributeValue upper) ->
          keys.between(prefix, lower, upper);
      case SortKeyCondition.BeginsWith(AttributeValue beginning) ->
          keys.beginningWith(prefix, beginning);
    };
  }

  /**
   * The part of {@code bounds} behind the start key, in the direction of the Query.
   *
   * @param schema of the table or index that is read
   * @throws ValidationException if the start key is none of this Query's
   */
  public static KeyBounds behind(
      QueryKeys schema, KeyBounds bounds, KeyCondition condition, Item startKey, boolean forward) {
    boolean isTable = schema instanceof KeySchema;
    if (isTable && schema.sortKeys().isEmpty()) {
      return behindOnly(schema, bounds, condition, startKey);
    }
    if (!schema.matches(startKey)) {
      throw new ValidationException(INVALID_START);
    }
    byte[] key;
    try {
      key = schema.keyOfLookup(startKey);
    } catch (ValidationException e) {
      throw invalidStart(e);
    }
    if (!condition.matchesSortKey(values(schema.sortKeys(), startKey))) {
      throw new ValidationException(
          "The provided starting key does not match the range key predicate");
    }
    if (!values(schema.partitionKeys(), startKey).equals(condition.partitionKey())) {
      boolean oneRow =
          isTable && condition.sortKey().orElse(null) instanceof SortKeyCondition.EqualTo;
      throw new ValidationException(
          oneRow
              ? "The query can return at most one row and cannot be restarted"
              : "The provided starting key is outside query boundaries based on provided"
                  + " conditions");
    }
    return forward
        ? new KeyBounds(KeyCodec.after(key), bounds.upper())
        : new KeyBounds(bounds.lower(), key);
  }

  /** For a table whose key is a partition key alone: a Query finds one item at most. */
  private static KeyBounds behindOnly(
      QueryKeys schema, KeyBounds bounds, KeyCondition condition, Item startKey) {
    if (startKey.equals(Item.of(schema.names().getFirst(), condition.partitionKey().getFirst()))) {
      // Where a page that ended by its limit ended; there is nothing behind it.
      return new KeyBounds(bounds.upper(), bounds.upper());
    }
    throw new ValidationException(
        "The provided exclusive start key is invalid: ExclusiveStartKey: " + describe(startKey));
  }

  private static List<AttributeValue> values(List<KeyElement> elements, Item item) {
    return elements.stream().map(element -> item.get(element.name())).toList();
  }

  /** The error that a start key is invalid, and why. */
  public static ValidationException invalidStart(ValidationException cause) {
    return new ValidationException(INVALID_START + ": " + cause.getMessage());
  }

  /** A key in DynamoDB's words, e.g. <code>{p=AttributeValue: {S:x}}</code>. */
  private static String describe(Item key) {
    StringBuilder text = new StringBuilder("{");
    key.asMap()
        .forEach((name, value) -> {
          String content =
              switch (value) {
                case AttributeValue.S s -> s.value();
                case AttributeValue.N n -> n.text();
                case AttributeValue.B b -> b.base64();
                case AttributeValue.Bool _,
                    AttributeValue.Null _,
                    AttributeValue.SS _,
                    AttributeValue.NS _,
                    AttributeValue.BS _,
                    AttributeValue.L _,
                    AttributeValue.M _ ->
                    "...";
              };
          text.append(text.length() > 1 ? ", " : "")
              .append(name)
              .append("=AttributeValue: {")
              .append(value.type())
              .append(':')
              .append(content)
              .append('}');
        });
    return text.append('}').toString();
  }
}
