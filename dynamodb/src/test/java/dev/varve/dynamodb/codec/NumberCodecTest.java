package dev.varve.dynamodb.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.io.ByteWriter;
import dev.varve.testing.Values;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NumberCodecTest {
  @Property
  void orderedFormReadsBack(@ForAll("numbers") N number) {
    byte[] bytes = ordered(number);
    assertTrue(bytes.length <= 22);
    assertEquals(number, NumberCodec.getOrdered(bytes, 0, bytes.length));
  }

  @Property
  void orderedBytesSortAsTheNumbersDo(@ForAll("numbers") N a, @ForAll("numbers") N b) {
    assertEquals(
        Integer.signum(a.compareTo(b)),
        Integer.signum(Arrays.compareUnsigned(ordered(a), ordered(b))));
  }

  @Test
  void aLadderOfNumbersSorts() {
    List<String> ladder =
        List.of(
            "-9.9999999999999999999999999999999999999E125",
            "-1E125",
            "-12345678901234567890123456789012345678",
            "-101",
            "-100.5",
            "-100",
            "-99",
            "-1.01",
            "-1",
            "-0.5",
            "-1E-130",
            "0",
            "1E-130",
            "1.1E-130",
            "0.5",
            "1",
            "1.0000000000000000000000000000000000001",
            "1.01",
            "9",
            "10",
            "99",
            "100",
            "100.5",
            "101",
            "12345678901234567890123456789012345678",
            "1E125",
            "9.9999999999999999999999999999999999999E125");
    for (int i = 1; i < ladder.size(); i++) {
      byte[] smaller = ordered(N.parse(ladder.get(i - 1)));
      byte[] larger = ordered(N.parse(ladder.get(i)));
      assertTrue(
          Arrays.compareUnsigned(smaller, larger) < 0, ladder.get(i - 1) + " < " + ladder.get(i));
    }
  }

  @Test
  void refusesBytesThatAreNoNumber() {
    assertThrows(
        IllegalArgumentException.class, () -> NumberCodec.getOrdered(new byte[] {9}, 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> NumberCodec.getOrdered(new byte[] {2, 0}, 0, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> NumberCodec.getOrdered(new byte[] {3, 1, 2, 1}, 0, 4));
    assertThrows(
        IllegalArgumentException.class,
        () -> NumberCodec.getOrdered(new byte[] {3, 1, 120, 0}, 0, 4));
    assertThrows(
        IndexOutOfBoundsException.class, () -> NumberCodec.getOrdered(new byte[] {3}, 0, 1));
  }

  @Provide
  Arbitrary<N> numbers() {
    return Values.numbers();
  }

  private static byte[] ordered(N number) {
    ByteWriter out = new ByteWriter(4);
    NumberCodec.putOrdered(out, number);
    return out.toByteArray();
  }
}
