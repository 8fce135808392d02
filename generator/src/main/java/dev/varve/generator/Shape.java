package dev.varve.generator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A shape of the model.
 *
 * @param name its name in the model
 * @param type structure, list, map, string, integer, long, double, boolean, timestamp or blob
 * @param members of a structure, by name, in the model's order: the names of their shapes
 * @param required the members that a structure must have
 * @param element shape of a list's elements or a map's values
 * @param key shape of a map's keys
 * @param min the least length, size or value
 * @param max the greatest
 * @param pattern what a string must match as a whole
 * @param values of an enumeration, in the order in which messages list them; else empty
 * @param isException whether this is an error's shape
 */
record Shape(
    String name,
    String type,
    Map<String, String> members,
    List<String> required,
    Optional<String> element,
    Optional<String> key,
    Optional<Long> min,
    Optional<Long> max,
    Optional<String> pattern,
    List<String> values,
    boolean isException) {

  boolean isStructure() {
    return type.equals("structure");
  }

  /** Whether this is an attribute's value, which has a class that is written by hand. */
  boolean isValue() {
    return name.equals("AttributeValue");
  }

  boolean isEnum() {
    return !values.isEmpty();
  }
}
