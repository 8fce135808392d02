package dev.varve.dynamodb.value;

import dev.varve.dynamodb.error.ValidationException;
import java.util.Map;

/**
 * Checks that every string of a value has a UTF-8 form, as what is stored always has. Half a
 * surrogate pair has none.
 */
public final class Encodable {
  private Encodable() {}

  /**
   * Checks a string.
   *
   * @throws ValidationException if it holds half a surrogate pair
   */
  public static void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw Utf8.unpairedSurrogate();
        }
        i++;
      }
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
      case AttributeValue.M map -> {
        for (Map.Entry<String, AttributeValue> member : map.values().entrySet()) {
          check(member.getKey());
          check(member.getValue());
        }
      }
      case AttributeValue.N _,
          AttributeValue.B _,
          AttributeValue.Bool _,
          AttributeValue.Null _,
          AttributeValue.NS _,
          AttributeValue.BS _ -> {}
    }
  }
}
