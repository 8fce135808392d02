package dev.varve.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    assertTrue(Files.readString(results.resolve("results.json")).contains("\"verified\" : true"));
    assertFalse(Files.exists(results.resolve("database")), "what nobody asked to keep is deleted");
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
          {"--items", "0"}
        }) {
      assertEquals(2, bench(wrong), String.join(" ", wrong));
    }
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
