package dev.varve.dynamodb.partition;

import dev.varve.dynamodb.stats.OperationKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long the operations on one partition took. Safe for use by many threads; recording costs two
 * atomic increments.
 *
 * <p>Two significant digits make 36 KB per kind of operation, and a kind takes no memory until it
 * occurs.
 */
public final class Latencies {
  private static final int DIGITS = 2;

  /** An operation that took longer is entered as this long. */
  private static final long MAX_NANOS = TimeUnit.HOURS.toNanos(1);

  /** All kinds, each null until it occurs. */
  private final Map<OperationKind, AtomicReference<AtomicHistogram>> histograms =
      new EnumMap<>(OperationKind.class);

  /** Latencies of nothing so far. */
  public Latencies() {
    for (OperationKind kind : OperationKind.values()) {
      histograms.put(kind, new AtomicReference<>());
    }
  }

  /**
   * Enters an operation.
   *
   * @param nanos how long it took; less than 0 counts as 0, more than an hour as an hour
   */
  public void record(OperationKind kind, long nanos) {
    AtomicReference<AtomicHistogram> place = histograms.get(kind);
    AtomicHistogram histogram = place.get();
    if (histogram == null) {
      place.compareAndSet(null, new AtomicHistogram(MAX_NANOS, DIGITS));
      histogram = place.get();
    }
    histogram.recordValue(Math.max(0, Math.min(nanos, MAX_NANOS)));
  }

  /** How many operations there were, of all kinds. */
  public long operations() {
    long sum = 0;
    for (AtomicReference<AtomicHistogram> place : histograms.values()) {
      AtomicHistogram histogram = place.get();
      sum += histogram == null ? 0 : histogram.getTotalCount();
    }
    return sum;
  }

  /** Copies of the histograms so far, without the kinds that did not occur. */
  public Map<OperationKind, Histogram> copy() {
    Map<OperationKind, Histogram> copies = new EnumMap<>(OperationKind.class);
    histograms.forEach((kind, place) -> {
      AtomicHistogram histogram = place.get();
      if (histogram != null) {
        Histogram copy = new Histogram(MAX_NANOS, DIGITS);
        copy.add(histogram);
        copies.put(kind, copy);
      }
    });
    return copies;
  }
}
