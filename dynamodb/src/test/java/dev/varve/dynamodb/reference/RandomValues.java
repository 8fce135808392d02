package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random values from small pools, so that equal ones meet often; the borders are in them. */
final class RandomValues {
  private static final List<String> STRINGS =
      List.of("k1", "k", "k1a", "\u00e9", "\ufffd", "\ud834\udd1e", "\u0000", "kk", "K1");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "1.5",
          "1e3",
          "-0.5",
          "10",
          "1E125",
          "-1E-130",
          "100.50",
          "12345678901234567890123456789012345678",
          "-99999999999999999999999999999999999999E88");
  private static final List<byte[]> BINARIES =
      List.of(
          new byte[] {0},
          new byte[] {1},
          new byte[] {(byte) 0xff},
          new byte[] {(byte) 0xff, 0},
          new byte[] {0, 0},
          new byte[] {0, 1, 2},
          new byte[] {127},
          new byte[] {-128});

  /** Attributes that are never keys. The last three need placeholders. */
  static final List<String> ATTRIBUTES =
      List.of("a", "b", "c", "n", "l", "m", "t", "set", "x.y", "\u00fc");

  /** How the name of a table begins that has large items. */
  static final String BIG = "big";

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** One of few values that a key may have. */
  AttributeValue key(ScalarAttributeType type) {
    return key(type, 5);
  }

  AttributeValue key(ScalarAttributeType type, int choices) {
    return switch (type) {
      case S -> AttributeValue.s(STRINGS.get(random.nextInt(choices)));
      case N -> AttributeValue.n(NUMBERS.get(random.nextInt(choices)));
      case B -> AttributeValue.b(BINARIES.get(random.nextInt(choices)));
    };
  }

  /** A string, number or binary. */
  AttributeValue scalar() {
    return switch (random.nextInt(3)) {
      case 0 -> string();
      case 1 -> number();
      default -> binary();
    };
  }

  AttributeValue string() {
    return AttributeValue.s(chance(0.1) ? "" : oneOf(STRINGS));
  }

  AttributeValue number() {
    return AttributeValue.n(oneOf(NUMBERS));
  }

  AttributeValue smallNumber() {
    return AttributeValue.n(random.nextInt(7) - 3);
  }

  AttributeValue binary() {
    return chance(0.1) ? AttributeValue.b(new byte[0]) : AttributeValue.b(oneOf(BINARIES));
  }

  AttributeValue set() {
    int size = 1 + random.nextInt(3);
    return switch (random.nextInt(3)) {
      case 0 ->
          new AttributeValue.SS(
              java.util.stream.Stream.generate(() -> oneOf(STRINGS))
                  .distinct()
                  .limit(size)
                  .toList());
      case 1 ->
          new AttributeValue.NS(
              java.util.stream.Stream.generate(
                      () -> AttributeValue.n(chance(0.5) ? "1" : oneOf(NUMBERS)))
                  .distinct()
                  .limit(size)
                  .toList());
      default ->
          new AttributeValue.BS(
              java.util.stream.Stream.generate(() -> AttributeValue.b(oneOf(BINARIES)))
                  .distinct()
                  .limit(size)
                  .toList());
    };
  }

  AttributeValue list(int depth) {
    return new AttributeValue.L(
        java.util.stream.Stream.generate(() -> any(depth - 1)).limit(random.nextInt(5)).toList());
  }

  AttributeValue map(int depth) {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    for (String name : List.of("x", "y", "z")) {
      if (chance(0.5)) {
        members.put(name, any(depth - 1));
      }
    }
    return new AttributeValue.M(members);
  }

  AttributeValue any(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0, 1 -> string();
      case 2 -> number();
      case 3 -> smallNumber();
      case 4 -> binary();
      case 5 ->
          chance(0.5) ? new AttributeValue.Bool(random.nextBoolean()) : new AttributeValue.Null();
      case 6, 7 -> set();
      case 8 -> list(depth);
      default -> map(depth);
    };
  }

  /** A value that an attribute of this name often has. */
  AttributeValue of(String attribute) {
    if (chance(0.15)) {
      return any(2);
    }
    return switch (attribute) {
      case "n", "c" -> smallNumber();
      case "l" -> list(2);
      case "m" -> map(2);
      case "set" -> set();
      case "a" -> string();
      case "t" -> chance(0.1) ? AttributeValue.s("t".repeat(random.nextInt(6000))) : string();
      default -> any(1);
    };
  }

  /** Attributes beside the key. */
  void fill(Map<String, AttributeValue> item) {
    for (String attribute : ATTRIBUTES) {
      if (chance(0.35)) {
        item.put(attribute, of(attribute));
      }
    }
  }

  /** A string so long that few of them fill a page. */
  AttributeValue huge() {
    return AttributeValue.s("h".repeat(80_000 + random.nextInt(120_000)));
  }

  /** A string that makes an item just fit, or just not. */
  static AttributeValue filling(Item item, String attribute, int totalBytes) {
    int rest = totalBytes - Sizes.of(item) - Sizes.utf8(attribute);
    return AttributeValue.s("f".repeat(Math.max(0, rest)));
  }
}
