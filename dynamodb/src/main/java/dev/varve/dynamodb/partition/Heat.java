package dev.varve.dynamodb.partition;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which keys of a partition are asked for: the hashes of a random sixteenth of those that were
 * looked for of late. Safe for use by many threads; what is not taken costs a random number.
 */
public final class Heat {
  private static final int SAMPLES = 512;
  private static final int ONE_IN = 16;

  private final AtomicLongArray recent = new AtomicLongArray(SAMPLES);
  private final AtomicLong taken = new AtomicLong();

  /** Nothing so far. */
  public Heat() {}

  /** Notes that a key was looked for. */
  public void touch(long hash) {
    if ((ThreadLocalRandom.current().nextInt() & (ONE_IN - 1)) == 0) {
      take(hash);
    }
  }

  /** Notes a hash, whatever chance says. */
  void take(long hash) {
    recent.set((int) (taken.getAndIncrement() % SAMPLES), hash);
  }

  /** Hashes of keys that were looked for of late, in their order. */
  public long[] sample() {
    int count = (int) Math.min(taken.get(), SAMPLES);
    long[] hashes = new long[count];
    for (int i = 0; i < count; i++) {
      hashes[i] = recent.get(i) ^ Long.MIN_VALUE; // so that the order is that of unsigned numbers
    }
    Arrays.sort(hashes);
    for (int i = 0; i < count; i++) {
      hashes[i] ^= Long.MIN_VALUE;
    }
    return hashes;
  }
}
