package dev.varve.dynamodb.table;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Utf8;
import java.util.List;

/** How many bytes the values of keys may have. The values have the types of their attributes. */
final class KeyValues {
  static final int MAX_PARTITION_KEY_BYTES = 2048;
  static final int MAX_SORT_KEY_BYTES = 1024;

  private KeyValues() {}

  /**
   * Checks the lengths of a partition key.
   *
   * @param values of the first of the attributes
   * @throws ValidationException if one has no bytes, or all together more than 2,048
   */
  static void checkPartitionKey(List<KeyElement> attributes, List<AttributeValue> values) {
    if (bytes(attributes, values) > MAX_PARTITION_KEY_BYTES) {
      throw ValidationException.invalidValues(
          "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }
  }

  /**
   * Checks the lengths of a sort key.
   *
   * @param values of the first of the attributes
   * @throws ValidationException if one has no bytes, or all together more than 1,024
   */
  static void checkSortKey(List<KeyElement> attributes, List<AttributeValue> values) {
    if (bytes(attributes, values) > MAX_SORT_KEY_BYTES) {
      throw ValidationException.invalidValues(
          "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }
  }

  private static int bytes(List<KeyElement> attributes, List<AttributeValue> values) {
    int sum = 0;
    for (int i = 0; i < values.size(); i++) {
      int bytes = bytes(values.get(i));
      if (bytes == 0) {
        throw empty(attributes.get(i).name(), values.get(i));
      }
      sum += bytes;
    }
    return sum;
  }

  /** The bytes that count; 1 for a number, which always fits. */
  static int bytes(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S s -> Utf8.length(s.value());
      case AttributeValue.B b -> b.length();
      case AttributeValue.N _ -> 1;
      case AttributeValue.Bool _,
          AttributeValue.Null _,
          AttributeValue.SS _,
          AttributeValue.NS _,
          AttributeValue.BS _,
          AttributeValue.L _,
          AttributeValue.M _ ->
          throw new AssertionError("a key of type " + value.type());
    };
  }

  /** The error that a key attribute has a string or binary without bytes. */
  static ValidationException empty(String name, AttributeValue value) {
    return empty("", value, " Key: " + name);
  }

  /**
   * The error that a key attribute has a string or binary without bytes.
   *
   * @param sentence that comes first
   * @param place that follows
   */
  static ValidationException empty(String sentence, AttributeValue value, String place) {
    return new ValidationException(
        "One or more parameter values are not valid. "
            + sentence
            + "The AttributeValue for a key attribute cannot contain an empty "
            + (value instanceof AttributeValue.S ? "string" : "binary")
            + " value."
            + place);
  }
}
