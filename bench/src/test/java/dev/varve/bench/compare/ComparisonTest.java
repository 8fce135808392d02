package dev.varve.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.kv.DataParameters;
import dev.varve.bench.kv.KeyFormat;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.ResultFile;
import dev.varve.bench.result.RunInfo;
import dev.varve.bench.store.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that know of a limit on memory. No group is made, so nothing is limited in truth. */
class ComparisonTest {
  private static final long LIMIT = 5L << 20;
  private static final RunInfo RUN = new RunInfo("now", "test", Map.of(), Map.of(), Map.of());

  @TempDir private Path folder;

  private Comparison comparison(
      String stores, String workloads, long limitBytes, CompareProgress progress) {
    ComparePlan plan =
        new ComparePlan(
            "engine",
            Level.ENGINE.contenders(List.of(stores.split(","))),
            Level.ENGINE.workloads(List.of(workloads.split(",")), 1),
            1,
            2000,
            new DataParameters(KeyFormat.BINARY, 16, "100", 0, 1),
            0.02,
            0.01,
            false,
            limitBytes,
            1 << 20,
            folder.resolve("data"),
            folder.resolve("results"));
    return new Comparison(plan, RUN, MemoryLimit.none(), progress);
  }

  private List<CellResult> written() throws IOException {
    return ResultFile.read(folder.resolve("results").resolve("results.jsonl"));
  }

  @Test
  void aStoreThatIsKilledUnderALimitIsAResultAndTheRunGoesOn() throws Exception {
    try (CompareProgress progress = new CompareProgress(3, 1);
        Comparison comparison =
            comparison("skiplist," + TestStores.KILLED, "readrandom", LIMIT, progress)) {
      comparison.run();
      Map<String, String> killed =
          Map.of(
              TestStores.KILLED + " readrandom@1",
              "killed, out of memory under the limit of 5 MiB");
      assertEquals(killed, comparison.killed());
      assertEquals(1, comparison.results().size());
      assertEquals(killed, written().getLast().run().absent(), "the last line tells it");
    }
  }

  @Test
  void withoutALimitItIsAFailure() throws Exception {
    try (CompareProgress progress = new CompareProgress(1, 1);
        Comparison comparison = comparison(TestStores.KILLED, "readrandom", 0, progress)) {
      IOException failed = assertThrows(IOException.class, comparison::run);
      assertTrue(failed.getMessage().contains("status 137"), failed::getMessage);
      assertTrue(comparison.killed().isEmpty());
    }
  }

  @Test
  void storesAreLoadedApartAndMeasuredOnWhatWasLoaded() throws Exception {
    try (CompareProgress progress = new CompareProgress(3, 1);
        Comparison comparison =
            comparison("varve", "readrandom,ycsba,fillrandom", LIMIT, progress)) {
      comparison.run();
    }
    assertEquals(
        List.of("readrandom", "ycsba", "fillrandom"),
        written().stream().map(CellResult::workload).toList());
    assertTrue(written().stream().allMatch(CellResult::verified));
    assertFalse(Files.exists(folder.resolve("data")), "data is deleted");
  }
}
