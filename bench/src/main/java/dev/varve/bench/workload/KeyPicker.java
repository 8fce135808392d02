package dev.varve.bench.workload;

import java.util.random.RandomGenerator;

/** Picks one of a fixed number of items. Immutable; the source of randomness is the caller's. */
@FunctionalInterface
interface KeyPicker {
  /** Customary skew of a Zipfian workload. */
  double EXPONENT = 0.99;

  /** Returns an index. */
  int next(RandomGenerator random);

  /** Every index with the same probability. */
  static KeyPicker uniform(int count) {
    return random -> random.nextInt(count);
  }

  /**
   * Few indices often, most seldom. The frequent ones are spread over all indices, by a
   * multiplication that hits each index once, so that neighbours in the data are not also
   * neighbours in heat.
   */
  static KeyPicker zipfian(int count) {
    Zipfian ranks = new Zipfian(count, EXPONENT);
    long step = coprimeStep(count);
    return random -> (int) ((ranks.next(random) * step + step / 2) % count);
  }

  /** A step near the golden section of {@code count} that has no factor in common with it. */
  private static long coprimeStep(long count) {
    long step = Math.max(1, Math.round(count * 0.618));
    while (greatestCommonDivisor(step, count) != 1) {
      step++;
    }
    return step;
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
