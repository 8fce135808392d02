package dev.varve.bench.jmh;

import java.util.SplittableRandom;

/** In which order keys arrive. */
public enum Order {
  /** In a random one, the same in each run. */
  RANDOM,
  /** From the smallest to the largest. */
  ASCENDING;

  /** The numbers of {@code count} keys in this order. */
  int[] numbers(int count) {
    int[] numbers = new int[count];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < count; i++) {
      int j = this == RANDOM ? random.nextInt(i + 1) : i;
      numbers[i] = numbers[j];
      numbers[j] = i;
    }
    return numbers;
  }
}
