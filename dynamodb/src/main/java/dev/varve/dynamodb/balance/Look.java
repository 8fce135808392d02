package dev.varve.dynamodb.balance;

import dev.varve.dynamodb.stats.HashRange;
import java.util.OptionalLong;

/**
 * What there is to know of a partition at one moment.
 *
 * @param partition its number
 * @param hashes those that it holds
 * @param bytes length of its files, as far as they are its own
 * @param isReplacement whether it took the place of others, and was not created by itself
 * @param isShared whether it still shares tables with others, so that its length is a guess
 * @param operationsPerSecond since the look before; negative if this is the first
 * @param isHotAgain whether it was hot at the look before, too
 * @param middle first 64 bits of a hash that has about half of its bytes below it, if one is known
 * @param heat hashes of keys that were asked for of late, in their order; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Look(
    int partition,
    HashRange hashes,
    long bytes,
    boolean isReplacement,
    boolean isShared,
    double operationsPerSecond,
    boolean isHotAgain,
    OptionalLong middle,
    long[] heat) {
  /** Fewer hashes tell nothing of where the heat is. */
  private static final int LEAST_SAMPLES = 64;

  /** A key and how much of the heat is its. */
  record Hottest(long hash, double share) {}

  /** The key that is asked for most; none, with a share of 0, if few were asked for. */
  Hottest hottest() {
    long hash = 0;
    int most = 0;
    int run = 0;
    for (int i = 0; i < heat.length; i++) {
      run = i > 0 && heat[i] == heat[i - 1] ? run + 1 : 1;
      if (run > most) {
        most = run;
        hash = heat[i];
      }
    }
    return heat.length < LEAST_SAMPLES
        ? new Hottest(0, 0)
        : new Hottest(hash, (double) most / heat.length);
  }

  /**
   * The first hash of the second half of the heat, which is that of a key: no key is in both. None
   * if too little is known, or all is on one side of each key.
   */
  OptionalLong middleOfHeat() {
    if (heat.length < LEAST_SAMPLES) {
      return OptionalLong.empty();
    }
    int at = heat.length / 2;
    long middle = heat[at];
    if (middle == heat[0]) { // the lower half is one key: what follows it is the second part
      while (at < heat.length && heat[at] == middle) {
        at++;
      }
      if (at == heat.length) {
        return OptionalLong.empty();
      }
      middle = heat[at];
    }
    return within(middle);
  }

  /** A hash that leaves about half of the bytes below it; none if the partition has one hash. */
  OptionalLong middleOfBytes() {
    if (hashes.first() == hashes.last()) {
      return OptionalLong.empty();
    }
    long width = hashes.last() - hashes.first(); // unsigned
    long fallback = hashes.first() + (width >>> 1) + 1;
    if (middle.isEmpty()) {
      return OptionalLong.of(fallback);
    }
    // Where a key at the very beginning has half of all, it is parted from the rest.
    return OptionalLong.of(within(middle.getAsLong()).orElse(hashes.first() + 1));
  }

  private OptionalLong within(long hash) {
    return hashes.contains(hash) && hash != hashes.first()
        ? OptionalLong.of(hash)
        : OptionalLong.empty();
  }
}
