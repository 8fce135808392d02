package dev.varve.bench.text;

import java.util.Locale;

/**
 * Numbers as people read them, the same in every locale: thousands apart, few digits, units where
 * they vary.
 */
public final class Quantities {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private static final String[] COUNT_UNITS = {"", "k", "M", "G"};

  /** Stands for a figure that there is not. */
  private static final String NONE = "-";

  private Quantities() {}

  /** A count: {@code 1,234,567}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /**
   * A count in at most three digits and a letter for thousands, millions, milliards: {@code 812},
   * {@code 98.1k}, {@code 612k}, {@code 1.23M}; below 100 with a decimal if there is need.
   */
  public static String compact(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double number = value;
    int unit = 0;
    while (number >= 999.5 && unit < COUNT_UNITS.length - 1) {
      number /= 1000;
      unit++;
    }
    boolean whole = unit == 0 && number == Math.rint(number);
    int decimals = whole || number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", number) + COUNT_UNITS[unit];
  }

  /**
   * Nanoseconds as microseconds, with at least three digits: {@code 0.042}, {@code 1.25}, {@code
   * 10.3}, {@code 1,204}.
   */
  public static String micros(long nanos) {
    return decimal(nanos / 1e3);
  }

  /**
   * A number with at least three digits: {@code 0.042}, {@code 1.25}, {@code 10.3}, {@code 1,204};
   * a dash for what is not a number.
   */
  public static String decimal(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    if (value == 0) {
      return "0";
    }
    int decimals = value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** Nanoseconds as seconds: {@code 12.34 s}. */
  public static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  /** Bytes in the largest binary unit that leaves at least 1: {@code 512 B}, {@code 1.5 MiB}. */
  public static String bytes(long bytes) {
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
   * A multiple of something, with two digits at least: {@code 0.0039}, {@code 0.58}, {@code 1.00},
   * {@code 12.3}, {@code 253}; a dash where there is none.
   */
  public static String multiple(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    int decimals = value < 0.1 ? 4 : value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /**
   * A factor such as an amplification, or a dash where there is none (not a number, or infinite).
   */
  public static String factor(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : NONE;
  }
}
