package dev.varve.soak.session;

import java.util.SplittableRandom;

/** Random choices from a seed. For one thread. */
final class Choice {
  private final SplittableRandom random;

  Choice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The choices of another thread. */
  Choice split() {
    return new Choice(random.nextLong());
  }

  /** True once in so many times, on average. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code least} to {@code most}. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** Small numbers often, large ones up to the bound seldom. */
  int skewedBelow(int bound) {
    return random.nextInt(random.nextInt(random.nextInt(bound) + 1) + 1);
  }
}
