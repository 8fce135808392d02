package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sizes in bytes, and what they cost. */
final class Sizes {
  static final int MAX_ITEM = 409_600;

  private Sizes() {}

  static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static int of(Item item) {
    return item == null ? 0 : members(item.asMap(), 0);
  }

  private static int members(Map<String, AttributeValue> members, int each) {
    int sum = 0;
    for (Map.Entry<String, AttributeValue> member : members.entrySet()) {
      sum += each + utf8(member.getKey()) + of(member.getValue());
    }
    return sum;
  }

  static int of(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S s -> utf8(s.value());
      case AttributeValue.B b -> b.value().length;
      case AttributeValue.N n -> of(n.value());
      case AttributeValue.Bool _, AttributeValue.Null _ -> 1;
      case AttributeValue.SS set -> set.values().stream().mapToInt(Sizes::utf8).sum();
      case AttributeValue.NS set -> set.values().stream().mapToInt(Sizes::of).sum();
      case AttributeValue.BS set -> set.values().stream().mapToInt(Sizes::of).sum();
      case AttributeValue.L list -> 3 + list.values().stream().mapToInt(v -> 1 + of(v)).sum();
      case AttributeValue.M map -> 3 + members(map.values(), 1);
    };
  }

  private static int of(BigDecimal number) {
    if (number.signum() == 0) {
      return 1;
    }
    String plain = number.abs().toPlainString();
    int point = plain.indexOf('.');
    String whole = point < 0 ? plain : plain.substring(0, point);
    String fraction = point < 0 ? "" : plain.substring(point + 1).replaceAll("0+$", "");
    whole = whole.replaceAll("^0+", "");
    if (fraction.isEmpty()) {
      whole = whole.replaceAll("0+$", "");
    } else if (whole.isEmpty()) {
      fraction = fraction.replaceAll("^0+", "");
    }
    return 1
        + (whole.length() + 1) / 2
        + (fraction.length() + 1) / 2
        + (number.signum() < 0 ? 1 : 0);
  }

  static double readUnits(long bytes) {
    return Math.max(1, Math.ceilDiv(bytes, 4096L));
  }

  static double writeUnits(long bytes) {
    return Math.max(1, Math.ceilDiv(bytes, 1024L));
  }
}
