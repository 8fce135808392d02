package dev.varve.bench.motion;

import dev.varve.bench.measure.Measured;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work that goes on beside puts. */
final class Beside {
  private Beside() {}

  /** Work that ends by itself, or soon after it is told to. */
  interface Work {
    /**
     * Works.
     *
     * @return how much was done
     */
    long run(AtomicBoolean ended) throws Exception;
  }

  /**
   * What was measured.
   *
   * @param done what the work did
   * @param seconds how long it took
   */
  record Both(Measured puts, long done, double seconds) {}

  /** Puts for so long, and works beside them for as long as there is work. */
  static Both measure(PacedPuts puts, double seconds, Work work) throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      long[] nanos = new long[1];
      Future<Long> done =
          thread.submit(() -> {
            long begin = System.nanoTime();
            long much = work.run(ended);
            nanos[0] = System.nanoTime() - begin;
            return much;
          });
      Measured measured;
      try {
        measured = puts.run(seconds);
      } finally {
        ended.set(true);
      }
      return new Both(measured, done.get(), nanos[0] / 1e9);
    }
  }
}
