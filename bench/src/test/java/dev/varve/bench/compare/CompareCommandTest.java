package dev.varve.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.BenchMain;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.ResultFile;
import dev.varve.bench.store.FaultyStore.Fault;
import dev.varve.bench.store.TestStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as users call it: each cell in a process of its own. */
class CompareCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("compare", "--out", results().toString()));
    all.addAll(List.of(arguments));
    return BenchMain.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(new String[0]));
  }

  private int runSmall(String stores, String workloads, String rounds) {
    return run(
        "--stores=" + stores,
        "--workloads=" + workloads,
        "--rounds=" + rounds,
        "--keys=2000",
        "--seconds=0.05",
        "--warm-up=0.02");
  }

  private Path results() {
    return folder.resolve("results");
  }

  private List<CellResult> measured() throws IOException {
    return ResultFile.read(results().resolve("results.jsonl"));
  }

  @Test
  void storesTakeTurnsAndEachCellHasItsLine() throws IOException {
    assertEquals(0, runSmall("varve,skiplist", "fillrandom,readrandom@2", "2"), err::toString);
    assertEquals(
        List.of(
            "1 varve fillrandom@1",
            "1 skiplist fillrandom@1",
            "1 varve readrandom@2",
            "1 skiplist readrandom@2",
            "2 varve fillrandom@1",
            "2 skiplist fillrandom@1",
            "2 varve readrandom@2",
            "2 skiplist readrandom@2"),
        measured().stream()
            .map(r -> r.round() + " " + r.store() + " " + r.workload() + "@" + r.threads())
            .toList());
    assertTrue(out.toString().contains("readrandom"), out::toString);
    assertTrue(Files.exists(results().resolve("report.html")));
    assertFalse(Files.exists(results().resolve("data")), "data is deleted");
  }

  @Test
  void aWrongValueFailsTheRun() throws IOException {
    String faulty = TestStores.name(Fault.WRONG_VALUE);
    assertEquals(1, runSmall("skiplist," + faulty, "readrandom", "1"));
    assertTrue(err.toString().contains("NOT VERIFIED: " + faulty + ", readrandom"), err::toString);
    assertEquals(1, measured().size(), "what was measured before is there");
  }

  @Test
  void aStoreThatCannotRunIsSkippedAndNamed() throws IOException {
    assertEquals(3, runSmall(TestStores.UNAVAILABLE + ",skiplist", "readrandom", "2"));
    assertTrue(out.toString().contains(TestStores.UNAVAILABLE), out::toString);
    List<CellResult> cells = measured();
    assertEquals(2, cells.size());
    assertTrue(cells.getFirst().run().absent().containsKey(TestStores.UNAVAILABLE));
  }

  @Test
  void aProcessThatDiesIsTold() {
    assertEquals(1, runSmall(TestStores.CRASHING, "readrandom", "1"));
    assertTrue(err.toString().contains("status 7"), err::toString);
  }

  @Test
  void wrongUsageIsToldBeforeAnythingStarts() {
    assertEquals(2, run("--stores", "oracle"));
    assertTrue(err.toString().contains("oracle") && err.toString().contains("rocksdb-mmap"));
    assertEquals(2, run("--workloads", "fillup"));
    assertTrue(err.toString().contains("fillup") && err.toString().contains("fillrandom"));
    assertEquals(2, run("--workloads", "readrandom@0"));
    assertEquals(2, run("--workloads", "readrandom,readrandom@1"));
    assertEquals(2, run("--keys", "0"));
    assertEquals(2, run("--value-bytes", "5"));
    assertEquals(2, run("--key-bytes", "7"));
    assertEquals(2, run("--rate", "-1"));
    assertEquals(2, run("--rounds", "0"));
    assertEquals(2, run("--block-cache", "0"));
    assertEquals(2, run("--memory-limit", "half"));
    assertTrue(err.toString().contains("50%"), err::toString);
    assertEquals(2, run("--baseline", "oracle"));
    assertFalse(Files.exists(results()), "nothing was started");
  }

  @Test
  void aDiskThatIsTooSmallIsRefusedWithTheFigures() {
    assertEquals(2, run("--keys", "2000000000", "--value-bytes", "100000"));
    assertTrue(err.toString().contains("MiB free"), err::toString);
  }
}
