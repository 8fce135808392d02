package dev.varve.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  @TempDir private Path folder;

  @Test
  void linesComeBackAsTheyWent() throws IOException {
    Path file = folder.resolve("results.jsonl");
    CellResult first = SampleResults.cell("varve", "fillrandom", 1, 700_000);
    CellResult second = SampleResults.cell("rocksdb", "fillrandom", 1, 250_000);
    ResultFile.append(file, first);
    ResultFile.append(file, second);
    assertEquals(2, ResultFile.read(file).size());
    assertEquals(ResultFile.line(first), ResultFile.line(ResultFile.read(file).get(0)));
    assertEquals(ResultFile.line(second), ResultFile.line(ResultFile.read(file).get(1)));
  }

  @Test
  void fieldsAreInSnakeCaseAndFlat() throws IOException {
    String line = ResultFile.line(SampleResults.cell("varve", "readrandom", 2, 1_000_000));
    for (String field :
        new String[] {
          "store",
          "workload",
          "threads",
          "round",
          "ops_per_second",
          "p50_ns",
          "p99_ns",
          "p999_ns",
          "max_ns",
          "disk_bytes",
          "written_bytes"
        }) {
      assertTrue(line.contains("\"" + field + "\":"), field);
    }
  }

  @Test
  void whatOlderFilesDoNotTellIsUnknown() throws IOException {
    String line = ResultFile.line(SampleResults.cell("varve", "readrandom", 1, 1_000_000));
    assertEquals(1.5, ResultFile.parse(line).deviceReadsPerOperation());
    assertEquals(8192, ResultFile.parse(line).deviceReadBytesPerOperation());
    CellResult older =
        ResultFile.parse(
            line.replaceAll("\"device_reads\":\\d+,", "")
                .replaceAll("\"device_read_bytes\":\\d+,", ""));
    assertEquals(-1, older.deviceReads());
    assertEquals(-1, older.deviceReadBytes());
    assertTrue(Double.isNaN(older.deviceReadsPerOperation()));
  }

  @Test
  void filesOfEarlierReleasesAreRead() throws IOException {
    try (Stream<Path> tree = Files.walk(Path.of("..", "docs", "benchmarks"))) {
      List<Path> files = tree.filter(path -> path.toString().endsWith(".jsonl")).toList();
      assertTrue(files.size() >= 3, files::toString);
      for (Path file : files) {
        assertTrue(ResultFile.read(file).getFirst().deviceReads() >= -1);
      }
    }
  }

  @Test
  void aFileIsWrittenAnewWithWhatIsKnownOfItsRun() throws IOException {
    Path file = folder.resolve("results.jsonl");
    CellResult first = SampleResults.cell("varve", "fillrandom", 1, 700_000);
    ResultFile.append(file, first);
    RunInfo run = first.run().withAbsent(Map.of("lmdb readrandom@1", "killed"));
    ResultFile.write(file, List.of(first, ResultFile.withRun(first, run)));
    assertEquals(ResultFile.line(first), ResultFile.line(ResultFile.read(file).get(0)));
    assertEquals(run, ResultFile.read(file).get(1).run());
    assertEquals(first.levels(), ResultFile.read(file).get(1).levels());
  }

  @Test
  void aBrokenLineIsNamed() throws IOException {
    Path file = folder.resolve("results.jsonl");
    ResultFile.append(file, SampleResults.cell("varve", "fillrandom", 1, 700_000));
    Files.writeString(file, Files.readString(file) + "{\"store\": 7, oops\n");
    IOException refused = assertThrows(IOException.class, () -> ResultFile.read(file));
    assertTrue(refused.getMessage().startsWith(file + ":2: not a result"), refused.getMessage());
  }

  @Test
  void whatLacksAFieldIsNoResult() throws IOException {
    Path file = folder.resolve("results.jsonl");
    String good = ResultFile.line(SampleResults.cell("varve", "fillrandom", 1, 700_000));
    for (String[] bad :
        new String[][] {
          {"{}", "no level"},
          {"null", "null"},
          {good.replace("\"store\":", "\"shop\":"), "no store"},
          {good.replace("\"version\":", "\"edition\":"), "no run.version"},
          {good + " {}", "Trailing token"}
        }) {
      Files.writeString(file, good + "\n\n" + bad[0] + "\n");
      IOException refused = assertThrows(IOException.class, () -> ResultFile.read(file), bad[0]);
      assertTrue(
          refused.getMessage().startsWith(file + ":3: not a result: " + bad[1]),
          refused.getMessage());
    }
  }

  @Test
  void aFileWithoutResultsIsNamed() throws IOException {
    Path file = folder.resolve("results.jsonl");
    assertRefused(file + ": no such file", file);
    assertRefused(folder + ": is a folder, not a file of results", folder);
    Files.writeString(file, "\n");
    assertRefused(file + ": holds no results", file);
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertRefused(file + ": not UTF-8 text", file);
  }

  private static void assertRefused(String message, Path file) {
    assertEquals(
        message, assertThrows(IOException.class, () -> ResultFile.read(file)).getMessage());
  }
}
