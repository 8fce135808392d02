package dev.varve.dynamodb.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HashRangeTest {
  private static final BigInteger SPACE = BigInteger.ONE.shiftLeft(64);

  @Property
  void partsBeginWhereTheFormulaSays(
      @ForAll @IntRange(min = 1, max = 1_000_000) int count,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    int number = seed % count;
    HashRange part = HashRange.part(number, count);
    BigInteger first = SPACE.multiply(BigInteger.valueOf(number)).divide(BigInteger.valueOf(count));
    assertEquals(first.longValue(), part.first());
    if (number + 1 < count) {
      assertEquals(part.last() + 1, HashRange.part(number + 1, count).first());
    } else {
      assertEquals(-1L, part.last());
    }
  }

  @Test
  void containsItsEndsOnly() {
    HashRange second = HashRange.part(1, 4);
    assertTrue(second.contains(0x4000000000000000L));
    assertTrue(second.contains(0x7FFFFFFFFFFFFFFFL));
    assertTrue(!second.contains(0x3FFFFFFFFFFFFFFFL));
    assertTrue(!second.contains(0x8000000000000000L));
    assertEquals("4000000000000000..7fffffffffffffff", second.toString());
    assertEquals(HashRange.ALL, HashRange.part(0, 1));
  }

  @Test
  void refusesNonsense() {
    assertThrows(IllegalArgumentException.class, () -> HashRange.part(4, 4));
    assertThrows(IllegalArgumentException.class, () -> HashRange.part(-1, 4));
    assertThrows(IllegalArgumentException.class, () -> new HashRange(-1, 0));
  }
}
