package dev.varve.dynamodb.metrics;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is told of all samples of a period.
 *
 * @param kind which statistic
 * @param percent for a percentile, more than 0 and at most 100; 0 for the others
 */
public record Statistic(Kind kind, double percent) {
  /** The sum of the samples. */
  public static final Statistic SUM = new Statistic(Kind.SUM, 0);

  /** The sum by the number of samples. */
  public static final Statistic AVERAGE = new Statistic(Kind.AVERAGE, 0);

  /** The least sample. */
  public static final Statistic MINIMUM = new Statistic(Kind.MINIMUM, 0);

  /** The largest sample. */
  public static final Statistic MAXIMUM = new Statistic(Kind.MAXIMUM, 0);

  /** The number of samples. */
  public static final Statistic SAMPLE_COUNT = new Statistic(Kind.SAMPLE_COUNT, 0);

  private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,3}(\\.\\d{1,10})?)");

  /** The kinds of statistics. */
  public enum Kind {
    SUM("Sum"),
    AVERAGE("Average"),
    MINIMUM("Minimum"),
    MAXIMUM("Maximum"),
    SAMPLE_COUNT("SampleCount"),
    /** A value that so many percent of the samples do not exceed. */
    PERCENTILE("p");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  public Statistic {
    Objects.requireNonNull(kind, "kind");
    boolean fits = kind == Kind.PERCENTILE ? percent > 0 && percent <= 100 : percent == 0;
    if (!fits) {
      throw new IllegalArgumentException("a percentile is of more than 0 and at most 100 percent");
    }
  }

  /**
   * A value that so many percent of the samples do not exceed, to within 3 percent of the value.
   *
   * @param percent more than 0, at most 100
   */
  public static Statistic percentile(double percent) {
    return new Statistic(Kind.PERCENTILE, percent);
  }

  /**
   * The statistic of a name of the service: {@code Sum}, {@code p99.9}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Statistic of(String text) {
    Matcher percentile = PERCENTILE.matcher(text);
    if (percentile.matches()) {
      return percentile(Double.parseDouble(percentile.group(1)));
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.PERCENTILE && kind.text.equals(text)) {
        return new Statistic(kind, 0);
      }
    }
    throw new IllegalArgumentException("no statistic: " + text);
  }

  /** The name that the service has for it. */
  public String text() {
    if (kind != Kind.PERCENTILE) {
      return kind.text;
    }
    String number = Double.toString(percent);
    return kind.text + (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number);
  }

  @Override
  public String toString() {
    return text();
  }
}
