package dev.varve.dynamodb.meter;

import dev.varve.dynamodb.metrics.Statistic;
import java.util.Arrays;

/**
 * Samples of one metric: their number, sum, least and largest one exactly, and how they are
 * distributed by {@link LogBuckets}. Samples are millionths of the metric's unit, so that halves of
 * capacity units and nanoseconds of milliseconds are whole numbers. For one thread.
 *
 * <p>Only the buckets between the least and the largest that occurred take memory.
 */
final class Distribution {
  /** How many samples make one of the metric's unit. */
  static final long MILLIONTHS = 1_000_000;

  /** Buckets that are made on a side where there are too few: samples are often alike. */
  private static final int SPARE = 8;

  private long count;
  private double sum;
  private long least;
  private long largest;

  /** Samples of the buckets from {@link #first} on. */
  private long[] counts = {};

  private int first;

  /** Adds a sample. */
  void add(long millionths) {
    long value = Math.max(0, millionths);
    least = count == 0 ? value : Math.min(least, value);
    largest = count == 0 ? value : Math.max(largest, value);
    count++;
    sum += value;
    int bucket = LogBuckets.of(value);
    cover(bucket, bucket);
    counts[bucket - first]++;
  }

  /** Adds all samples of another. */
  void add(Distribution other) {
    if (other.count == 0) {
      return;
    }
    least = count == 0 ? other.least : Math.min(least, other.least);
    largest = count == 0 ? other.largest : Math.max(largest, other.largest);
    count += other.count;
    sum += other.sum;
    int from = LogBuckets.of(other.least);
    int to = LogBuckets.of(other.largest);
    cover(from, to);
    for (int bucket = from; bucket <= to; bucket++) {
      counts[bucket - first] += other.counts[bucket - other.first];
    }
  }

  /** Makes room for buckets. */
  private void cover(int from, int to) {
    if (counts.length > 0 && from >= first && to < first + counts.length) {
      return;
    }
    boolean none = counts.length == 0;
    int begin = none || from < first ? Math.max(0, from - SPARE) : first;
    int end = none || to >= first + counts.length ? to + SPARE : first + counts.length;
    long[] wider = new long[end - begin];
    if (!none) {
      System.arraycopy(counts, 0, wider, first - begin, counts.length);
    }
    counts = wider;
    first = begin;
  }

  /** Whether there is no sample. */
  boolean isEmpty() {
    return count == 0;
  }

  /** Forgets all samples, and keeps the memory. */
  void clear() {
    count = 0;
    sum = 0;
    Arrays.fill(counts, 0);
  }

  /** A statistic of at least one sample, in the metric's unit. */
  double statistic(Statistic statistic) {
    return switch (statistic.kind()) {
      case SUM -> sum / MILLIONTHS;
      case AVERAGE -> sum / count / MILLIONTHS;
      case MINIMUM -> (double) least / MILLIONTHS;
      case MAXIMUM -> (double) largest / MILLIONTHS;
      case SAMPLE_COUNT -> (double) count;
      case PERCENTILE -> percentile(statistic.percent());
    };
  }

  private double percentile(double percent) {
    long rank = Math.max(1, (long) Math.ceil(percent / 100 * count));
    if (rank == count) {
      return (double) largest / MILLIONTHS;
    }
    long seen = 0;
    int bucket = first;
    while (seen + counts[bucket - first] < rank) {
      seen += counts[bucket - first];
      bucket++;
    }
    double value = LogBuckets.middle(bucket);
    return Math.max((double) least, Math.min((double) largest, value)) / MILLIONTHS;
  }
}
