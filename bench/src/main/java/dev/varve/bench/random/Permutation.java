package dev.varve.bench.random;

/**
 * A fixed random order of {@code 0 .. count-1}, computed and not stored, so that no table of it
 * competes for the caches that are being measured.
 *
 * <p>A generalized Feistel network of four rounds: the number is split by a factor near the count's
 * root, and each half in turn is moved on, around its own range, by a hash of the other (J. Black,
 * P. Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002, section 4). The few numbers
 * that the two ranges have beyond the count are left by "cycle walking" (section 3).
 *
 * <p>Immutable and thread-safe.
 */
public final class Permutation {
  private static final int ROUND_PAIRS = 2;

  private final long count;
  private final long seed;
  private final long leftRange;
  private final long rightRange;

  /** Orders {@code count} numbers, from 1 to 2^62. */
  public Permutation(long count, long seed) {
    this.count = count;
    this.seed = seed;
    this.leftRange = (long) Math.ceil(Math.sqrt((double) count));
    this.rightRange = (count + leftRange - 1) / leftRange;
  }

  /** The number at place {@code i} of the order. */
  public long at(long i) {
    long x = i;
    do {
      x = shuffle(x);
    } while (x >= count);
    return x;
  }

  private long shuffle(long x) {
    long right = x / leftRange;
    long left = x - right * leftRange;
    long tweak = seed;
    for (int pair = 0; pair < ROUND_PAIRS; pair++) {
      left = moved(left, leftRange, right + tweak);
      tweak += Mix.GOLDEN;
      right = moved(right, rightRange, left + tweak);
      tweak += Mix.GOLDEN;
    }
    return right * leftRange + left;
  }

  /** Moves a number below {@code range} on by a hash, around the range. */
  private static long moved(long number, long range, long hashed) {
    long sum = number + (((Mix.mix(hashed) >>> 32) * range) >>> 32);
    return sum < range ? sum : sum - range;
  }
}
