package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;

/**
 * The attributes of an item, found by path. Conditions, projections and the right-hand sides of
 * updates see an item only through this, so a stored item can be tested without decoding more than
 * what is asked for.
 */
@FunctionalInterface
public interface AttributeLookup {
  /** An item that does not exist: nothing is ever found. */
  AttributeLookup NOTHING = path -> null;

  /**
   * The value at {@code path}, or null if there is none (also if the path goes through a value of
   * the wrong type).
   */
  AttributeValue find(DocumentPath path);

  /** Whether there is a value at {@code path}. */
  default boolean exists(DocumentPath path) {
    return find(path) != null;
  }

  /** The attributes of {@code item}. */
  static AttributeLookup of(Item item) {
    return path -> path.findIn(item.get(path.attributeName()));
  }
}
