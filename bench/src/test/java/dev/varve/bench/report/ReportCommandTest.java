package dev.varve.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.BenchMain;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.ResultFile;
import dev.varve.bench.result.SampleResults;
import dev.varve.bench.result.SampleRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void oneFileIsToldAsTables() throws IOException {
    Path file = write("a.jsonl", SampleRun.results(1, 1));
    assertEquals(0, report(file.toString()), err::toString);
    assertTrue(out.toString().startsWith("fillseq (engine): 1 thread, buffered, closed loop;"));
    assertTrue(out.toString().contains("x: times the median of varve"), out::toString);
  }

  @Test
  void pageAndChartsAreWrittenOnRequest() throws IOException {
    Path file = write("a.jsonl", SampleRun.results(1, 1));
    Path html = folder.resolve("report.html");
    Path charts = folder.resolve("charts");
    assertEquals(
        0,
        report(
            file.toString(),
            "--baseline",
            "rocksdb",
            "--html",
            html.toString(),
            "--charts",
            charts.toString(),
            "--workloads",
            "fillrandom,readseq",
            "--latency-of",
            "readseq"),
        err::toString);
    assertTrue(Files.readString(html).contains("multiple of the median of rocksdb"));
    assertTrue(Files.exists(charts.resolve("throughput-engine.svg")));
    assertTrue(Files.exists(charts.resolve("latency-engine-readseq.svg")));
    assertTrue(out.toString().contains("report: " + html), out::toString);
    assertTrue(
        out.toString().contains("chart: " + charts.resolve("latency-engine-readseq.svg")),
        out::toString);
  }

  @Test
  void twoFilesAreCompared() throws IOException {
    Path a = write("a.jsonl", SampleRun.results(1, 1));
    Path b = write("b.jsonl", SampleRun.results(2, 1.5));
    assertEquals(0, report(a.toString(), b.toString()), err::toString);
    assertTrue(
        out.toString()
            .lines()
            .anyMatch(line ->
                line.matches(
                    "readrandom +engine +1 +varve +ops/s +[0-9,]+ +[0-9,]+ +-3\\d\\.\\d% +0\\.\\d+ +WORSE")),
        out::toString);
    assertTrue(out.toString().lines().toList().getLast().contains("figures differ"), out::toString);
    assertTrue(out.toString().startsWith("A: " + a + ", 2026-01-17"), out::toString);
  }

  @Test
  void theSameFileTwiceDoesNotDiffer() throws IOException {
    String file = write("a.jsonl", SampleRun.results(1, 1)).toString();
    assertEquals(0, report(file, file), err::toString);
    assertEquals("No figure differs.", out.toString().lines().toList().getLast());
  }

  @Test
  void otherMachinesAreNamed() throws IOException {
    String a = write("a.jsonl", SampleRun.results(1, 1)).toString();
    String b = write("b.jsonl", List.of(SampleResults.cell("varve", "fillseq", 1, 1e6))).toString();
    assertEquals(0, report(a, b), err::toString);
    assertTrue(out.toString().contains("not the same, machine processors: A none, B 2"));
    assertTrue(out.toString().contains("one round: cannot tell"), out::toString);
  }

  @Test
  void aBadFileIsOneLineAndStatusOne() throws IOException {
    Path file = write("a.jsonl", SampleRun.results(1, 1).subList(0, 2));
    Files.writeString(file, Files.readString(file) + "{\"level\": oops}\n");
    assertEquals(1, report(file.toString()));
    assertTrue(
        err.toString().startsWith("varve report: " + file + ":3: not a result: "), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertEquals("", out.toString());
  }

  @Test
  void aFolderThatIsNotThereIsOneLineAndStatusOne() throws IOException {
    Path file = write("a.jsonl", SampleRun.results(1, 1).subList(0, 2));
    Path html = folder.resolve("missing/report.html");
    assertEquals(1, report(file.toString(), "--html", html.toString()));
    assertEquals("varve report: cannot write " + html + ": no such folder", err.toString().strip());
  }

  @Test
  void wrongUsageIsStatusTwo() throws IOException {
    String file = write("a.jsonl", SampleRun.results(1, 1).subList(0, 2)).toString();
    for (String[] wrong :
        new String[][] {
          {},
          {file, file, file},
          {file, "--baseline", "nobody"},
          {file, "--workloads", "fillseq"},
          {file, "--charts", folder.toString(), "--workloads", "fly"},
          {file, "--charts", folder.toString(), "--latency-of", "fly"},
          {file, file, "--html", "x.html"}
        }) {
      assertEquals(2, report(wrong), String.join(" ", wrong));
    }
    assertTrue(
        err.toString().contains("--baseline must be one of varve, rocksdb: nobody"), err::toString);
    assertTrue(err.toString().contains("Try 'varve report --help'"), err::toString);
  }

  private Path write(String name, List<CellResult> results) throws IOException {
    Path file = folder.resolve(name);
    for (CellResult result : results) {
      ResultFile.append(file, result);
    }
    return file;
  }

  private int report(String... arguments) {
    String[] words = new String[arguments.length + 1];
    words[0] = "report";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    return BenchMain.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
