package dev.varve.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
  private static final byte[] A = {'a'};
  private static final byte[] B = {'b'};

  @Test
  void aRangeWithoutKeysIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> KeyRange.of(B, A));
    assertThrows(IllegalArgumentException.class, () -> KeyRange.of(A, A));
    assertThrows(IllegalArgumentException.class, () -> KeyRange.of(new byte[0], A));
    assertThrows(IllegalArgumentException.class, () -> KeyRange.of(A, B).below(A));
    assertThrows(IllegalArgumentException.class, () -> KeyRange.of(A, B).from(B));
    assertSame(KeyRange.ALL, KeyRange.of(null, null));
    assertFalse(KeyRange.ALL.isDividedBy(new byte[0]));
  }

  @Test
  void aRangeKeepsItsBoundsWhateverBecomesOfTheArrays() {
    byte[] lower = A.clone();
    KeyRange range = KeyRange.of(lower, null);
    lower[0] = 'z';
    assertTrue(range.contains(A));
    assertEquals(KeyRange.of(A, null), range);
  }

  /** Against comparisons of whole keys, many of which share their first eight bytes. */
  @Property(tries = 500)
  void aKeyIsInARangeIfItLiesBetweenTheBounds(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] lower = random.nextInt(4) == 0 ? null : key(random);
    byte[] upper = random.nextInt(4) == 0 ? null : key(random);
    if (lower != null && upper != null) {
      int order = Arrays.compareUnsigned(lower, upper);
      if (order == 0) {
        return;
      }
      byte[] less = order < 0 ? lower : upper;
      upper = order < 0 ? upper : lower;
      lower = less;
    }
    KeyRange range = KeyRange.of(lower, upper);
    for (int i = 0; i < 50; i++) {
      byte[] key = key(random);
      boolean below = lower != null && Arrays.compareUnsigned(key, lower) < 0;
      boolean above = upper != null && Arrays.compareUnsigned(key, upper) >= 0;
      MemorySegment segment = MemorySegment.ofArray(key);
      assertEquals(!below && !above, range.contains(key));
      assertEquals(below, range.isBelow(segment, 0, key.length));
      assertEquals(above, range.isAbove(segment, 0, key.length));
      byte[] other = key(random);
      byte[] least = Arrays.compareUnsigned(key, other) < 0 ? key : other;
      byte[] most = least == key ? other : key;
      assertEquals(range.contains(least) && range.contains(most), range.covers(least, most));
      boolean behind = lower != null && Arrays.compareUnsigned(most, lower) < 0;
      boolean before = upper != null && Arrays.compareUnsigned(least, upper) >= 0;
      assertEquals(!behind && !before, range.overlaps(least, most));
      if (range.isDividedBy(key)) {
        assertFalse(range.below(key).contains(key));
        assertTrue(range.from(key).contains(key));
        assertEquals(
            range.contains(other),
            range.below(key).contains(other) != range.from(key).contains(other));
      }
      assertArrayEquals(below ? lower : key, range.clipLower(key));
      boolean beyond = upper != null && Arrays.compareUnsigned(key, upper) > 0;
      assertArrayEquals(beyond ? upper : key, range.clipUpper(key));
    }
    assertArrayEquals(lower, range.clipLower(null));
    assertArrayEquals(upper, range.clipUpper(null));
  }

  private static byte[] key(SplittableRandom random) {
    byte[] key = new byte[1 + random.nextInt(11)];
    for (int at = 0; at < key.length; at++) {
      key[at] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 0);
    }
    return key;
  }
}
