package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeValue;

/** An operand of a condition, with names and values put in. */
public sealed interface Operand {
  /** The value at a path. */
  record Attribute(DocumentPath path) implements Operand {}

  /** A value of the request. */
  record Literal(AttributeValue value) implements Operand {}

  /** {@code size(of)}. */
  record Size(Operand of) implements Operand {}
}
