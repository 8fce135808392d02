package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.value.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Order, beginnings and contents of values. */
final class Compare {
  private Compare() {}

  static boolean isOrdered(AttributeValue value) {
    return value instanceof AttributeValue.S
        || value instanceof AttributeValue.N
        || value instanceof AttributeValue.B;
  }

  static boolean areComparable(AttributeValue a, AttributeValue b) {
    return a != null && b != null && isOrdered(a) && a.type() == b.type();
  }

  /** Of two values of one ordered type. */
  static int compare(AttributeValue a, AttributeValue b) {
    return a instanceof AttributeValue.N n
        ? n.value().compareTo(((AttributeValue.N) b).value())
        : Arrays.compareUnsigned(bytes(a), bytes(b));
  }

  /** Of a string or binary; null for other types. */
  static byte[] bytes(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S s -> s.value().getBytes(StandardCharsets.UTF_8);
      case AttributeValue.B b -> b.value();
      default -> null;
    };
  }

  static boolean beginsWith(AttributeValue value, AttributeValue beginning) {
    if (value == null || beginning == null || value.type() != beginning.type()) {
      return false;
    }
    byte[] bytes = bytes(value);
    byte[] start = bytes(beginning);
    return bytes != null
        && bytes.length >= start.length
        && Arrays.equals(Arrays.copyOf(bytes, start.length), start);
  }

  static boolean contains(AttributeValue value, AttributeValue part) {
    if (value == null || part == null) {
      return false;
    }
    return switch (value) {
      case AttributeValue.S s ->
          part instanceof AttributeValue.S p && s.value().contains(p.value());
      case AttributeValue.B b ->
          part instanceof AttributeValue.B p && containsBytes(b.value(), p.value());
      case AttributeValue.SS set ->
          part instanceof AttributeValue.S p && set.values().stream().anyMatch(p.value()::equals);
      case AttributeValue.NS set -> set.values().stream().anyMatch(part::equals);
      case AttributeValue.BS set -> set.values().stream().anyMatch(part::equals);
      case AttributeValue.L list -> list.values().stream().anyMatch(part::equals);
      default -> false;
    };
  }

  private static boolean containsBytes(byte[] bytes, byte[] part) {
    for (int start = 0; start + part.length <= bytes.length; start++) {
      if (Arrays.equals(Arrays.copyOfRange(bytes, start, start + part.length), part)) {
        return true;
      }
    }
    return false;
  }
}
