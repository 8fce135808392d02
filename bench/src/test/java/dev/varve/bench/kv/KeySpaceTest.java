package dev.varve.bench.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeySpaceTest {
  @ParameterizedTest
  @EnumSource(KeyFormat.class)
  void keysAscendWithAnAbsentOneBetween(KeyFormat format) {
    KeySpace keys = new KeySpace(format, 20);
    byte[] before = keys.newKey();
    byte[] between = keys.newKey();
    byte[] after = keys.newKey();
    for (long number : new long[] {0, 1, 4, 9, 99, 127, 128, 255, 256, 65_535, 99_999_999L}) {
      keys.present(number, before);
      keys.between(number, between);
      keys.present(number + 1, after);
      assertTrue(Arrays.compareUnsigned(before, between) < 0);
      assertTrue(Arrays.compareUnsigned(between, after) < 0);
      assertEquals(2 * number, keys.place(before, 20));
      assertEquals(2 * number + 1, keys.place(between, 20));
    }
  }

  @ParameterizedTest
  @EnumSource(KeyFormat.class)
  void otherBytesAreNoKey(KeyFormat format) {
    KeySpace keys = new KeySpace(format, 16);
    assertEquals(-1, keys.place(keys.newKey(), 15));
    byte[] negative = keys.newKey();
    negative[0] = -1;
    assertTrue(keys.place(negative, 16) < 0);
  }
}
