package dev.varve.bench.measure;

import java.util.concurrent.locks.LockSupport;

/**
 * When a thread's operations are to start. In a closed loop each starts when the last one has
 * ended. In an open loop each has an intended start, from which its latency counts, however late it
 * really starts; so a store that halts is charged for all that had to wait meanwhile (G. Tene, "How
 * NOT to Measure Latency": coordinated omission).
 */
final class Pace {
  private final double intervalNanos; // 0: closed loop
  private final double offsetNanos;
  private long start;
  private long count;

  private Pace(double intervalNanos, double offsetNanos) {
    this.intervalNanos = intervalNanos;
    this.offsetNanos = offsetNanos;
  }

  /**
   * The pace of one of several threads that share a rate and take turns.
   *
   * @param rate steps a second of all of them; 0 for a closed loop
   */
  static Pace of(double rate, int thread, int threads) {
    return rate == 0 ? new Pace(0, 0) : new Pace(threads * 1e9 / rate, thread * 1e9 / rate);
  }

  void start(long nanoTime) {
    start = nanoTime;
  }

  /**
   * Waits for the start of the next operation. Sleeps, since a spinning thread would take a
   * processor away from the store's background work; the wake-up's delay is charged to the
   * operation.
   *
   * @param now the time at which the last operation ended
   * @return the time from which the next one's latency counts
   */
  long await(long now) {
    if (intervalNanos == 0) {
      return now;
    }
    long intended = start + Math.round(offsetNanos + count++ * intervalNanos);
    while (now < intended) {
      LockSupport.parkNanos(intended - now);
      now = System.nanoTime();
    }
    return intended;
  }
}
