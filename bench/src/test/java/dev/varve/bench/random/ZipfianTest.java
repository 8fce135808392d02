package dev.varve.bench.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ZipfianTest {
  @Property(tries = 200)
  void everyRankIsInBounds(
      @ForAll @LongRange(min = 1, max = 1L << 40) long count,
      @ForAll @DoubleRange(min = 0.01, max = 4) double exponent,
      @ForAll long seed) {
    Zipfian zipfian = new Zipfian(count, exponent);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      long rank = zipfian.next(random);
      assertTrue(rank >= 0 && rank < count, () -> "rank " + rank + " of " + count);
    }
  }

  /**
   * The drawn frequencies against the exact probabilities: Pearson's chi-square, six standard
   * deviations and more.
   */
  @Property(tries = 25)
  void frequenciesAreThoseOfTheDistribution(
      @ForAll @IntRange(min = 2, max = 40) int count,
      @ForAll @DoubleRange(min = 0.2, max = 2) double exponent) {
    int draws = 200_000;
    int[] seen = new int[count];
    Zipfian zipfian = new Zipfian(count, exponent);
    SplittableRandom random = new SplittableRandom(count * 31L + Double.hashCode(exponent));
    for (int i = 0; i < draws; i++) {
      seen[(int) zipfian.next(random)]++;
    }
    double norm = 0;
    for (int rank = 1; rank <= count; rank++) {
      norm += Math.pow(rank, -exponent);
    }
    double chiSquare = 0;
    for (int rank = 1; rank <= count; rank++) {
      double expected = draws * Math.pow(rank, -exponent) / norm;
      chiSquare += (seen[rank - 1] - expected) * (seen[rank - 1] - expected) / expected;
    }
    int freedom = count - 1;
    assertTrue(chiSquare < freedom + 6 * Math.sqrt(2.0 * freedom) + 20, "chi-square " + chiSquare);
  }

  @Example
  void exponentOneHasNoSeam() {
    assertEquals(meanRank(1 - 1e-12), meanRank(1), 1e-6);
    assertEquals(meanRank(1 + 1e-12), meanRank(1), 1e-6);
  }

  @Example
  void oneRankIsAlwaysDrawn() {
    assertEquals(0, new Zipfian(1, 0.99).next(new SplittableRandom(7)));
  }

  @Example
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Zipfian(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Zipfian(10, 0));
    assertThrows(IllegalArgumentException.class, () -> new Zipfian(10, Double.NaN));
  }

  private static double meanRank(double exponent) {
    Zipfian zipfian = new Zipfian(1000, exponent);
    SplittableRandom random = new SplittableRandom(42);
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      sum += zipfian.next(random);
    }
    return sum / 10_000;
  }
}
