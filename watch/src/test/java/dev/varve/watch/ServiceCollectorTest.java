package dev.varve.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.MetricsOptions;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.metrics.Alarm;
import dev.varve.dynamodb.metrics.Comparison;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import dev.varve.dynamodb.metrics.Statistic;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service's metrics as Prometheus reads them. */
class ServiceCollectorTest {
  private final ManualClock clock = new ManualClock();

  private Varve open() throws IOException {
    Varve varve =
        Varve.openInMemory(
            VarveOptions.defaults()
                .withMetrics(MetricsOptions.defaults().withoutCheckInterval())
                .withClock(() -> Instant.ofEpochMilli(clock.epochMillis())));
    for (String table : List.of("first", "second", "third")) {
      varve.createTable(TableDefinition.named(table).partitionKey("id", AttributeType.S).build());
    }
    return varve;
  }

  private static void get(Varve varve, String table) throws IOException {
    varve.getItem(GetItem.of(table, WatchFixture.key(WatchFixture.SECRET)));
  }

  private static String scrape(Map<String, Varve> databases) {
    try (Metrics metrics = new Metrics(() -> databases)) {
      return metrics.scrape();
    }
  }

  @Test
  void theLastMinuteIsShownWithItsStatistics() throws IOException {
    try (Varve varve = open()) {
      get(varve, "first");
      get(varve, "first");
      assertFalse(scrape(Map.of("db", varve)).contains("varve_dynamodb_"), "it is not over");
      clock.advance(Duration.ofMinutes(1));
      get(varve, "first");
      String text = scrape(Map.of("db", varve));
      String reads = "varve_dynamodb_consumed_read_capacity_units{";
      String of = "database=\"db\",index=\"\",operation=\"\",statistic=\"";
      assertLine(text, reads + of + "Sum\",table=\"first\"} 1.0");
      assertLine(text, reads + of + "SampleCount\",table=\"first\"} 2.0");
      assertLine(text, reads + of + "Average\",table=\"first\"} 0.5");
      assertLine(
          text,
          "varve_dynamodb_successful_request_latency{database=\"db\",index=\"\","
              + "operation=\"GetItem\",statistic=\"SampleCount\",table=\"first\"} 2.0");
      assertTrue(text.contains("statistic=\"p99\",table=\"first\""), text);
      assertFalse(text.contains(WatchFixture.SECRET), "nothing of an item");
      clock.advance(Duration.ofMinutes(2));
      assertFalse(scrape(Map.of("db", varve)).contains("varve_dynamodb_"));
    }
  }

  private static void assertLine(String text, String line) {
    assertTrue(text.lines().anyMatch(line::equals), line + " in " + text);
  }

  @Test
  void alarmsShowTheirStates() throws IOException {
    try (Varve varve = open()) {
      varve
          .alarms()
          .put(
              Alarm.named("reads")
                  .on(
                      MetricId.of(Metric.CONSUMED_READ_CAPACITY_UNITS, "first"),
                      Statistic.SUM,
                      Duration.ofMinutes(1))
                  .when(Comparison.GREATER_THAN_THRESHOLD, 0)
                  .build());
      get(varve, "first");
      clock.advance(Duration.ofMinutes(1));
      varve.alarms().evaluate();
      String text = scrape(Map.of("db", varve));
      assertLine(text, "varve_alarm_state{alarm=\"reads\",database=\"db\",state=\"ALARM\"} 1.0");
      assertLine(text, "varve_alarm_state{alarm=\"reads\",database=\"db\",state=\"OK\"} 0.0");
    }
  }

  @Test
  void onlySoManyTablesAreShown() throws IOException {
    try (Varve varve = open()) {
      for (String table : List.of("third", "second", "first")) {
        get(varve, table);
      }
      clock.advance(Duration.ofMinutes(1));
      ServiceCollector collector = new ServiceCollector(() -> Map.of("db", varve), 2);
      List<String> tables =
          collector.collect().stream()
              .flatMap(family -> family.getDataPoints().stream())
              .map(sample -> sample.getLabels().get("table"))
              .distinct()
              .sorted()
              .toList();
      assertEquals(List.of("first", "second"), tables);
    }
  }

  @Test
  void databasesWithoutMetricsShowNone() throws IOException {
    Varve closed = Varve.openInMemory();
    closed.close();
    try (Varve varve = Varve.openInMemory()) {
      assertFalse(scrape(Map.of("one", varve, "two", closed)).contains("varve_dynamodb_"));
    }
  }
}
