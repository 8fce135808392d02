package dev.varve.io;

/**
 * Gives each thread a slot of a small table, so that threads on different processors mostly write
 * to different places. Two threads may have the same slot: whoever uses one must bear that.
 */
public final class ThreadSlots {
  /** 2^64 divided by the golden ratio. */
  private static final long FIBONACCI_MULTIPLIER = 0x9E3779B97F4A7C15L;

  private ThreadSlots() {}

  /**
   * The slot of the calling thread, always the same one. Costs a multiplication.
   *
   * @param bits binary logarithm of the number of slots, from 1 to 30
   * @return from 0 to {@code 2^bits - 1}
   */
  public static int current(int bits) {
    return of(Thread.currentThread().threadId(), bits);
  }

  /** Fibonacci hashing: threads with consecutive numbers, as a pool has, are spread evenly. */
  static int of(long threadId, int bits) {
    return (int) ((threadId * FIBONACCI_MULTIPLIER) >>> (Long.SIZE - bits));
  }
}
