package dev.varve.dynamodb.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.AttributeValue.B;
import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.dynamodb.value.AttributeValue.S;
import dev.varve.testing.Values;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeyCodecTest {
  private static final S PARTITION = AttributeValue.s("p");

  @Property
  void readsBackEveryPairOfTypes(
      @ForAll("scalars") AttributeValue partition, @ForAll("scalars") AttributeValue sort) {
    KeyCodec codec =
        new KeyCodec(new KeyElement("p", partition.type()), new KeyElement("s", sort.type()));
    byte[] key = codec.encode(partition, sort);
    assertEquals(partition, codec.partitionKey(key));
    assertEquals(sort, codec.sortKey(key));
    KeyCodec simple = new KeyCodec(new KeyElement("p", partition.type()), null);
    assertEquals(partition, simple.partitionKey(simple.encode(partition, null)));
  }

  @Property
  void stringsSortByTheirBytes(@ForAll("strings") S a, @ForAll("strings") S b) {
    assertOrder(AttributeType.S, a.compareTo(b), a, b);
  }

  @Property
  void numbersSortByValue(@ForAll("numbers") N a, @ForAll("numbers") N b) {
    assertOrder(AttributeType.N, a.compareTo(b), a, b);
  }

  @Property
  void binariesSortUnsigned(@ForAll("binaries") B a, @ForAll("binaries") B b) {
    assertOrder(AttributeType.B, a.compareTo(b), a, b);
  }

  @Property
  void boundsOfStringsHoldWhatTheConditionSays(
      @ForAll("strings") S x, @ForAll("strings") S low, @ForAll("strings") S high) {
    KeyCodec codec =
        new KeyCodec(new KeyElement("p", AttributeType.S), new KeyElement("s", AttributeType.S));
    assertBounds(codec, x, low, high, x.compareTo(low), x.compareTo(high));
    assertEquals(
        new String(bytesOf(x), java.nio.charset.StandardCharsets.ISO_8859_1)
            .startsWith(new String(bytesOf(low), java.nio.charset.StandardCharsets.ISO_8859_1)),
        isIn(codec, x, codec.beginningWith(codec.prefix(PARTITION), low)));
  }

  @Property
  void boundsOfNumbersHoldWhatTheConditionSays(
      @ForAll("numbers") N x, @ForAll("numbers") N low, @ForAll("numbers") N high) {
    KeyCodec codec =
        new KeyCodec(new KeyElement("p", AttributeType.S), new KeyElement("s", AttributeType.N));
    assertBounds(codec, x, low, high, x.compareTo(low), x.compareTo(high));
  }

  @Property
  void boundsOfBinariesHoldWhatTheConditionSays(
      @ForAll("binaries") B x, @ForAll("binaries") B low, @ForAll("binaries") B high) {
    KeyCodec codec =
        new KeyCodec(new KeyElement("p", AttributeType.S), new KeyElement("s", AttributeType.B));
    assertBounds(codec, x, low, high, x.compareTo(low), x.compareTo(high));
    assertEquals(
        x.startsWith(low), isIn(codec, x, codec.beginningWith(codec.prefix(PARTITION), low)));
  }

  @Test
  void boundsStayInsideTheirPartitionKey() {
    KeyCodec codec =
        new KeyCodec(new KeyElement("p", AttributeType.S), new KeyElement("s", AttributeType.B));
    byte[] other = codec.encode(AttributeValue.s("pp"), AttributeValue.b((byte) 1));
    B all = AttributeValue.b((byte) 0xFF, (byte) 0xFF);
    assertTrue(!contains(codec.all(codec.prefix(PARTITION)), other));
    assertTrue(!contains(codec.from(codec.prefix(PARTITION), all), other));
    assertTrue(!contains(codec.beginningWith(codec.prefix(PARTITION), all), other));
    assertArrayEquals(
        codec.all(codec.prefix(PARTITION)).upper(),
        codec.beginningWith(codec.prefix(PARTITION), all).upper());
  }

  @Test
  void nothingFollowsAPrefixOfHighestBytes() {
    assertNull(KeyCodec.afterPrefix(new byte[] {-1, -1}));
    assertArrayEquals(new byte[] {2}, KeyCodec.afterPrefix(new byte[] {1, -1}));
  }

  @Test
  void theLowestKeyOfAHashIsBelowAllItsKeys() {
    KeyCodec codec = new KeyCodec(new KeyElement("p", AttributeType.S), null);
    byte[] key = codec.encode(PARTITION, null);
    long hash = KeyCodec.hashOf(key);
    assertTrue(Arrays.compareUnsigned(KeyCodec.lowestKey(hash), key) <= 0);
    assertTrue(Arrays.compareUnsigned(KeyCodec.lowestKey(hash + 1), key) > 0);
  }

  private static void assertBounds(
      KeyCodec codec,
      AttributeValue x,
      AttributeValue low,
      AttributeValue high,
      int toLow,
      int toHigh) {
    assertTrue(isIn(codec, x, codec.all(codec.prefix(PARTITION))));
    assertEquals(toLow == 0, isIn(codec, x, codec.equalTo(codec.prefix(PARTITION), low)));
    assertEquals(toLow < 0, isIn(codec, x, codec.below(codec.prefix(PARTITION), low)));
    assertEquals(toLow <= 0, isIn(codec, x, codec.upTo(codec.prefix(PARTITION), low)));
    assertEquals(toLow > 0, isIn(codec, x, codec.above(codec.prefix(PARTITION), low)));
    assertEquals(toLow >= 0, isIn(codec, x, codec.from(codec.prefix(PARTITION), low)));
    assertEquals(
        toLow >= 0 && toHigh <= 0,
        isIn(codec, x, codec.between(codec.prefix(PARTITION), low, high)));
  }

  private static boolean isIn(KeyCodec codec, AttributeValue sort, KeyBounds bounds) {
    return contains(bounds, codec.encode(PARTITION, sort));
  }

  private static boolean contains(KeyBounds bounds, byte[] key) {
    return Arrays.compareUnsigned(bounds.lower(), key) <= 0
        && Arrays.compareUnsigned(key, bounds.upper()) < 0;
  }

  private static void assertOrder(
      AttributeType type, int expected, AttributeValue a, AttributeValue b) {
    KeyCodec codec = new KeyCodec(new KeyElement("p", AttributeType.S), new KeyElement("s", type));
    int found = Arrays.compareUnsigned(codec.encode(PARTITION, a), codec.encode(PARTITION, b));
    assertEquals(Integer.signum(expected), Integer.signum(found));
  }

  private static byte[] bytesOf(S value) {
    return dev.varve.dynamodb.value.Utf8.encode(value.value());
  }

  @Provide
  Arbitrary<AttributeValue> scalars() {
    return Arbitraries.oneOf(
        Values.strings().map(v -> v), Values.numbers().map(v -> v), Values.binaries().map(v -> v));
  }

  @Provide
  Arbitrary<S> strings() {
    return Values.texts(0, 4).map(S::new);
  }

  @Provide
  Arbitrary<N> numbers() {
    return Values.numbers();
  }

  @Provide
  Arbitrary<B> binaries() {
    return Values.binaries();
  }
}
