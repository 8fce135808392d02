package dev.varve.dynamodb.metrics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * A metric to be watched. Immutable.
 *
 * @param name 1 to 255 characters, with no blank at an end
 * @param metric that is watched
 * @param statistic of each period
 * @param period whole minutes, up to a day
 * @param evaluationPeriods how many periods are looked at, at least 1; together a day at most
 * @param datapointsToAlarm how many of them have to breach the threshold, at least 1
 * @param comparison when one does
 * @param threshold in the metric's unit
 * @param missingData what a period without samples means
 */
public record Alarm(
    String name,
    MetricId metric,
    Statistic statistic,
    Duration period,
    int evaluationPeriods,
    int datapointsToAlarm,
    Comparison comparison,
    double threshold,
    MissingData missingData) {
  private static final int MAX_NAME = 255;
  private static final Duration MAX_SPAN = Duration.ofDays(1);

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming one that does not fit
   */
  public Alarm {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(statistic, "statistic");
    Objects.requireNonNull(period, "period");
    Objects.requireNonNull(comparison, "comparison");
    Objects.requireNonNull(missingData, "missingData");
    if (name.isEmpty()
        || name.length() > MAX_NAME
        || !name.equals(name.strip())
        || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException(
          "the name of an alarm has 1 to 255 characters, and no blank at an end: \"" + name + "\"");
    }
    requirePeriod(period);
    if (evaluationPeriods < 1
        || MAX_SPAN.compareTo(period) < 0
        || evaluationPeriods > MAX_SPAN.dividedBy(period)) {
      throw new IllegalArgumentException(
          "evaluationPeriods are at least 1, and a day together at most, not "
              + evaluationPeriods
              + " of "
              + period);
    }
    if (datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods) {
      throw new IllegalArgumentException(
          "datapointsToAlarm are 1 to " + evaluationPeriods + ", not " + datapointsToAlarm);
    }
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException("no threshold: " + threshold);
    }
  }

  /**
   * Checks the length of a period.
   *
   * @throws IllegalArgumentException unless it is whole minutes, up to a day
   */
  public static void requirePeriod(Duration period) {
    if (!period.isPositive()
        || period.compareTo(MAX_SPAN) > 0
        || !period.equals(Duration.ofMinutes(period.toMinutes()))) {
      throw new IllegalArgumentException("a period is whole minutes, up to a day, not " + period);
    }
  }

  /** Begins an alarm of one period of a minute; a period without samples means nothing. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects the parts. For one thread. */
  public static final class Builder {
    private final String name;
    private MetricId metric;
    private Statistic statistic = Statistic.SUM;
    private Duration period = Duration.ofMinutes(1);
    private int evaluationPeriods = 1;
    private int datapointsToAlarm;
    private Comparison comparison;
    private double threshold;
    private MissingData missingData = MissingData.MISSING;

    private Builder(String name) {
      this.name = name;
    }

    /** Watches a statistic of a metric over each period. */
    public Builder on(MetricId value, Statistic of, Duration each) {
      metric = value;
      statistic = of;
      period = each;
      return this;
    }

    /** A value breaches the threshold that compares so with it. */
    public Builder when(Comparison value, double with) {
      comparison = value;
      threshold = with;
      return this;
    }

    /** Looks at the last so many periods, all of which have to breach the threshold. */
    public Builder periods(int count) {
      return periods(count, count);
    }

    /** Looks at the last so many periods, of which so many have to breach the threshold. */
    public Builder periods(int breaching, int of) {
      datapointsToAlarm = breaching;
      evaluationPeriods = of;
      return this;
    }

    /** What a period without samples means. */
    public Builder missingData(MissingData value) {
      missingData = value;
      return this;
    }

    /**
     * The alarm.
     *
     * @throws IllegalArgumentException if a part does not fit
     * @throws NullPointerException if the metric or the threshold is missing
     */
    public Alarm build() {
      return new Alarm(
          name,
          metric,
          statistic,
          period,
          evaluationPeriods,
          datapointsToAlarm == 0 ? evaluationPeriods : datapointsToAlarm,
          comparison,
          threshold,
          missingData);
    }
  }
}
