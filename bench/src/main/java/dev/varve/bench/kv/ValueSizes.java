package dev.varve.bench.kv;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long values are: all alike, or each length of a range equally often. Written {@code 100} or
 * {@code 50-400}.
 *
 * @param min the shortest, in bytes; at least {@value #MIN}
 * @param max the longest, in bytes; at most {@value #MAX}
 */
public record ValueSizes(int min, int max) {
  /** Shortest possible value: it tells its key and its generation. */
  public static final int MIN = 12;

  /** Longest possible value. */
  public static final int MAX = 1 << 20;

  private static final Pattern FORM = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");

  /** Checks the bounds. */
  public ValueSizes {
    if (min < MIN || max > MAX || min > max) {
      throw new IllegalArgumentException(
          "value bytes must be " + MIN + " to " + MAX + ": " + min + "-" + max);
    }
  }

  /**
   * Reads the written form.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static ValueSizes parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("value bytes are N or MIN-MAX: " + text);
    }
    int min = Integer.parseInt(form.group(1));
    return new ValueSizes(min, form.group(2) == null ? min : Integer.parseInt(form.group(2)));
  }

  /** The mean length. */
  public double mean() {
    return (min + max) / 2.0;
  }

  /** The length that belongs to a hash, of which it takes the upper half. */
  int length(long hash) {
    return min == max ? min : min + (int) (((hash >>> 32) * (max - min + 1)) >>> 32);
  }

  @Override
  public String toString() {
    return min == max ? Integer.toString(min) : min + "-" + max;
  }
}
