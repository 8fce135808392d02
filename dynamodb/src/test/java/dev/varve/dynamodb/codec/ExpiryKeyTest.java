package dev.varve.dynamodb.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.value.AttributeValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * The entries of an expiry index lie in the order of their times, and say which item they are of.
 */
class ExpiryKeyTest {
  private static AttributeValue.N time(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> AttributeValue.n(random.nextInt(3) - 1);
      case 1 -> AttributeValue.n(1_735_689_600L + random.nextInt(5));
      case 2 -> AttributeValue.n(BigDecimal.valueOf(random.nextLong(), random.nextInt(40)));
      case 3 -> AttributeValue.n(BigDecimal.valueOf(random.nextInt(2000) - 1000, 2));
      default -> AttributeValue.n(random.nextLong());
    };
  }

  private static byte[] itemKey(Random random) {
    byte[] key = new byte[1 + random.nextInt(40)];
    random.nextBytes(key);
    return key;
  }

  @Property
  void entriesLieInTheOrderOfTheirTimes(@ForAll long seed) {
    Random random = new Random(seed);
    AttributeValue.N early = time(random);
    AttributeValue.N late = time(random);
    byte[] itemKey = itemKey(random);
    byte[] other = itemKey(random);
    byte[] first = ExpiryKey.encode(early, itemKey);
    byte[] second = ExpiryKey.encode(late, other);
    assertArrayEquals(itemKey, ExpiryKey.itemKey(first));
    int byTime = early.compareTo(late);
    int expected = byTime != 0 ? byTime : Arrays.compareUnsigned(itemKey, other);
    assertEquals(Integer.signum(expected), Integer.signum(Arrays.compareUnsigned(first, second)));
    assertEquals(byTime >= 0, Arrays.compareUnsigned(first, ExpiryKey.from(late.value())) >= 0);
    assertEquals(byTime > 0, Arrays.compareUnsigned(first, ExpiryKey.after(late.value())) >= 0);
  }

  @Test
  void bytesThatAreNoEntryAreRefused() {
    byte[] cut = {3, (byte) 0x8b, 0x12};
    assertThrows(IndexOutOfBoundsException.class, () -> ExpiryKey.itemKey(cut));
  }
}
