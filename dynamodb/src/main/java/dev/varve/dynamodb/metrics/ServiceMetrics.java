package dev.varve.dynamodb.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The metrics of a database: samples of the last hours, minute by minute, by the database's clock.
 * They begin anew when the database is opened. Safe for use by many threads.
 */
public interface ServiceMetrics {
  /** When the last minute began that is over, by the database's clock. */
  Instant lastMinute();

  /** Every metric that has a sample, by table, index, operation and metric. */
  List<MetricId> list();

  /**
   * A statistic of a metric.
   *
   * @param from the first period begins here, or before if this is not the beginning of one
   * @param to no period begins here or later
   * @param period whole minutes, up to a day; periods begin at its multiples since 1970
   * @return a datapoint for each period that has samples, in the order of time; the last one may be
   *     of a period that has not ended
   * @throws IllegalArgumentException if the period is none of these
   */
  List<Datapoint> get(
      MetricId metric, Statistic statistic, Instant from, Instant to, Duration period);
}
