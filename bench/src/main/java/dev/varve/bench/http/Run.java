package dev.varve.bench.http;

import dev.varve.bench.measure.Measured;
import dev.varve.bench.result.CellResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** What a generator's connections did in one run. Written by the generator's thread. */
final class Run {
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(CellResult.STALL_MILLIS);

  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
  private final AtomicLong answered = new AtomicLong();
  private final long maxNanos;
  private final long start = System.nanoTime();
  private int active;
  private long last = start;
  private long stalls;
  private long stallNanos;

  Run(long maxNanos, int connections) {
    this.maxNanos = maxNanos;
    this.active = connections;
  }

  /** Completes when all connections have ended, or with the first failure. */
  CompletableFuture<Void> end() {
    return end;
  }

  /** So far; for any thread. */
  long answered() {
    return answered.getOpaque();
  }

  /**
   * A request was answered.
   *
   * @return whether the connection goes on
   */
  boolean answered(long sent, long now) {
    long nanos = now - sent;
    latencies.recordValue(nanos);
    if (nanos >= STALL_NANOS) {
      stalls++;
      stallNanos += nanos;
    }
    answered.setOpaque(answered.getPlain() + 1);
    last = now;
    if (now - start < maxNanos && !end.isDone()) {
      return true;
    }
    active--;
    if (active == 0) {
      end.complete(null);
    }
    return false;
  }

  void fail(Throwable failure) {
    end.completeExceptionally(failure);
  }

  /** The figures, when it has ended. */
  Measured measured(CellResult.Timeline timeline) {
    long operations = answered.get();
    return new Measured(
        operations,
        last - start,
        latencies,
        List.of(latencies),
        List.of(operations),
        stalls,
        stallNanos,
        0,
        timeline);
  }
}
