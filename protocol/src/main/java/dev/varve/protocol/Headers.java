package dev.varve.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The header fields of a message, in their order. Names are in any case. Immutable. */
public final class Headers {
  private static final Headers NONE = new Headers(List.of());

  private final List<Map.Entry<String, String>> fields;

  private Headers(List<Map.Entry<String, String>> fields) {
    this.fields = fields;
  }

  /** No fields. */
  public static Headers none() {
    return NONE;
  }

  /** These fields, each a name and a value. */
  public static Headers of(List<Map.Entry<String, String>> fields) {
    return new Headers(List.copyOf(fields));
  }

  /** All fields, in their order. */
  public List<Map.Entry<String, String>> fields() {
    return fields;
  }

  /** The value of the first field of a name, or null. */
  public String value(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).getKey().equalsIgnoreCase(name)) {
        return fields.get(i).getValue();
      }
    }
    return null;
  }

  /** The value of the first field of a name. */
  public Optional<String> first(String name) {
    return Optional.ofNullable(value(name));
  }

  /** The values of all fields of a name, in their order. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (Map.Entry<String, String> field : fields) {
      if (field.getKey().equalsIgnoreCase(name)) {
        values.add(field.getValue());
      }
    }
    return values;
  }
}
