package dev.varve.dynamodb.meter;

import dev.varve.dynamodb.metrics.Alarm;
import dev.varve.dynamodb.metrics.Datapoint;
import dev.varve.dynamodb.metrics.MetricId;
import dev.varve.dynamodb.metrics.ServiceMetrics;
import dev.varve.dynamodb.metrics.Statistic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Answers of the metrics that a {@link Metering} keeps. Safe for use by many threads. */
public final class MetricBoard implements ServiceMetrics {
  private final Metering metering;

  public MetricBoard(Metering metering) {
    this.metering = metering;
  }

  @Override
  public Instant lastMinute() {
    return Minutes.start(metering.now() - 1);
  }

  @Override
  public List<MetricId> list() {
    metering.settle();
    List<MetricId> ids = new ArrayList<>();
    add(metering.database(), Optional.empty(), Optional.empty(), ids);
    new TreeMap<>(metering.byTable())
        .forEach((name, table) -> {
          add(table.own(), Optional.of(name), Optional.empty(), ids);
          new TreeMap<>(table.indexes())
              .forEach(
                  (index, figures) -> add(figures, Optional.of(name), Optional.of(index), ids));
        });
    return ids;
  }

  private static void add(
      Figures figures, Optional<String> table, Optional<String> index, List<MetricId> ids) {
    figures.slots().stream().forEach(slot -> ids.add(Slots.id(slot, table, index)));
  }

  @Override
  public List<Datapoint> get(
      MetricId metric, Statistic statistic, Instant from, Instant to, Duration period) {
    Alarm.requirePeriod(period);
    Figures figures = find(metric).orElse(null);
    if (figures == null) {
      return List.of();
    }
    long length = period.toMinutes();
    long now = metering.now();
    figures.settle(now);
    // No more than is kept, whatever is asked for.
    long begin = Math.max(Minutes.of(from), now - metering.kept());
    List<Datapoint> datapoints = new ArrayList<>();
    for (long start = Math.floorDiv(begin, length) * length;
        start <= now + metering.kept() && Minutes.start(start).isBefore(to);
        start += length) {
      OptionalDouble value = statistic(figures, metric, statistic, start, start + length);
      if (value.isPresent()) {
        datapoints.add(new Datapoint(Minutes.start(start), value.getAsDouble()));
      }
    }
    return datapoints;
  }

  /**
   * A statistic of a metric over some minutes, if there are samples; what was counted since {@link
   * Metering#settle} was called may be missing.
   */
  OptionalDouble statistic(MetricId metric, Statistic statistic, long from, long to) {
    return find(metric)
        .map(figures -> statistic(figures, metric, statistic, from, to))
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble statistic(
      Figures figures, MetricId metric, Statistic statistic, long from, long to) {
    Distribution samples = figures.between(Slots.of(metric), from, to);
    return samples.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(samples.statistic(statistic));
  }

  private Optional<Figures> find(MetricId metric) {
    if (metric.table().isEmpty()) {
      return Optional.of(metering.database());
    }
    TableFigures table = metering.byTable().get(metric.table().get());
    if (table == null || metric.index().isEmpty()) {
      return Optional.ofNullable(table).map(TableFigures::own);
    }
    return Optional.ofNullable(table.indexes().get(metric.index().get()));
  }
}
