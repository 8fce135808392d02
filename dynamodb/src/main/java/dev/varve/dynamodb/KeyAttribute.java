package dev.varve.dynamodb;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Utf8;

/**
 * An attribute that is part of a table's key.
 *
 * @param name 1 to 255 UTF-8 bytes
 * @param type S, N or B
 */
public record KeyAttribute(String name, AttributeType type) {
  /** The longest name of a key attribute, in UTF-8 bytes. */
  private static final int MAX_NAME_BYTES = 255;

  /**
   * Checks.
   *
   * @throws ValidationException if the name is null, empty or too long, or the type is null or no
   *     key type
   */
  public KeyAttribute {
    if (name == null) {
      throw ValidationException.missing("keySchema.member.attributeName");
    }
    if (type == null) {
      throw ValidationException.missing("attributeDefinitions.member.attributeType");
    }
    int nameBytes = Utf8.encode(name).length;
    if (nameBytes < 1 || nameBytes > MAX_NAME_BYTES) {
      throw ValidationException.constraint(
          name,
          "keySchema.member.attributeName",
          "Member must have length "
              + (nameBytes < 1
                  ? "greater than or equal to 1"
                  : "less than or equal to " + MAX_NAME_BYTES));
    }
    if (!type.isKeyType()) {
      throw ValidationException.constraint(
          type,
          "attributeDefinitions.member.attributeType",
          "Member must satisfy enum value set: [B, N, S]");
    }
  }
}
