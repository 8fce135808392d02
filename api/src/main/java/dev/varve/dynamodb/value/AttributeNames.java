package dev.varve.dynamodb.value;

import dev.varve.dynamodb.error.ValidationException;
import java.util.Map;

/** The rules for names of attributes and keys of maps. */
public final class AttributeNames {
  /** The longest name, in UTF-8 bytes. */
  public static final int MAX_BYTES = 65_535;

  private AttributeNames() {}

  /**
   * Returns {@code values} after checking its names and that it holds no nulls.
   *
   * @throws ValidationException if a name is empty or longer than 65,535 bytes, or a value is null
   */
  static <T extends Map<String, AttributeValue>> T checked(T values) {
    for (Map.Entry<String, AttributeValue> entry : values.entrySet()) {
      check(entry.getKey(), entry.getValue());
    }
    return values;
  }

  /**
   * Checks a name and that there is a value.
   *
   * @throws ValidationException if the name is empty or longer than 65,535 bytes, or the value is
   *     null
   */
  public static void check(String name, AttributeValue value) {
    if (name == null || name.isEmpty()) {
      throw new ValidationException("Empty attribute name");
    }
    // Cheap test first: a char is at most three bytes.
    if (name.length() > MAX_BYTES / 3 && Utf8.length(name) > MAX_BYTES) {
      throw ValidationException.invalidValues(
          "Attribute name is too large, must be less than " + (MAX_BYTES + 1) + " bytes");
    }
    if (value == null) {
      throw new ValidationException(
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }
  }
}
