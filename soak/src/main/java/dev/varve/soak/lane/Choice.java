package dev.varve.soak.lane;

import java.util.SplittableRandom;

/** Random choices from a seed. For one thread. */
public final class Choice {
  private final SplittableRandom random;

  /** Begins with a seed. */
  public Choice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The choices of another thread. */
  public Choice split() {
    return new Choice(random.nextLong());
  }

  /** A seed for the choices of another process. */
  public long seed() {
    return random.nextLong();
  }

  /** True once in so many times, on average. */
  public boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** From 0 to {@code bound - 1}. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code least} to {@code most}. */
  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** One of these. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** Small numbers often, large ones up to the bound seldom. */
  public int skewedBelow(int bound) {
    return random.nextInt(random.nextInt(random.nextInt(bound) + 1) + 1);
  }
}
