package dev.varve.bench.cities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.BenchMain;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole benchmark, on a few of its items. */
class BenchCommandTest {
  private static final List<String> PHASES =
      List.of("load", "read-uniform", "read-zipfian", "query", "update", "delete", "mix", "verify");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void everyPhaseIsReportedPerPartitionAndAllIsVerified() throws IOException {
    Path results = folder.resolve("results");
    Path foreign = Files.createDirectories(results.resolve("warm-up")).resolve("precious");
    Files.writeString(foreign, "data");
    assertEquals(
        0,
        bench("--quick", "--items", "3000", "--partitions", "3", "--out", results.toString()),
        () -> err.toString());
    List<String> lines = out.toString().lines().toList();
    for (String phase : PHASES) {
      int heading = indexOf(lines, phase + ": ");
      assertTrue(lines.get(heading + 1).strip().startsWith("partition"), lines.get(heading + 1));
      assertTrue(lines.get(heading + 3).strip().matches("\\d+ .*"), lines.get(heading + 3));
      assertTrue(lines.get(heading + 5).strip().matches("\\d+ .*"), lines.get(heading + 5));
      assertTrue(lines.get(heading + 7).strip().startsWith("all "), lines.get(heading + 7));
      assertTrue(Files.exists(results.resolve(phase + ".hgrm")), phase);
    }
    assertTrue(
        out.toString().contains("of 3,000 cities are stored, each reads back equal"),
        out.toString());
    assertFalse(Files.exists(results.resolve("database")), "what nobody asked to keep is deleted");
    try (Stream<Path> left = Files.list(results)) {
      assertEquals(
          List.of(foreign.getParent()),
          left.filter(path -> path.getFileName().toString().startsWith("warm-up")).toList());
    }
    assertEquals("data", Files.readString(foreign));
  }

  @Test
  void resultsAreThoseOfTheTablesAndReportReadsThem() throws IOException {
    Path results = folder.resolve("results");
    assertEquals(
        0,
        bench("--quick", "--warm-up=0", "--items=1000", "--partitions=2", "--out=" + results),
        err::toString);
    Path file = results.resolve("results.jsonl");
    List<CellResult> cells = ResultFile.read(file);
    assertEquals(PHASES, cells.stream().map(CellResult::workload).toList());
    List<String> lines = out.toString().lines().toList();
    for (CellResult cell : cells) {
      assertTrue(cell.verified());
      assertEquals(2, cell.parts().size());
      assertEquals(
          cell.operations(), cell.parts().stream().mapToLong(CellResult.Part::operations).sum());
      assertTrue(cell.latency().maxNs() >= cell.latency().p50Ns());
      List<String> printed = PartitionTable.lines(cell);
      int heading = indexOf(lines, cell.workload() + ": ");
      assertEquals(printed, lines.subList(heading + 1, heading + 1 + printed.size()));
    }
    CellResult load = cells.getFirst();
    assertEquals(1000, load.operations());
    assertEquals(1000, load.parts().stream().mapToLong(part -> part.storage().items()).sum());
    assertEquals(load.userBytes(), load.liveBytes(), "each item once");

    StringWriter told = new StringWriter();
    Path page = results.resolve("report.html");
    assertEquals(
        0,
        BenchMain.commandLine()
            .setOut(new PrintWriter(told, true))
            .setErr(new PrintWriter(err, true))
            .execute("report", file.toString(), "--html", page.toString()),
        err::toString);
    for (String phase : PHASES) {
      assertTrue(told.toString().contains(phase + " (dynamodb): 2 threads"), told::toString);
    }
    assertTrue(Files.readString(page).contains("partition"));
  }

  @Test
  void syncDurabilityAndOneThreadWorkToo() {
    assertEquals(
        0,
        bench(
            "--quick",
            "--items",
            "300",
            "--threads",
            "1",
            "--durability",
            "sync",
            "--dir",
            folder.resolve("db").toString(),
            "--out",
            folder.resolve("out").toString()),
        () -> err.toString());
    assertTrue(Files.exists(folder.resolve("db")), "a named directory stays");
  }

  @Test
  void aDirectoryThatIsNotEmptyIsLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("precious"), "data");
    assertEquals(1, bench("--dir", folder.toString(), "--out", folder.resolve("out").toString()));
    assertEquals(
        "varve bench: " + folder + " is not empty; the benchmark needs a fresh directory",
        err.toString().strip());
    assertEquals("data", Files.readString(file));
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void wrongUsageIsStatusTwo() {
    for (String[] wrong :
        new String[][] {
          {"--fast"},
          {"--durability", "perhaps"},
          {"--threads", "0"},
          {"--partitions", "0"},
          {"--items", "0"},
          {"--warm-up", "-1"}
        }) {
      assertEquals(2, bench(wrong), String.join(" ", wrong));
    }
    assertEquals(2, bench("--threads", "1024", "--partitions", "1024"));
    assertTrue(err.toString().contains("VARVE_JAVA_OPTS=-Xmx"), err.toString());
    assertEquals(2, BenchMain.commandLine().setErr(new PrintWriter(err)).execute("fly"));
    assertTrue(err.toString().contains("Try 'varve bench --help'"), err.toString());
  }

  private int bench(String... options) {
    CommandLine commandLine =
        BenchMain.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] words = new String[options.length + 1];
    words[0] = "bench";
    System.arraycopy(options, 0, words, 1, options.length);
    return commandLine.execute(words);
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
