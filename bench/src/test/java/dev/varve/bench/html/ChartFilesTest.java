package dev.varve.bench.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.result.SampleResults;
import dev.varve.bench.result.SampleRun;
import dev.varve.bench.summary.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ChartFilesTest {
  @TempDir private Path folder;

  @Test
  void chartsSayWhenAndOnWhatTheyWereMeasured() throws IOException {
    List<Path> files =
        ChartFiles.write(
            folder.resolve("new/charts"),
            Summary.of(SampleRun.results(1, 1)),
            "rocksdb",
            List.of("fillrandom", "readrandom"),
            "readrandom");
    assertEquals(
        List.of(
            "throughput-engine.svg",
            "latency-engine-readrandom-1.svg",
            "latency-engine-readrandom-4.svg"),
        files.stream().map(file -> file.getFileName().toString()).toList());
    for (Path file : files) {
      Document chart = HtmlReportTest.parse(Files.readString(file));
      String text = chart.getDocumentElement().getTextContent().replaceAll("\\s+", " ");
      for (String expected :
          List.of(
              "2026-01-17 09:30 UTC",
              "AMD EPYC 7763",
              "closed loop",
              "buffered",
              "keys 1,000,000",
              "3 rounds")) {
        assertTrue(text.contains(expected), expected + " in " + text);
      }
      assertEquals("img", chart.getDocumentElement().getAttribute("role"));
    }
    String throughput = Files.readString(files.getFirst());
    assertTrue(
        throughput.contains("<title>Throughput of each store as a multiple of that of rocksdb"));
    assertTrue(throughput.contains("1, 4 threads"), "only of the workloads asked for");
  }

  @Test
  void aLevelWithoutTheBaselineHasNoChartOfRatios() throws IOException {
    List<Path> files =
        ChartFiles.write(
            folder,
            Summary.of(
                List.of(
                    SampleResults.cell("varve", "readrandom", 1, 100),
                    SampleResults.cell("lmdb", "fillseq", 1, 100))),
            "lmdb",
            List.of("readrandom"),
            "readrandom");
    assertEquals(List.of(folder.resolve("latency-engine-readrandom.svg")), files);
  }
}
