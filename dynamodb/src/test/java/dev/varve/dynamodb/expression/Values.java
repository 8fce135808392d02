package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeValue;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Arbitrary values, small enough to be equal now and then. */
public final class Values {
  private Values() {}

  public static Arbitrary<AttributeValue> any() {
    return Arbitraries.lazyOf(
        Values::strings,
        Values::numbers,
        Values::binaries,
        () -> Arbitraries.of(true, false).map(AttributeValue::bool),
        () -> Arbitraries.just(AttributeValue.nul()),
        () ->
            strings()
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements()
                .map(set ->
                    new AttributeValue.SS(
                        set.stream().map(s -> ((AttributeValue.S) s).value()).toList())),
        () ->
            numbers()
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements()
                .map(set ->
                    new AttributeValue.NS(set.stream().map(AttributeValue.N.class::cast).toList())),
        () ->
            binaries()
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements()
                .map(set ->
                    new AttributeValue.BS(set.stream().map(AttributeValue.B.class::cast).toList())),
        () -> any().list().ofMaxSize(3).map(AttributeValue.L::new),
        () ->
            Arbitraries.maps(Arbitraries.of("x", "y", "z"), any())
                .ofMaxSize(2)
                .map(AttributeValue.M::new));
  }

  /** Strings around the border of the two planes, where the order of UTF-8 and of UTF-16 differ. */
  public static Arbitrary<AttributeValue> strings() {
    return Arbitraries.of("a", "b", "é", "\uFF5E", "\uD83D\uDE42")
        .list()
        .ofMaxSize(3)
        .map(parts -> AttributeValue.s(String.join("", parts)));
  }

  public static Arbitrary<AttributeValue> numbers() {
    return Arbitraries.of(
            "0", "-0", "1", "1.0", "1e0", "-1", "10", "1e1", "0.1", "-0.10", "9E125", "1E-130",
            "-9E125")
        .map(AttributeValue::n);
  }

  public static Arbitrary<AttributeValue> binaries() {
    return Arbitraries.of((byte) 0, (byte) 1, (byte) 127, (byte) -128, (byte) -1)
        .list()
        .ofMaxSize(3)
        .map(Values::binary);
  }

  public static Arbitrary<AttributeValue> smallIntegers() {
    return Arbitraries.integers()
        .between(-9, 9)
        .map(value -> AttributeValue.n(BigDecimal.valueOf(value)));
  }

  private static AttributeValue binary(List<Byte> bytes) {
    byte[] array = new byte[bytes.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = bytes.get(i);
    }
    return AttributeValue.b(array);
  }
}
