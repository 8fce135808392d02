package dev.varve.bench.summary;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * A figure over the rounds of a cell. All three are not a number if no round has the figure.
 *
 * @param median the value in the middle; of an even number of rounds, the mean of the two
 * @param min the least
 * @param max the greatest
 * @param rounds how many rounds have the figure
 */
public record Spread(double median, double min, double max, int rounds) {
  /** No figure. */
  static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN, 0);

  /** The spread of values, of which those that are not a number do not count. */
  static Spread of(DoubleStream values) {
    double[] sorted = values.filter(Double::isFinite).toArray();
    Arrays.sort(sorted);
    int count = sorted.length;
    if (count == 0) {
      return NONE;
    }
    double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    return new Spread(median, sorted[0], sorted[count - 1], count);
  }

  /** The spread of a figure of several rounds. */
  public static <T> Spread of(List<T> rounds, ToDoubleFunction<T> figure) {
    return of(rounds.stream().mapToDouble(figure));
  }

  /** Whether any round has the figure. */
  public boolean isPresent() {
    return rounds > 0;
  }

  /**
   * Each value divided by the median of another spread; {@code NONE} if one of the two has no
   * figure, or the other's is 0.
   */
  public Spread over(Spread baseline) {
    if (!isPresent() || !baseline.isPresent() || baseline.median == 0) {
      return NONE;
    }
    return new Spread(
        median / baseline.median, min / baseline.median, max / baseline.median, rounds);
  }

  /** Whether no value of the one lies within the range of the other. */
  boolean isApartFrom(Spread other) {
    return max < other.min || min > other.max;
  }
}
