package dev.varve.bench.kv;

/**
 * A fixed random order of {@code 0 .. count-1}, computed and not stored, so that no table of it
 * competes for the caches that are being measured.
 *
 * <p>A Feistel network of four rounds over the least even number of bits that holds the count, and
 * "cycle walking": what falls outside goes through it again (J. Black, P. Rogaway, "Ciphers with
 * Arbitrary Finite Domains", CT-RSA 2002, section 3).
 *
 * <p>Immutable and thread-safe.
 */
public final class Permutation {
  private static final int ROUNDS = 4;

  private final long count;
  private final long seed;
  private final int halfBits;
  private final long halfMask;

  /** Orders {@code count} numbers, at least 1. */
  public Permutation(long count, long seed) {
    this.count = count;
    this.seed = seed;
    this.halfBits = Math.max(1, (65 - Long.numberOfLeadingZeros(count - 1)) / 2);
    this.halfMask = (1L << halfBits) - 1;
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
    long left = x >>> halfBits;
    long right = x & halfMask;
    for (int round = 0; round < ROUNDS; round++) {
      long next = left ^ (Mix.mix(right + seed + round * Mix.GOLDEN) & halfMask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }
}
