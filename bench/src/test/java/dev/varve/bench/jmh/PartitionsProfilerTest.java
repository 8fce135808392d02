package dev.varve.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

class PartitionsProfilerTest {
  private static final int PARTITIONS_OF_A_TABLE = 3;

  @TempDir private Path folder;

  @BeforeEach
  void setProperties() {
    System.setProperty("jmh.ignoreLock", "true");
    System.setProperty("varve.bench.dir", folder.toString());
  }

  @AfterEach
  void clearProperties() {
    System.clearProperty("jmh.ignoreLock");
    System.clearProperty("varve.bench.dir");
  }

  @Test
  void theCommandPrintsARowPerPartition() throws IOException {
    Path log = folder.resolve("jmh.log");
    JmhMain.main(
        new String[] {
          "OperationsBenchmark.getItem",
          "-prof",
          "partitions",
          "-p",
          "keys=2000",
          "-p",
          "partitions=3",
          "-f",
          "0",
          "-wi",
          "1",
          "-w",
          "20ms",
          "-i",
          "2",
          "-r",
          "20ms",
          "-t",
          "2",
          "-o",
          log.toString()
        });
    List<String> lines = Files.readAllLines(log).stream().map(String::strip).toList();
    int heading = 0;
    while (heading < lines.size() && !lines.get(heading).startsWith("partition ")) {
      heading++;
    }
    assertTrue(heading < lines.size(), () -> String.join("\n", lines));
    for (int row = 0; row < PARTITIONS_OF_A_TABLE; row++) {
      String line = lines.get(heading + 2 + row);
      assertTrue(line.matches("\\d+ +get( +[0-9,.]+){7}"), line);
    }
    for (String figure : List.of(" ", ".p50 ", ".p95 ", ".p99 ", ".p99.9 ", ".max ")) {
      long rows =
          lines.stream()
              .filter(line -> line.matches(".*getItem:partitions\\.get\\.\\d+" + figure + ".*"))
              .count();
      assertEquals(PARTITIONS_OF_A_TABLE, rows, figure + "\n" + String.join("\n", lines));
    }
  }

  @Test
  void ofTheLoadAndOfWarmUpNothingCounts() throws Exception {
    for (int warmUps : new int[] {0, 1}) {
      Map<String, Result<?>> results =
          run("OperationsBenchmark.deleteItem", "keys", "500", warmUps);
      long deletions = operations(results, "delete");
      long puts = operations(results, "put");
      assertTrue(deletions > 0, results::toString);
      assertTrue(
          puts >= deletions && puts <= deletions + 1,
          "one put before each deletion, and none of the load: " + puts + ", " + deletions);
    }
  }

  @Test
  void partitionsOfTheEngineAreToldToo() throws Exception {
    for (String benchmark : List.of("get", "getAbsent", "overwrite", "scan")) {
      Map<String, Result<?>> results = run("EngineBenchmark." + benchmark, "partitions", "3", 1);
      PartitionsResult partitions = (PartitionsResult) results.get(PartitionsProfiler.NAME);
      assertEquals(3, partitions.latencies().size(), benchmark);
      assertTrue(partitions.getScore() > 0);
      assertTrue(
          results.keySet().stream()
              .anyMatch(name -> name.matches("partitions\\.call\\.\\d+\\.p99")),
          results::toString);
    }
  }

  @Test
  void aBenchmarkWithoutPartitionsHasNoSuchResult() throws Exception {
    assertFalse(
        run("ItemCodecBenchmark.encodeItem", "keys", "100", 0)
            .containsKey(PartitionsProfiler.NAME));
  }

  @Test
  void iterationsAreJoinedByTheirOperations() {
    PartitionLatencies.Part part = new PartitionLatencies.Part(2, "get");
    List<PartitionsResult> iterations = new ArrayList<>();
    for (long[] iteration : new long[][] {{1_000, 900}, {9_000, 100}}) {
      Histogram latencies = new Histogram(3);
      latencies.recordValueWithCount(iteration[0], iteration[1]);
      iterations.add(
          new PartitionsResult(
              new PartitionLatencies.Interval(Map.of(part, latencies), 1_000_000_000)));
    }
    PartitionsResult joined = iterations.getFirst().getIterationAggregator().aggregate(iterations);
    assertEquals(2, joined.getSampleCount());
    assertEquals(500, joined.getScore(), 0.1);
    Map<String, Double> figures = new TreeMap<>();
    joined.getDerivativeResults().forEach(r -> figures.put(r.getLabel(), r.getScore()));
    assertEquals(500, figures.get("partitions.get.2"), 0.1);
    assertEquals(1.0, figures.get("partitions.get.2.p50"), 0.01);
    assertEquals(9.0, figures.get("partitions.get.2.p95"), 0.01);
    assertEquals(9.0, figures.get("partitions.get.2.max"), 0.01);
  }

  @Test
  void timeCountsFromTheFirstSourceOn() throws IOException {
    PartitionLatencies.enable();
    PartitionLatencies.begin();
    PartitionLatencies.Source first = () -> Map.of();
    PartitionLatencies.Source second = () -> Map.of();
    PartitionLatencies.add(first);
    long firstCame = System.nanoTime();
    PartitionLatencies.add(second);
    long secondCame = System.nanoTime();
    long nanos = PartitionLatencies.end().nanos();
    PartitionLatencies.remove(first);
    PartitionLatencies.remove(second);
    assertTrue(nanos >= secondCame - firstCame, nanos + " ns");
  }

  private static long operations(Map<String, Result<?>> results, String operation) {
    return ((PartitionsResult) results.get(PartitionsProfiler.NAME))
        .latencies().entrySet().stream()
            .filter(part -> part.getKey().operation().equals(operation))
            .mapToLong(part -> part.getValue().getTotalCount())
            .sum();
  }

  private Map<String, Result<?>> run(String benchmark, String parameter, String value, int warmUps)
      throws Exception {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(benchmark.replace(".", "\\.") + "$")
        .param("keys", "500")
        .param("place", "TABLES")
        .param(parameter, value)
        .addProfiler(PartitionsProfiler.class)
        .forks(0)
        .warmupIterations(warmUps)
        .warmupTime(TimeValue.milliseconds(20))
        .measurementIterations(2)
        .measurementTime(TimeValue.milliseconds(20))
        .shouldFailOnError(true)
        .output(folder.resolve("jmh.log").toString());
    RunResult result = new Runner(options.build()).run().iterator().next();
    Map<String, Result<?>> results = new TreeMap<>();
    result.getSecondaryResults().forEach(results::put);
    return results;
  }
}
