package dev.varve.bench.report;

/** The percentiles that every report gives, before the maximum. */
final class Percentiles {
  static final double[] SHOWN = {50, 95, 99, 99.9};

  private Percentiles() {}

  /** The name of a percentile in JSON: {@code p50}, {@code p99.9}. */
  static String name(double percentile) {
    return percentile == Math.rint(percentile) ? "p" + (long) percentile : "p" + percentile;
  }
}
