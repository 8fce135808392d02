package dev.varve.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.Capacity;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.QueryResult;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.protocol.CompletedCall;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private WatchFixture fixture;
  private Metrics metrics;

  @BeforeEach
  void open() throws IOException {
    fixture = new WatchFixture();
    metrics = new Metrics(() -> Map.of("default", fixture.varve));
  }

  @AfterEach
  void close() throws IOException {
    metrics.close();
    fixture.close();
  }

  @Test
  void callsAreCountedByOperationAndTable() {
    metrics.answered(WatchFixture.get("Music"));
    metrics.answered(WatchFixture.get("Music"));
    String of = "{operation=\"GetItem\",table=\"Music\"}";
    assertEquals(2, value("varve_requests_seconds_count" + of));
    assertEquals(0.006, value("varve_requests_seconds_sum" + of), 1e-9);
    assertEquals(200, value("varve_request_bytes_total" + of));
    assertEquals(400, value("varve_response_bytes_total" + of));
  }

  @Test
  void latenciesFallIntoBuckets() {
    metrics.answered(WatchFixture.get("Music")); // 3 ms
    String bucket = "varve_requests_seconds_bucket{operation=\"GetItem\",table=\"Music\",le=\"";
    assertEquals(0, value(bucket + "0.0025\"}"));
    assertEquals(1, value(bucket + "0.005\"}"));
    assertEquals(1, value(bucket + "+Inf\"}"));
    assertEquals(
        13, metrics.scrape().lines().filter(line -> line.startsWith(bucket)).count(), "buckets");
  }

  @Test
  void errorsAreCountedByName() {
    metrics.answered(WatchFixture.get("Music"));
    metrics.answered(WatchFixture.refused("Music", "ValidationException"));
    metrics.answered(WatchFixture.refused("Music", "ValidationException"));
    metrics.answered(WatchFixture.refused("Music", "AccessDeniedException"));
    assertEquals(
        2,
        value(
            "varve_errors_total"
                + "{error=\"ValidationException\",operation=\"GetItem\",table=\"Music\"}"));
    assertEquals(
        1,
        value(
            "varve_errors_total"
                + "{error=\"AccessDeniedException\",operation=\"GetItem\",table=\"Music\"}"));
    assertEquals(4, value("varve_requests_seconds_count{operation=\"GetItem\",table=\"Music\"}"));
  }

  @Test
  void aCallWithoutOperationIsCounted() {
    metrics.answered(
        new CompletedCall(
            null, null, null, 400, "UnknownOperationException", null, null, 1, 0, 0, "ID"));
    assertEquals(1, value("varve_requests_seconds_count{operation=\"none\",table=\"\"}"));
  }

  @Test
  void namesThatSomebodyMakesUpTakeNoRoom() {
    for (int i = 0; i < 1000; i++) {
      metrics.answered(WatchFixture.refused("made-up-" + i, "ResourceNotFoundException"));
    }
    assertEquals(
        1000, value("varve_requests_seconds_count{operation=\"GetItem\",table=\"other\"}"));
    assertFalse(metrics.scrape().contains("made-up"));
  }

  @Test
  void tablesBeyondTheMostAreOne() {
    try (Metrics few = new Metrics(Map::of, 2, 1000)) {
      for (String table : List.of("one", "two", "three", "four", "one")) {
        few.answered(WatchFixture.get(table));
      }
      String text = few.scrape();
      assertEquals(2, value(text, count("one")));
      assertEquals(1, value(text, count("two")));
      assertEquals(2, value(text, count("other")));
      assertFalse(text.contains("three"));
    }
  }

  private static String count(String table) {
    return "varve_requests_seconds_count{operation=\"GetItem\",table=\"" + table + "\"}";
  }

  @Test
  void aBatchOfDifferentTablesIsOfSeveral() {
    BatchGetItem request =
        BatchGetItem.builder()
            .requestItems(
                Map.of(
                    "Music",
                    KeysAndAttributes.builder().keys(List.of()).build(),
                    "Books",
                    KeysAndAttributes.builder().keys(List.of()).build()))
            .build();
    metrics.answered(WatchFixture.call(Operations.BATCH_GET_ITEM, request, null));
    assertEquals(
        1, value("varve_requests_seconds_count{operation=\"BatchGetItem\",table=\"several\"}"));
  }

  @Test
  void capacityIsAddedUpByTableAndIndex() {
    metrics.answered(query(ConsumedCapacity.builder().tableName("Music").capacityUnits(1.5)));
    metrics.answered(
        query(
            ConsumedCapacity.builder()
                .tableName("Music")
                .capacityUnits(3.0)
                .table(Capacity.builder().capacityUnits(1.0).build())
                .globalSecondaryIndexes(
                    Map.of("byYear", Capacity.builder().capacityUnits(2.0).build()))));
    String name = "varve_consumed_capacity_units_total";
    assertEquals(2.5, value(name + "{index=\"\",operation=\"Query\",table=\"Music\"}"));
    assertEquals(2, value(name + "{index=\"byYear\",operation=\"Query\",table=\"Music\"}"));
  }

  private static CompletedCall query(ConsumedCapacity.Builder consumed) {
    return WatchFixture.call(
        Operations.QUERY,
        Query.of("Music").build(),
        new QueryResult(List.of(), 0, 0, Optional.empty(), Optional.of(consumed.build())));
  }

  @Test
  void partitionsOfTablesAndIndexesAreShown() throws IOException {
    fixture.fill(100);
    fixture.varve.flush("Music");
    String text = metrics.scrape();
    assertEquals(100, sum(text, "varve_partition_items{", "index=\"\""));
    assertEquals(100, sum(text, "varve_partition_items{", "index=\"byYear\""));
    assertEquals(
        100, sum(text, "varve_partition_operation_seconds_count{", "index=\"\"", "kind=\"put\""));
    assertTrue(sum(text, "varve_partition_flushes_total{", "table=\"Music\"") >= 2, text);
    assertTrue(sum(text, "varve_level_bytes{", "level=\"0\"") > 0, text);
    assertEquals(0, sum(text, "varve_partition_damaged{"));
    assertEquals(4, sum(text, "varve_partition_hashes{", "first=\"", "last=\""));
    assertEquals(4, sum(text, "varve_partition_outcome{", "outcome=\""));
    assertTrue(text.contains("varve_partition_operations_per_second{"), text);
    assertTrue(text.contains("quantile=\"0.99\""), text);
  }

  @Test
  void theEngineIsShown() throws IOException {
    fixture.fill(10);
    String text = metrics.scrape();
    assertEquals(1, value(text, "varve_database_open{database=\"default\"}"));
    assertTrue(value(text, "varve_log_bytes_total{database=\"default\"}") > 0);
    assertTrue(value(text, "varve_log_syncs_total{database=\"default\"}") > 0);
    assertEquals(0, value(text, "varve_write_stall_seconds_total{database=\"default\"}"));
    assertTrue(sum(text, "varve_native_memory_bytes{", "owner=") > 0, text);
  }

  @Test
  void tooManyPartitionsAreNotShown() {
    try (Metrics few = new Metrics(() -> Map.of("default", fixture.varve), 100, 3)) {
      String text = few.scrape(); // 2 of the table and 2 of its index
      assertFalse(text.contains("varve_partition_items"), text);
      assertEquals(1, value(text, "varve_tables_without_partitions_shown{database=\"default\"}"));
    }
  }

  @Test
  void aClosedDatabaseIsShownAsClosed() throws IOException {
    fixture.varve.close();
    assertEquals(0, value("varve_database_open{database=\"default\"}"));
  }

  @Test
  void severalDatabasesStandBesideEachOther() throws IOException {
    try (WatchFixture second = new WatchFixture();
        Metrics both =
            new Metrics(() -> Map.<String, Varve>of("a", fixture.varve, "b", second.varve))) {
      String text = both.scrape();
      assertEquals(1, value(text, "varve_database_open{database=\"a\"}"));
      assertEquals(1, value(text, "varve_database_open{database=\"b\"}"));
    }
  }

  @Test
  void theMachineAndWhatTheServerAddsAreShown() {
    AtomicLong open = new AtomicLong(3);
    metrics.gauge("varve.connections.open", "Open connections", open::get);
    metrics.counter("varve.connections", "Connections so far", () -> 17);
    System.gc(); // drops what is held weakly
    open.set(4);
    String text = metrics.scrape();
    assertEquals(4, value(text, "varve_connections_open"));
    assertEquals(17, value(text, "varve_connections_total"));
    assertTrue(text.contains("jvm_memory_used_bytes{"), text);
    assertTrue(text.contains("jvm_threads_live_threads"), text);
    assertTrue(text.contains("jvm_gc_"), text);
    assertTrue(text.contains("process_uptime_seconds"), text);
  }

  @Test
  void callsOfManyThreadsAreAllCounted() {
    int threads = 8;
    int calls = 2000;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int thread = 0; thread < threads; thread++) {
        pool.execute(() -> {
          for (int i = 0; i < calls; i++) {
            metrics.answered(WatchFixture.get("table-" + i % 10));
          }
        });
      }
    }
    assertEquals(
        threads * calls, sum(metrics.scrape(), "varve_requests_seconds_count{", "\"GetItem\""));
  }

  @Test
  void aCallAllocatesNextToNothing() {
    CompletedCall call = WatchFixture.get("Music");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int calls = 20_000;
    record(call, calls);
    long before = threads.getCurrentThreadAllocatedBytes();
    record(call, calls);
    long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / calls;
    assertTrue(bytes <= 32, bytes + " bytes a call");
  }

  private void record(CompletedCall call, int times) {
    for (int i = 0; i < times; i++) {
      metrics.answered(call);
    }
  }

  private double value(String sample) {
    return value(metrics.scrape(), sample);
  }

  private static double value(String text, String sample) {
    return text.lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + sample + " in\n" + text));
  }

  private static double sum(String text, String name, String... parts) {
    return text.lines()
        .filter(line -> line.startsWith(name) && List.of(parts).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
