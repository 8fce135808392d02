package dev.varve.bench.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Results as a run could have them. */
public final class SampleResults {
  private SampleResults() {}

  /** One cell of one thread with that throughput. */
  public static CellResult cell(String store, String workload, int round, double opsPerSecond) {
    long mean = Math.round(1e9 / opsPerSecond);
    CellResult.Latency latency =
        new CellResult.Latency(mean, mean, 2 * mean, 3 * mean, 10 * mean, 1_000 * mean);
    return new CellResult(
        "engine",
        store,
        workload,
        1,
        round,
        "buffered",
        "closed",
        0,
        1_000_000,
        16,
        "100",
        1_000_000,
        1_000_000 / opsPerSecond,
        0.25,
        opsPerSecond,
        latency,
        1.5,
        0.01,
        1_500_000L,
        8_192_000_000L,
        116_000_000,
        300_000_000,
        130_000_000,
        116_000_000,
        500_000_000,
        450_000_000,
        100_000_000,
        2,
        0.03,
        true,
        List.of(
            new CellResult.Percentile(50, mean),
            new CellResult.Percentile(99, 3 * mean),
            new CellResult.Percentile(100, 1_000 * mean)),
        List.of(new CellResult.Part("read", 1_000_000, opsPerSecond, latency, null)),
        new CellResult.Timeline(
            100,
            List.of(
                new CellResult.Interval(60_000, 0, 0, 0),
                new CellResult.Interval(80_000, 1, 0, 12),
                new CellResult.Interval(70_000, 0, 1, 0))),
        List.of(
            new CellResult.Level(0, 2, 20_000_000, 116_000_000),
            new CellResult.Level(6, 4, 110_000_000, 184_000_000)),
        Map.of("memtable", "64 MiB"),
        new RunInfo(
            "2026-01-01T12:00:00+00:00",
            "0.1.0",
            Map.of("processors", "2"),
            Map.of("keys", "1000000"),
            Map.of()));
  }

  /** The same cell but for one field, named as in JSON. */
  public static CellResult with(CellResult cell, String field, Object value) {
    ObjectMapper mapper = new ObjectMapper();
    try {
      ObjectNode fields = (ObjectNode) mapper.readTree(ResultFile.line(cell));
      if (!fields.has(field)) {
        throw new AssertionError("a result has no " + field);
      }
      fields.set(field, mapper.valueToTree(value));
      return ResultFile.parse(fields.toString());
    } catch (JacksonException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
