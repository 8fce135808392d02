package dev.varve.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  private static final StorageFigures NOTHING_PUT =
      new StorageFigures(0, 0, 0, 0, 0, Double.NaN, 0, Double.NaN);

  @TempDir private Path folder;

  @Test
  void jsonHoldsTheFiguresOfTheTable() throws IOException {
    ReportFiles.write(
        folder, new RunDescription(Map.of("durability", "BUFFERED")), List.of(phase()), true);
    Map<String, List<String>> fields = fields(folder.resolve("results.json"));
    assertEquals(List.of("BUFFERED"), fields.get("durability"));
    assertEquals(List.of("true"), fields.get("verified"));
    assertEquals(List.of("read"), fields.get("name"));
    assertEquals(
        List.of("300", "300", "0"),
        fields.get("operations"),
        "in all, of partition 1, of partition 2");
    assertEquals(List.of("150.0", "150.0", "0.0"), fields.get("operationsPerSecond"));
    assertEquals(
        List.of("5003", "5003"),
        fields.get("p50"),
        "a partition without operations has no latencies");
    assertEquals(List.of("1.5", "1.5", "null"), fields.get("writeAmplification"));
  }

  @Test
  void distributionsAreWrittenForAllAndForEachPartitionUsed() throws IOException {
    ReportFiles.write(folder, new RunDescription(Map.of()), List.of(phase()), false);
    assertTrue(Files.readString(folder.resolve("read.hgrm")).contains("#[Max     =        9.007"));
    assertTrue(Files.exists(folder.resolve("partitions/read-1.hgrm")));
    assertFalse(Files.exists(folder.resolve("partitions/read-2.hgrm")));
  }

  @Test
  void tableHasARowPerPartitionAndOneForAll() {
    List<String> lines = TableReport.lines(phase());
    assertEquals("read: point reads, 2.00 s", lines.getFirst());
    assertEquals(7, lines.size(), () -> String.join("\n", lines));
    assertEquals(
        List.of(
            "1", "300", "150", "5.00", "9.01", "9.01", "9.01", "9.01", "7", "3.0", "KiB", "2.0",
            "KiB"),
        List.of(lines.get(3).strip().split("\\s+")).subList(0, 13));
    assertEquals(
        List.of("2", "0", "0", "-", "-", "-", "-", "-", "0"),
        List.of(lines.get(4).strip().split("\\s+")).subList(0, 9));
    assertTrue(lines.get(6).strip().startsWith("all"));
  }

  private static PhaseResult phase() {
    LatencyRecorder one = new LatencyRecorder(2);
    LatencyRecorder other = new LatencyRecorder(2);
    for (int i = 0; i < 100; i++) {
      one.record(0, 1_000);
      one.record(0, 5_000);
      other.record(0, 9_000);
    }
    List<Histogram> merged = LatencyRecorder.merge(List.of(one, other));
    StorageFigures storage = new StorageFigures(7, 3072, 2048, 1, 0, 1.5, 2, 1.1);
    return new PhaseResult(
        "read",
        "point reads",
        2_000_000_000L,
        List.of(
            new PartitionResult(1, merged.get(0), storage),
            new PartitionResult(2, merged.get(1), NOTHING_PUT)),
        storage);
  }

  /** The scalar fields of a JSON file by name, in the order of the file. */
  private static Map<String, List<String>> fields(Path file) throws IOException {
    Map<String, List<String>> fields = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          fields
              .computeIfAbsent(parser.currentName(), name -> new ArrayList<>())
              .add(parser.getText());
        }
      }
    }
    return fields;
  }
}
