package dev.varve.bench.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * The keys of all benchmarks here, 16 bytes as the field's benchmarks make them: a number as 8
 * big-endian bytes, then eight '0'. Key {@code i} is a pure function of {@code i}, so that no table
 * of keys competes for the caches that are being measured; only the order of arrival is kept as an
 * array.
 */
final class BenchmarkKeys {
  static final int KEY_BYTES = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long PADDING = 0x3030_3030_3030_3030L;

  private final int[] order;

  /** Keys 0 to {@code count - 1} and one fixed random order of them. */
  BenchmarkKeys(int count) {
    order = new int[count];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  /** Which key arrives as the {@code i}-th in random order. */
  int shuffled(int i) {
    return order[i];
  }

  /**
   * Writes key {@code number} to the first 16 bytes of {@code target}; ascending numbers give
   * ascending keys.
   */
  void write(int number, byte[] target) {
    LONG.set(target, 0, (long) number);
    LONG.set(target, Long.BYTES, PADDING);
  }
}
