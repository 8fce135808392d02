package dev.varve.bench.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.ResultFile;
import dev.varve.bench.result.RunInfo;
import dev.varve.bench.result.SampleResults;
import dev.varve.bench.result.SampleRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
  private static final int WIDTH = 160;

  @Test
  void aStoreHasARowWithItsRatioToTheBaseline() {
    List<String> lines =
        lines(
            "rocksdb",
            SampleResults.cell("varve", "readrandom", 1, 500_000),
            SampleResults.cell("varve", "readrandom", 2, 480_000),
            SampleResults.cell("varve", "readrandom", 3, 520_000),
            SampleResults.cell("rocksdb", "readrandom", 1, 250_000));
    assertEquals(
        "readrandom (engine): 1 thread, buffered, closed loop;"
            + " 1,000,000 keys of 16 B, values of 100 B; 1 to 3 rounds",
        lines.getFirst());
    assertEquals(
        List.of(
            "varve",
            "500,000",
            "480k-520k",
            "2.00x",
            "2.00",
            "6.00",
            "20.0",
            "2,000",
            "1.50",
            "286",
            "2.59",
            "124",
            "1.12",
            "477",
            "0.010",
            "2",
            "0.250"),
        words(lines, "varve"));
    assertEquals(
        List.of("rocksdb", "250,000", "250k-250k", "1.00x"), words(lines, "rocksdb").subList(0, 4));
    assertTrue(
        lines.contains(
            "ops/s: median of the rounds, their least and greatest; x: times the median of rocksdb. All other figures: medians."));
  }

  @Test
  void readsOfTheDeviceAreShownWhereStorageWasToBeRead() throws IOException {
    CellResult cell = SampleResults.cell("varve", "readrandom", 1, 500_000);
    RunInfo run = cell.run();
    CellResult limited =
        ResultFile.withRun(
            cell,
            new RunInfo(
                run.started(),
                run.version(),
                run.machine(),
                Map.of(RunInfo.MEMORY, "100 MiB"),
                Map.of()));
    List<String> lines = lines("varve", limited);
    assertEquals(List.of("1.50", "8,192"), words(lines, "varve").subList(17, 19));
    assertTrue(lines.getLast().startsWith("reads: "), lines::getLast);
    assertEquals(17, words(lines("varve", cell), "varve").size());
  }

  @Test
  void partsStandBelowTheirStore() {
    List<String> lines = lines("varve", SampleResults.cell("varve", "readrandom", 1, 500_000));
    int store = indexOf(lines, "  varve ");
    assertEquals(
        List.of("read", "500,000", "500k-500k", "1.00x", "2.00", "6.00", "20.0", "2,000"),
        List.of(lines.get(store + 1).strip().split("\\s+")));
  }

  @Test
  void whatIsMissingIsADashOrNamed() {
    CellResult read =
        SampleResults.with(SampleResults.cell("varve", "readrandom", 1, 500_000), "user_bytes", 0);
    List<String> lines = lines("lmdb", read, SampleResults.cell("lmdb", "fillrandom", 1, 100_000));
    List<String> row = words(lines, "varve");
    assertEquals("-", row.get(3), "no ratio to a store that did not run");
    assertEquals("-", row.get(10), "no amplification without writes");
    assertTrue(lines.contains("  not run: lmdb"), () -> String.join("\n", lines));
    assertTrue(lines.contains("  not run: varve"), () -> String.join("\n", lines));
  }

  @Test
  void whatWasNotVerifiedIsSaid() {
    CellResult cell = SampleResults.cell("varve", "readrandom", 3, 500_000);
    List<String> lines =
        lines(
            "varve",
            SampleResults.cell("varve", "readrandom", 1, 500_000),
            SampleResults.with(cell, "verified", false));
    assertTrue(lines.contains("  NOT VERIFIED: varve, round 3"), () -> String.join("\n", lines));
  }

  @Test
  void aWholeRunFitsItsWidth() {
    Summary summary = Summary.of(SampleRun.results(1, 1));
    List<String> lines = ComparisonTable.lines(summary, "varve");
    for (String line : lines) {
      assertTrue(line.length() <= WIDTH, line);
    }
    assertTrue(
        lines.stream()
            .anyMatch(line ->
                line.startsWith(
                    "readwhilewriting (engine): 2 threads, buffered, open loop at 50,000/s;")));
  }

  private static List<String> lines(String baseline, CellResult... results) {
    return ComparisonTable.lines(Summary.of(List.of(results)), baseline);
  }

  private static List<String> words(List<String> lines, String store) {
    return List.of(lines.get(indexOf(lines, "  " + store + " ")).strip().split("\\s+"));
  }

  private static int indexOf(List<String> lines, String start) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(start)) {
        return i;
      }
    }
    throw new AssertionError("no line starts with " + start + " in\n" + String.join("\n", lines));
  }
}
