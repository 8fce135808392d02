package dev.varve.dynamodb;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long the operations on one partition took. Safe for use by many threads; recording costs two atomic increments.
 *
 * <p>Two significant digits make 36 KB per kind of operation, and a kind takes no memory until it occurs.
 */
final class Latencies {
  private static final int DIGITS = 2;

  /** Longer operations are entered as this long. */
  private static final long MAX_NANOS = TimeUnit.HOURS.toNanos(1);

  private final AtomicReferenceArray<AtomicHistogram> histograms =
      new AtomicReferenceArray<>(OperationKind.values().length);

  void record(OperationKind kind, long nanos) {
    AtomicHistogram histogram = histograms.get(kind.ordinal());
    if (histogram == null) {
      histogram = create(kind);
    }
    histogram.recordValue(Math.max(0, Math.min(nanos, MAX_NANOS)));
  }

  private AtomicHistogram create(OperationKind kind) {
    AtomicHistogram created = new AtomicHistogram(MAX_NANOS, DIGITS);
    return histograms.compareAndSet(kind.ordinal(), null, created) ? created : histograms.get(kind.ordinal());
  }

  /** Copies of what was recorded so far, without the kinds that did not occur. */
  Map<OperationKind, Histogram> copy() {
    Map<OperationKind, Histogram> copies = new EnumMap<>(OperationKind.class);
    for (OperationKind kind : OperationKind.values()) {
      AtomicHistogram histogram = histograms.get(kind.ordinal());
      if (histogram != null) {
        Histogram copy = new Histogram(MAX_NANOS, DIGITS);
        copy.add(histogram);
        copies.put(kind, copy);
      }
    }
    return copies;
  }
}
