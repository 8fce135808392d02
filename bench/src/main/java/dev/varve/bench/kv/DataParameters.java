package dev.varve.bench.kv;

/**
 * What the data looks like and how operations come.
 *
 * @param keyBytes bytes of a key, at least {@link KeyFormat#minBytes}
 * @param valueBytes see {@link ValueSizes}
 * @param rate operations a second that are intended; 0 for as fast as they go
 * @param seed of all random choices
 */
public record DataParameters(
    KeyFormat keyFormat, int keyBytes, String valueBytes, double rate, long seed) {
  /** Checks the bounds. */
  public DataParameters {
    if (keyBytes < keyFormat.minBytes() || keyBytes > 1024) {
      throw new IllegalArgumentException(
          "key bytes must be " + keyFormat.minBytes() + " to 1024: " + keyBytes);
    }
    ValueSizes.parse(valueBytes);
    if (!(rate >= 0)) {
      throw new IllegalArgumentException("the rate must not be negative: " + rate);
    }
  }

  ValueSizes valueSizes() {
    return ValueSizes.parse(valueBytes);
  }

  /** Mean bytes of keys and values together. */
  public double entryBytes() {
    return keyBytes + valueSizes().mean();
  }

  /** Longest value. */
  public int maxValueBytes() {
    return valueSizes().max();
  }

  /** The same at another rate. */
  public DataParameters withRate(double other) {
    return new DataParameters(keyFormat, keyBytes, valueBytes, other, seed);
  }
}
