package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;

/**
 * The place of a value in an item: a top-level attribute, then names of map members and indexes of
 * list elements.
 *
 * @param elements at least one; the first is a {@link Name}
 */
public record DocumentPath(List<Element> elements) {
  /** One step of a path. */
  public sealed interface Element {}

  /** A top-level attribute or the member of a map. */
  public record Name(String name) implements Element {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * An element of a list.
   *
   * @param index from 0; may lie beyond the longest list that an item has room for
   */
  public record Index(long index) implements Element {
    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  public DocumentPath {
    elements = List.copyOf(elements);
    if (elements.isEmpty() || !(elements.getFirst() instanceof Name)) {
      throw new IllegalArgumentException(
          "a path begins with the name of an attribute: " + elements);
    }
  }

  /** The path of a top-level attribute. */
  public static DocumentPath of(String attributeName) {
    return new DocumentPath(List.of(new Name(attributeName)));
  }

  /** The name of the top-level attribute where the path begins. */
  public String attributeName() {
    return ((Name) elements.getFirst()).name();
  }

  /** Whether the path goes into an attribute. */
  public boolean isNested() {
    return elements.size() > 1;
  }

  /**
   * Follows this path from its second element on.
   *
   * @param attribute the value of the top-level attribute, or null
   * @return the value at this path; null if there is none, or a step meets the wrong type
   */
  public AttributeValue findIn(AttributeValue attribute) {
    AttributeValue value = attribute;
    for (int i = 1; i < elements.size() && value != null; i++) {
      value =
          switch (elements.get(i)) {
            case Name(String name) ->
                value instanceof AttributeValue.M map ? map.values().get(name) : null;
            case Index(long index) ->
                value instanceof AttributeValue.L list && index < list.values().size()
                    ? list.values().get((int) index)
                    : null;
          };
    }
    return value;
  }

  /** As in DynamoDB's messages, e.g. {@code [a, b, [1]]}. */
  @Override
  public String toString() {
    return elements.toString();
  }
}
