package dev.varve.dynamodb.value;

import dev.varve.dynamodb.error.ValidationException;
import java.util.Map;

/**
 * Checks that every string of a value has a UTF-8 form, as all stored strings have. Half a
 * surrogate pair has none.
 */
public final class Encodable {
  private static final AttributeSink<RuntimeException> ALL =
      AttributeSink.ofValues((name, value) -> {
        check(name);
        check(value);
      });

  private Encodable() {}

  /**
   * Checks all strings in an item, as far as it is not encoded already.
   *
   * @param item of limited depth, see {@link ItemRules#checkNesting(Item)}
   * @throws ValidationException if one holds half a surrogate pair
   */
  public static void check(Item item) {
    item.writeTo(ALL);
  }

  /**
   * Checks a string.
   *
   * @throws ValidationException if it holds half a surrogate pair
   */
  public static void check(String text) {
    Utf8.check(text);
  }

  /**
   * Checks all strings in attributes, their names included.
   *
   * @param attributes of limited depth, see {@link ItemRules#checkNesting(Item)}
   * @throws ValidationException if one holds half a surrogate pair
   */
  public static void check(Map<String, AttributeValue> attributes) {
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      check(attribute.getKey());
      check(attribute.getValue());
    }
  }

  /**
   * Checks all strings in a value, the names of maps' members included.
   *
   * @param value of limited depth, see {@link ItemRules#checkNesting(AttributeValue)}
   * @throws ValidationException if one holds half a surrogate pair
   */
  public static void check(AttributeValue value) {
    switch (value) {
      case AttributeValue.S string -> check(string.value());
      case AttributeValue.SS set -> {
        for (String element : set.values()) {
          check(element);
        }
      }
      case AttributeValue.L list -> {
        for (AttributeValue element : list.values()) {
          check(element);
        }
      }
      case AttributeValue.M map -> check(map.values());
      case AttributeValue.N _,
          AttributeValue.B _,
          AttributeValue.Bool _,
          AttributeValue.Null _,
          AttributeValue.NS _,
          AttributeValue.BS _ -> {}
    }
  }
}
