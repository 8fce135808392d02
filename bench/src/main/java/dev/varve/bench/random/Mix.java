package dev.varve.bench.random;

/**
 * A hash of 64 bits to 64 bits: the finalizer of SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast
 * Splittable Pseudorandom Number Generators", OOPSLA 2014).
 */
public final class Mix {
  /** The odd number nearest to 2^64 divided by the golden ratio. */
  public static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private Mix() {}

  /** The hash. */
  public static long mix(long x) {
    x = (x ^ (x >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return x ^ (x >>> 31);
  }
}
