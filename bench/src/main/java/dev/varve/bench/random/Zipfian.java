package dev.varve.bench.random;

import java.util.random.RandomGenerator;

/**
 * Draws ranks from a Zipfian distribution: rank {@code r} of {@code 0 .. count-1} has a probability
 * proportional to {@code 1 / (r+1)^exponent}. Exact for every count, without a table, in constant
 * expected time.
 *
 * <p>Source: W. Hörmann and G. Derflinger, "Rejection-inversion to generate variates from monotone
 * discrete distributions", ACM TOMACS 6(3), 1996. The density {@code h(x) = x^-exponent} is
 * integrated to {@code H}; a uniform point of {@code H}'s range, mapped back by the inverse of
 * {@code H} and rounded, is the candidate, and is rejected when the point lies above that
 * candidate's bar of the histogram. The range begins such that the first bar is never rejected, and
 * near candidates are accepted without evaluating {@code H}.
 *
 * <p>Immutable and thread-safe; the source of randomness is the caller's.
 */
public final class Zipfian {
  private final long count;
  private final double exponent;

  /** {@code H(1.5) - h(1)}: the lower end of the range that is drawn from. */
  private final double lowest;

  /** {@code H(count + 0.5)}: the upper end. */
  private final double highest;

  /** A candidate no further than this above its point is accepted at once. */
  private final double sureDistance;

  /**
   * Makes a distribution over {@code count} ranks.
   *
   * @param count the number of ranks, at least 1
   * @param exponent the skew, above 0; 0.99 is customary
   */
  public Zipfian(long count, double exponent) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1: " + count);
    }
    if (!(exponent > 0) || Double.isInfinite(exponent)) {
      throw new IllegalArgumentException("exponent must be above 0: " + exponent);
    }
    this.count = count;
    this.exponent = exponent;
    this.lowest = integral(1.5) - 1;
    this.highest = integral((double) count + 0.5);
    this.sureDistance = 2 - inverseIntegral(integral(2.5) - density(2));
  }

  /** Returns a rank, 0 the most frequent. */
  public long next(RandomGenerator random) {
    while (true) {
      double point = highest + random.nextDouble() * (lowest - highest);
      double x = inverseIntegral(point);
      long candidate = Math.clamp(Math.round(x), 1, count);
      if ((double) candidate - x <= sureDistance
          || point >= integral((double) candidate + 0.5) - density((double) candidate)) {
        return candidate - 1;
      }
    }
  }

  private double density(double x) {
    return Math.exp(-exponent * Math.log(x));
  }

  /**
   * {@code (x^(1-exponent) - 1) / (1-exponent)}, which is {@code log x} at exponent 1, without
   * cancellation near it.
   */
  private double integral(double x) {
    double logX = Math.log(x);
    return expm1Ratio((1 - exponent) * logX) * logX;
  }

  private double inverseIntegral(double y) {
    // Rounding may carry the product just below -1, where the logarithm ends.
    double t = Math.max(-1, y * (1 - exponent));
    return Math.exp(log1pRatio(t) * y);
  }

  /** {@code (e^t - 1) / t}, continued at 0 by its series. */
  private static double expm1Ratio(double t) {
    return Math.abs(t) > 1e-8 ? Math.expm1(t) / t : 1 + t / 2 * (1 + t / 3);
  }

  /** {@code log(1 + t) / t}, continued at 0 by its series. */
  private static double log1pRatio(double t) {
    return Math.abs(t) > 1e-8 ? Math.log1p(t) / t : 1 - t * (0.5 - t / 3);
  }
}
