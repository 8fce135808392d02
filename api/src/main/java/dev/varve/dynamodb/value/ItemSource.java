package dev.varve.dynamodb.value;

import java.util.Map;

/**
 * Where an item's attributes come from when they are not in memory as values yet: an item read from
 * storage or from a request decodes an attribute when it is asked for. Implementations are
 * immutable and safe to share between threads. Sources that are equal have equal attributes; the
 * reverse need not hold.
 */
public interface ItemSource {
  /** The value of the attribute {@code name}, or null. Decodes that one attribute. */
  AttributeValue find(String name);

  /** All attributes, in their order. Called at most a few times; the map is handed over. */
  Map<String, AttributeValue> all();

  /** Hands all attributes over, in their order, without decoding what need not be. */
  <X extends Exception> void writeTo(AttributeSink<X> sink) throws X;

  /** The number of attributes. */
  int attributeCount();

  /** The item's size as DynamoDB counts it, in bytes. */
  int sizeBytes();
}
