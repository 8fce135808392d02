package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.value.AttributeType;
import java.util.Objects;

/**
 * A key attribute of a table.
 *
 * @param name the attribute's name
 * @param type S, N or B
 */
public record KeyElement(String name, AttributeType type) {
  public KeyElement {
    Objects.requireNonNull(name, "name");
    if (!type.isKeyType()) {
      throw new IllegalArgumentException("not a key type: " + type);
    }
  }
}
