package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sets as sets of their elements. */
final class SetOf {
  private SetOf() {}

  static boolean isSet(AttributeValue value) {
    return value instanceof AttributeValue.SS
        || value instanceof AttributeValue.NS
        || value instanceof AttributeValue.BS;
  }

  /** Of two sets of one type. */
  static AttributeValue union(AttributeValue a, AttributeValue b) {
    Set<Object> elements = elements(a);
    elements.addAll(elements(b));
    return of(a, elements);
  }

  /** Of two sets of one type; null if nothing is left. */
  static AttributeValue minus(AttributeValue a, AttributeValue b) {
    if (!isSet(a) || a.type() != b.type()) {
      return a;
    }
    Set<Object> elements = elements(a);
    elements.removeAll(elements(b));
    return elements.isEmpty() ? null : of(a, elements);
  }

  private static Set<Object> elements(AttributeValue set) {
    return switch (set) {
      case AttributeValue.SS s -> new LinkedHashSet<>(s.values());
      case AttributeValue.NS s -> new LinkedHashSet<>(s.values());
      case AttributeValue.BS s -> new LinkedHashSet<>(s.values());
      default -> throw new AssertionError(set);
    };
  }

  private static AttributeValue of(AttributeValue kind, Set<Object> elements) {
    return switch (kind) {
      case AttributeValue.SS _ -> new AttributeValue.SS(cast(elements, String.class));
      case AttributeValue.NS _ -> new AttributeValue.NS(cast(elements, AttributeValue.N.class));
      case AttributeValue.BS _ -> new AttributeValue.BS(cast(elements, AttributeValue.B.class));
      default -> throw new AssertionError(kind);
    };
  }

  private static <T> List<T> cast(Set<Object> elements, Class<T> type) {
    List<T> list = new ArrayList<>();
    elements.forEach(element -> list.add(type.cast(element)));
    return list;
  }
}
