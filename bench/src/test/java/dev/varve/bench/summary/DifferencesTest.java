package dev.varve.bench.summary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.SampleResults;
import dev.varve.bench.result.SampleRun;
import dev.varve.bench.summary.Difference.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final int TRIALS = 2_000;

  /**
   * Of so many trials at 5%, more than this many errors are expected less than once in a million.
   */
  private static final int MOST_ERRORS = 150;

  /** The figures are from the formulas, with the density integrated numerically. */
  @Test
  void welchTakesTheLogarithms() {
    assertEquals(
        0.0004261255,
        Differences.welch(new double[] {100, 104, 98}, new double[] {120, 131, 125, 123}),
        1e-9);
    double[] a = {
      27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4
    };
    double[] b = {
      27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 24.4
    };
    double probability =
        Differences.welch(
            Arrays.stream(a).map(Math::exp).toArray(), Arrays.stream(b).map(Math::exp).toArray());
    assertEquals(0.0080719382, probability, 1e-9);
  }

  @Test
  void valuesWithoutVarianceAreEqualOrNot() {
    assertEquals(1, Differences.welch(new double[] {5, 5}, new double[] {5, 5, 5}));
    assertEquals(0, Differences.welch(new double[] {5, 5}, new double[] {6, 6, 6}));
  }

  @Test
  void holmMultipliesTheLeastMostAndKeepsTheOrder() {
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06, 0.02},
        Differences.holm(new double[] {0.01, 0.04, 0.03, 0.005}),
        1e-12);
    assertArrayEquals(new double[] {1, 1}, Differences.holm(new double[] {0.7, 0.9}), 0);
    assertArrayEquals(new double[0], Differences.holm(new double[0]), 0);
  }

  @Test
  void theTestAloneErrsNoMoreOftenThanPromised() {
    SplittableRandom random = new SplittableRandom(42);
    int errors = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      double[] probabilities = new double[20];
      for (int i = 0; i < probabilities.length; i++) {
        probabilities[i] = Differences.welch(rounds(random, 3), rounds(random, 3));
      }
      if (Arrays.stream(Differences.holm(probabilities))
          .anyMatch(probability -> probability < Differences.SIGNIFICANCE)) {
        errors++;
      }
    }
    assertTrue(errors <= MOST_ERRORS, errors + " of " + TRIALS);
  }

  @Test
  void runsOfTheSameSpeedHardlyEverDiffer() {
    SplittableRandom random = new SplittableRandom(7);
    int errors = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Difference> differences = Differences.between(run(random), run(random));
      assertEquals(8, differences.size());
      if (differences.stream().anyMatch(Difference::isReal)) {
        errors++;
      }
    }
    assertTrue(errors <= MOST_ERRORS, errors + " of " + TRIALS);
  }

  @Test
  void aClearSlowdownIsFoundAndNothingElse() {
    Summary before = Summary.of(SampleRun.results(1, 1));
    Summary after = Summary.of(SampleRun.results(2, 1.5));
    List<Difference> differences = Differences.between(before, after);
    for (Difference difference : differences) {
      boolean slowed =
          difference.store().equals("varve")
              && difference.setting().workload().equals("readrandom")
              && difference.figure() == Figure.OPS_PER_SECOND;
      if (slowed) {
        assertEquals(Verdict.WORSE, difference.verdict(), difference::toString);
        assertTrue(difference.changeText().matches("-3\\d\\.\\d%"), difference.changeText());
      } else if (difference.figure() == Figure.OPS_PER_SECOND) {
        assertEquals(Verdict.NOISE, difference.verdict(), difference::toString);
      }
    }
    List<String> lines = Differences.lines(differences);
    assertTrue(
        lines.getLast().matches("\\d+ of 62 figures differ, \\d+ for the worse\\."),
        lines.getLast());
  }

  @Test
  void latencyThatFallsIsBetter() {
    List<Difference> differences =
        Differences.between(
            cells("varve", 100_000, 101_000, 102_000), cells("varve", 200_000, 202_000, 204_000));
    assertEquals(
        List.of(Verdict.BETTER, Verdict.BETTER),
        differences.stream().map(Difference::verdict).toList());
    assertEquals("+100.0%", differences.getFirst().changeText());
    assertEquals(Figure.P99, differences.get(1).figure());
  }

  @Test
  void lessThanATenthIsNotCalledADifference() {
    List<Difference> differences =
        Differences.between(
            cells("varve", 100_000, 100_100, 100_200), cells("varve", 108_000, 108_100, 108_200));
    assertTrue(differences.getFirst().probability() < 0.001);
    assertEquals(Verdict.NOISE, differences.getFirst().verdict());
    assertEquals("No figure differs.", Differences.lines(differences).getLast());
  }

  @Test
  void rangesThatOverlapAreNotCalledADifference() {
    Summary a = cells("varve", 100, 101, 102, 103, 104, 105, 160);
    Summary b = cells("varve", 150, 151, 152, 153, 154, 155, 156);
    Difference throughput = Differences.between(a, b).getFirst();
    assertTrue(throughput.probability() < Differences.SIGNIFICANCE);
    assertEquals(Verdict.NOISE, throughput.verdict());
  }

  @Test
  void whereThereIsNoTellingItSaysWhy() {
    assertReason("one round: cannot tell", cells("varve", 100), cells("varve", 900, 901));
    assertReason("a round has 0: cannot tell", cells("varve", 0.0, 100), cells("varve", 9, 9));
    CellResult cell = SampleResults.cell("varve", "readrandom", 1, 100);
    assertReason(
        "not the same work: cannot tell",
        Summary.of(List.of(cell, cell)),
        Summary.of(
            List.of(SampleResults.with(cell, "keys", 5), SampleResults.with(cell, "keys", 5))));
    List<Difference> others =
        Differences.between(cells("varve", 100, 101), cells("lmdb", 100, 101));
    assertEquals(
        List.of("only in A", "only in A", "only in B", "only in B"),
        others.stream().map(Difference::reason).toList());
    assertEquals("-", others.getFirst().changeText());
    assertEquals(
        "No figure differs; of 4 there is no telling.", Differences.lines(others).getLast());
  }

  @Test
  void circumstancesThatDifferAreListed() {
    CellResult cell = SampleResults.cell("varve", "readrandom", 1, 100);
    CellResult other = SampleRun.results(1, 1).getFirst();
    assertEquals(List.of(), Differences.circumstances(cell.run(), cell.run()));
    List<String> lines = Differences.circumstances(cell.run(), other.run());
    assertTrue(lines.contains("machine processors: A 2, B none"), lines::toString);
    assertTrue(lines.contains("option keys: A 1000000, B 1,000,000"), lines::toString);
  }

  private static void assertReason(String reason, Summary a, Summary b) {
    Difference difference = Differences.between(a, b).getFirst();
    assertEquals(reason, difference.reason());
    assertEquals(Verdict.UNKNOWN, difference.verdict());
  }

  private static double[] rounds(SplittableRandom random, int count) {
    double[] rounds = new double[count];
    for (int i = 0; i < count; i++) {
      rounds[i] = 1e5 * Math.exp(random.nextGaussian(0, 0.2));
    }
    return rounds;
  }

  /** Four stores in three rounds, all of the same speed but for a fifth up or down. */
  private static Summary run(SplittableRandom random) {
    List<CellResult> results = new ArrayList<>();
    for (String store : List.of("a", "b", "c", "d")) {
      for (int round = 1; round <= 3; round++) {
        results.add(
            SampleResults.cell(
                store, "readrandom", round, 1e5 * Math.exp(random.nextGaussian(0, 0.2))));
      }
    }
    return Summary.of(results);
  }

  private static Summary cells(String store, double... opsPerSecond) {
    List<CellResult> results = new ArrayList<>();
    for (int i = 0; i < opsPerSecond.length; i++) {
      results.add(SampleResults.cell(store, "readrandom", i + 1, opsPerSecond[i]));
    }
    return Summary.of(results);
  }
}
