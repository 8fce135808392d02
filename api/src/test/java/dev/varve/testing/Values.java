package dev.varve.testing;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.AttributeValue.B;
import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.dynamodb.value.AttributeValue.S;
import dev.varve.dynamodb.value.Item;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generators of values and items of all types, with an eye on borders. */
public final class Values {
  private Values() {}

  /**
   * Strings of characters around the borders of the UTF-8 lengths, so that strings share prefixes.
   */
  public static Arbitrary<String> texts(int minLength, int maxLength) {
    return Arbitraries.of(
            0, 0x61, 0x62, 0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x1F600,
            0x10FFFF)
        .list()
        .ofMinSize(minLength)
        .ofMaxSize(maxLength)
        .map(points -> {
          StringBuilder text = new StringBuilder();
          points.forEach(text::appendCodePoint);
          return text.toString();
        });
  }

  public static Arbitrary<S> strings() {
    return texts(0, 8).map(S::new);
  }

  /** Numbers of 1 to 38 digits over the whole range, and many small ones. */
  public static Arbitrary<N> numbers() {
    Arbitrary<N> small = Arbitraries.longs().between(-300, 300).map(AttributeValue::n);
    Arbitrary<N> fractions =
        Combinators.combine(
                Arbitraries.longs().between(-9999, 9999), Arbitraries.integers().between(0, 6))
            .as((unscaled, scale) -> new N(BigDecimal.valueOf(unscaled, scale)));
    Arbitrary<N> longs = Arbitraries.longs().map(AttributeValue::n);
    Arbitrary<N> any =
        Combinators.combine(
                Arbitraries.integers()
                    .between(1, 38)
                    .flatMap(digits -> Arbitraries.strings().numeric().ofLength(digits)),
                Arbitraries.integers().between(-130, 125),
                Arbitraries.of(true, false))
            .as((digits, exponent, negative) -> {
              // A first digit that is not zero stands at the exponent chosen.
              BigInteger unscaled = new BigInteger("1" + digits.substring(1));
              BigDecimal value = new BigDecimal(unscaled, digits.length() - 1 - exponent);
              return new N(negative ? value.negate() : value);
            });
    return Arbitraries.oneOf(small, fractions, longs, any);
  }

  public static Arbitrary<B> binaries() {
    return Arbitraries.of((byte) 0, (byte) 1, (byte) 0x7F, (byte) 0x80, (byte) 0xFF)
        .list()
        .ofMaxSize(6)
        .map(list -> {
          byte[] bytes = new byte[list.size()];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = list.get(i);
          }
          return new B(bytes);
        });
  }

  /** Values of all ten types, nested up to {@code levels} containers deep. */
  public static Arbitrary<AttributeValue> values(int levels) {
    Arbitrary<AttributeValue> scalars =
        Arbitraries.oneOf(
            strings().map(v -> v),
            numbers().map(v -> v),
            binaries().map(v -> v),
            Arbitraries.of(true, false).map(AttributeValue::bool),
            Arbitraries.just(AttributeValue.nul()),
            texts(0, 3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .uniqueElements()
                .map(AttributeValue.SS::new),
            numbers().list().ofMinSize(1).ofMaxSize(4).uniqueElements().map(AttributeValue.NS::new),
            binaries()
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .uniqueElements()
                .map(AttributeValue.BS::new));
    if (levels == 0) {
      return scalars;
    }
    Arbitrary<AttributeValue> inner = values(levels - 1);
    Arbitrary<AttributeValue> lists = inner.list().ofMaxSize(3).map(AttributeValue.L::new);
    Arbitrary<AttributeValue> maps =
        Arbitraries.maps(texts(1, 3), inner).ofMaxSize(3).map(AttributeValue.M::new);
    return Arbitraries.frequencyOf(Tuple.of(6, scalars), Tuple.of(1, lists), Tuple.of(1, maps));
  }

  /** Attributes with values of all types; the names are none of {@code reserved}. */
  public static Arbitrary<Map<String, AttributeValue>> attributes(String... reserved) {
    return Arbitraries.maps(texts(1, 4), values(2))
        .ofMaxSize(5)
        .filter(map -> List.of(reserved).stream().noneMatch(map::containsKey));
  }

  /** Items without a key. */
  public static Arbitrary<Item> items() {
    return attributes().map(Item::of);
  }
}
