package dev.varve.bench.jmh;

import java.util.Arrays;
import java.util.Random;

/**
 * Values that cost nothing to make: slices of one array, which LZ4 takes to somewhat more than
 * half.
 */
final class BenchmarkValues {
  private static final int DISTINCT_BYTES = 1 << 20;
  private static final int RUN_BYTES = 64;

  private final byte[] array;
  private final int valueBytes;

  BenchmarkValues(int valueBytes) {
    this.valueBytes = valueBytes;
    array = new byte[DISTINCT_BYTES + valueBytes];
    new Random(1).nextBytes(array);
    for (int at = 0; at + RUN_BYTES <= array.length; at += RUN_BYTES) {
      Arrays.fill(array, at, at + RUN_BYTES / 2, (byte) 'v');
    }
  }

  /** Length of each. */
  int valueBytes() {
    return valueBytes;
  }

  /** Holds them all. */
  byte[] array() {
    return array;
  }

  /** Where the {@code i}-th begins. */
  int offset(int i) {
    return (int) ((long) i * valueBytes % DISTINCT_BYTES);
  }
}
