package dev.varve.bench.report;

import java.util.Locale;

/**
 * Numbers as people read them, the same in every locale: thousands apart, few digits, units where
 * they vary.
 */
final class Quantities {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Quantities() {}

  /** A count: {@code 1,234,567}. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /**
   * Nanoseconds as microseconds, with at least three digits: {@code 0.042}, {@code 1.25}, {@code
   * 10.3}, {@code 1,204}.
   */
  static String micros(long nanos) {
    double micros = nanos / 1e3;
    int decimals = micros < 1 ? 3 : micros < 10 ? 2 : micros < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%,." + decimals + "f", micros);
  }

  /** Nanoseconds as seconds: {@code 12.34 s}. */
  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  /** Bytes in the largest binary unit that leaves at least 1: {@code 512 B}, {@code 1.5 MiB}. */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %s", value, BYTE_UNITS[unit]);
  }

  /**
   * A factor such as an amplification, or a dash where there is none (not a number, or infinite).
   */
  static String factor(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "-";
  }
}
