package dev.varve.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void aBrokenLineIsNamed() throws IOException {
    Path file = folder.resolve("results.jsonl");
    ResultFile.append(file, SampleResults.cell("varve", "fillrandom", 1, 700_000));
    Files.writeString(file, Files.readString(file) + "{\"store\": 7, oops\n");
    IOException refused = assertThrows(IOException.class, () -> ResultFile.read(file));
    assertTrue(refused.getMessage().startsWith(file + ":2: not a result"), refused.getMessage());
  }
}
