package dev.varve.bench.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PermutationTest {
  @Property(tries = 100)
  void everyNumberComesOnce(@ForAll @IntRange(min = 1, max = 5000) int count, @ForAll long seed) {
    Permutation permutation = new Permutation(count, seed);
    BitSet seen = new BitSet();
    for (int i = 0; i < count; i++) {
      long number = permutation.at(i);
      assertTrue(number >= 0 && number < count, () -> "out of range: " + number);
      seen.set((int) number);
    }
    assertEquals(count, seen.cardinality());
  }

  @Test
  void neighboursAreNotNeighboursAfterwards() {
    Permutation permutation = new Permutation(1_000_000, 1);
    int near = 0;
    for (int i = 0; i < 10_000; i++) {
      near += Math.abs(permutation.at(i) - permutation.at(i + 1)) < 10_000 ? 1 : 0;
    }
    // Two random numbers are so near in one of fifty cases.
    assertTrue(near > 100 && near < 300, "near: " + near);
  }
}
