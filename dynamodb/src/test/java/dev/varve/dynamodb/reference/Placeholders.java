package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The placeholders of one request, made as its expressions are. */
final class Placeholders {
  private final RandomValues random;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, AttributeValue> values = new LinkedHashMap<>();

  Placeholders(RandomValues random) {
    this.random = random;
  }

  /** A path; strings are names, integers places in lists. */
  Tree.Path path(List<Object> steps) {
    return new Tree.Path(
        steps.stream()
            .map(step ->
                step instanceof String name
                    ? (Tree.Step) new Tree.Step.Name(name(name))
                    : new Tree.Step.At((Integer) step))
            .toList());
  }

  private String name(String name) {
    boolean isPlain = name.matches("[a-z][a-z0-9]?");
    if (isPlain && random.chance(0.6)) {
      return name;
    }
    for (Map.Entry<String, String> entry : names.entrySet()) {
      if (entry.getValue().equals(name) && random.chance(0.8)) {
        return entry.getKey();
      }
    }
    String placeholder = "#n" + names.size();
    names.put(placeholder, name);
    return placeholder;
  }

  Tree.Literal value(AttributeValue value) {
    String placeholder = ":v" + values.size();
    values.put(placeholder, value);
    return new Tree.Literal(placeholder);
  }

  /** Null if there are none. */
  Map<String, String> names() {
    return names.isEmpty() ? null : names;
  }

  /** Null if there are none. */
  Map<String, AttributeValue> values() {
    return values.isEmpty() ? null : values;
  }
}
