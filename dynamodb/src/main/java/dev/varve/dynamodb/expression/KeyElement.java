package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeType;

/**
 * A key attribute of the table that is queried.
 *
 * @param type S, N or B
 */
public record KeyElement(String name, AttributeType type) {
  public KeyElement {
    if (!type.isKeyType()) {
      throw new IllegalArgumentException("not a key type: " + type);
    }
  }
}
