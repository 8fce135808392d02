package dev.varve.watch;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.metrics.AlarmState;
import dev.varve.dynamodb.metrics.AlarmStatus;
import dev.varve.dynamodb.metrics.Datapoint;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import dev.varve.dynamodb.metrics.ServiceMetrics;
import dev.varve.dynamodb.metrics.Statistic;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The service's metrics, of the databases that keep them: statistics of the last minute that is
 * over, by the database's clock; and what their alarms say. Taken when somebody asks.
 */
final class ServiceCollector implements MultiCollector {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String NONE = "";

  private static final List<Statistic> STATISTICS =
      List.of(
          Statistic.SUM,
          Statistic.SAMPLE_COUNT,
          Statistic.AVERAGE,
          Statistic.MINIMUM,
          Statistic.MAXIMUM);

  private static final List<Statistic> OF_LATENCIES =
      List.of(Statistic.percentile(50), Statistic.percentile(90), Statistic.percentile(99));

  private final Supplier<Map<String, Varve>> databases;
  private final int mostTables;

  /**
   * Collects of these.
   *
   * @param databases by the names that figures have for them
   * @param mostTables how many tables of each are shown, in the order of their names
   */
  ServiceCollector(Supplier<Map<String, Varve>> databases, int mostTables) {
    this.databases = databases;
    this.mostTables = mostTables;
  }

  @Override
  public MetricSnapshots collect() {
    Samples samples = new Samples();
    databases
        .get()
        .forEach((name, database) -> {
          try {
            addMetrics(samples, name, database.metrics());
            addAlarms(samples, name, database.alarms().list());
          } catch (IllegalStateException _) {
            // It keeps no metrics, or is closed by now.
          }
        });
    return samples.snapshots();
  }

  private void addMetrics(Samples samples, String database, ServiceMetrics metrics) {
    Instant minute = metrics.lastMinute();
    Set<String> tables = new HashSet<>();
    for (MetricId id : metrics.list()) {
      boolean shown =
          id.table().isEmpty() || tables.contains(id.table().get()) || tables.size() < mostTables;
      if (shown) {
        id.table().ifPresent(tables::add);
        add(samples, database, metrics, id, STATISTICS, minute);
        if (id.metric() == Metric.SUCCESSFUL_REQUEST_LATENCY) {
          add(samples, database, metrics, id, OF_LATENCIES, minute);
        }
      }
    }
  }

  private static void add(
      Samples samples,
      String database,
      ServiceMetrics metrics,
      MetricId id,
      List<Statistic> statistics,
      Instant minute) {
    Labels labels =
        Labels.of(
            "database",
            database,
            "table",
            id.table().orElse(NONE),
            "index",
            id.index().orElse(NONE),
            "operation",
            id.operation().isEmpty() ? NONE : id.operation().get().text());
    for (Statistic statistic : statistics) {
      for (Datapoint datapoint : metrics.get(id, statistic, minute, minute.plus(MINUTE), MINUTE)) {
        samples.gauge(
            "varve_dynamodb_" + id.metric().name().toLowerCase(Locale.ROOT),
            "The service's " + id.metric().text() + " of the last minute that is over",
            labels.merge(Labels.of("statistic", statistic.text())),
            datapoint.value());
      }
    }
  }

  private static void addAlarms(Samples samples, String database, List<AlarmStatus> alarms) {
    for (AlarmStatus alarm : alarms) {
      for (AlarmState state : AlarmState.values()) {
        samples.gauge(
            "varve_alarm_state",
            "1 for the state of an alarm, 0 for the others",
            Labels.of("database", database, "alarm", alarm.alarm().name(), "state", state.name()),
            alarm.state() == state ? 1 : 0);
      }
    }
  }
}
