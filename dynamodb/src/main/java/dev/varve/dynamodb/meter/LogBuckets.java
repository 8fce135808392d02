package dev.varve.dynamodb.meter;

/**
 * Buckets for whole numbers that are not negative, sixteen to each doubling: a number differs from
 * the middle of its bucket by 3 percent at most. Numbers up to 31 have a bucket each.
 */
final class LogBuckets {
  private static final int BITS = 4;
  private static final int PER_DOUBLING = 1 << BITS;

  private LogBuckets() {}

  /** The bucket of a number; numbers below 0 count as 0. */
  static int of(long value) {
    if (value < PER_DOUBLING) {
      return (int) Math.max(0, value);
    }
    int shift = Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(value);
    return shift * PER_DOUBLING + (int) (value >>> shift);
  }

  /** The middle of a bucket. */
  static double middle(int bucket) {
    if (bucket < PER_DOUBLING) {
      return bucket;
    }
    int shift = bucket / PER_DOUBLING - 1;
    long least = (long) (PER_DOUBLING + bucket % PER_DOUBLING) << shift;
    return least + ((1L << shift) - 1) / 2.0;
  }
}
