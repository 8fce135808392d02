package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.KeyCondition;
import dev.varve.dynamodb.expression.SortKeyCondition;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.Optional;

/** Which engine keys a Query reads: its key condition as bounds, cut off at the start key. */
public final class QueryRange {
  private static final String INVALID_START = "The provided starting key is invalid";

  private QueryRange() {}

  /**
   * The bounds of a key condition.
   *
   * @throws ValidationException if a value of it has no bytes or too many
   */
  public static KeyBounds of(KeySchema schema, KeyCondition condition) {
    AttributeValue partition = condition.partitionKey();
    schema.checkPartitionKey(partition);
    KeyCodec keys = schema.codec();
    if (condition.sortKey().isEmpty()) {
      return keys.hasSortKey() ? keys.all(partition) : only(keys.encode(partition, null));
    }
    SortKeyCondition sortKey = condition.sortKey().get();
    sortKey.values().forEach(schema::checkSortKey);
    return switch (sortKey) {
      case SortKeyCondition.EqualTo(AttributeValue value) -> keys.equalTo(partition, value);
      case SortKeyCondition.LessThan(AttributeValue value) -> keys.below(partition, value);
      case SortKeyCondition.AtMost(AttributeValue value) -> keys.upTo(partition, value);
      case SortKeyCondition.GreaterThan(AttributeValue value) -> keys.above(partition, value);
      case SortKeyCondition.AtLeast(AttributeValue value) -> keys.from(partition, value);
      case SortKeyCondition.Between(AttributeValue lower, AttributeValue upper) ->
          keys.between(partition, lower, upper);
      case SortKeyCondition.BeginsWith(AttributeValue prefix) ->
          keys.beginningWith(partition, prefix);
    };
  }

  private static KeyBounds only(byte[] key) {
    return new KeyBounds(key, KeyCodec.after(key));
  }

  /**
   * The part of {@code bounds} behind the start key, in the direction of the Query.
   *
   * @throws ValidationException if the start key is none of this Query's
   */
  public static KeyBounds behind(
      KeySchema schema, KeyBounds bounds, KeyCondition condition, Item startKey, boolean forward) {
    if (schema.sortKey().isEmpty()) {
      if (startKey.equals(Item.of(schema.partitionKey().name(), condition.partitionKey()))) {
        // Where a page that ended by its limit ended; there is nothing behind it.
        return new KeyBounds(bounds.upper(), bounds.upper());
      }
      throw new ValidationException(
          "The provided exclusive start key is invalid: ExclusiveStartKey: " + describe(startKey));
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
    Optional<SortKeyCondition> sortKey = condition.sortKey();
    if (sortKey.isPresent()
        && !sortKey.get().matches(startKey.get(schema.sortKey().get().name()))) {
      throw new ValidationException(
          "The provided starting key does not match the range key predicate");
    }
    if (!startKey.get(schema.partitionKey().name()).equals(condition.partitionKey())) {
      throw new ValidationException(
          sortKey.isPresent() && sortKey.get() instanceof SortKeyCondition.EqualTo
              ? "The query can return at most one row and cannot be restarted"
              : "The provided starting key is outside query boundaries based on provided conditions");
    }
    return forward
        ? new KeyBounds(KeyCodec.after(key), bounds.upper())
        : new KeyBounds(bounds.lower(), key);
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
