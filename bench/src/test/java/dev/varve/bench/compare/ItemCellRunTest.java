package dev.varve.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.items.ItemOperation;
import dev.varve.bench.items.ItemStores;
import dev.varve.bench.items.ItemWorkload;
import dev.varve.bench.kv.DataParameters;
import dev.varve.bench.kv.KeyFormat;
import dev.varve.bench.measure.PhaseListener;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.RunInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DynamoDB's operations on each store, for an instant, in this process and in one of their own. */
class ItemCellRunTest {
  private static final long KEYS = 150; // of two partition keys, the second with half as many

  @TempDir private Path home;

  private CellSpec spec(String store, String workload, int threads) {
    DataParameters parameters =
        Level.DYNAMODB.data(new DataParameters(KeyFormat.BINARY, 16, "100", 0, 1));
    RunInfo run = new RunInfo("now", "test", Map.of(), Map.of(), Map.of());
    return new CellSpec(
        CellSpec.Purpose.MEASURE,
        "dynamodb",
        store,
        workload,
        threads,
        1,
        KEYS,
        parameters,
        0.05,
        0.01,
        false,
        0,
        1 << 20,
        home.toString(),
        run);
  }

  private CellResult run(String store, ItemWorkload workload, int threads) throws Exception {
    return new ItemCellRun(
            spec(store, workload.name(), threads), ItemStores.named(store), PhaseListener.NONE)
        .run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"varve", "varve-indexed", "dynamodb-local", "dynamodb-local-indexed"})
  void everyWorkloadRunsAndIsVerified(String store) throws Exception {
    for (ItemWorkload workload : ItemWorkload.all()) {
      CellResult result = run(store, workload, workload.skewed() ? 8 : 2);
      assertTrue(result.verified());
      assertTrue(result.operations() > 0, workload.name());
      assertEquals(workload.name(), result.workload());
      assertEquals(workload.writes() ? "sync" : "buffered", result.durability());
      assertEquals(KEYS * 400, result.liveBytes());
      assertTrue(result.diskBytes() > result.liveBytes() / 2, "on disk: " + result.diskBytes());
      assertEquals(
          result.operations(),
          result.parts().stream().mapToLong(CellResult.Part::operations).sum());
    }
    try (Stream<Path> left = Files.list(home)) {
      assertEquals(
          List.of("data", "dataset.json"),
          left.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void storesThatKeepLessAreVerifiedToo() throws Exception {
    ItemWorkload put = new ItemWorkload(ItemOperation.PUT, false);
    assertEquals("none", run("dynamodb-local-memory", put, 2).durability());
    assertEquals("buffered", run("varve-buffered", put, 2).durability());
  }

  @Test
  void bothStoresHaveTheSamePartitions() throws Exception {
    ItemWorkload get = new ItemWorkload(ItemOperation.GET, false);
    List<List<String>> names = new ArrayList<>();
    for (String store : List.of("varve", "dynamodb-local-memory")) {
      names.add(run(store, get, 1).parts().stream().map(CellResult.Part::name).toList());
    }
    assertFalse(names.getFirst().isEmpty());
    assertEquals(names.getFirst(), names.getLast());
  }

  @ParameterizedTest
  @ValueSource(strings = {"varve", "dynamodb-local"})
  void aCellRunsInAProcessOfItsOwn(String store) throws Exception {
    CellMessage outcome = inAProcess(Level.DYNAMODB.contender(store));
    assertEquals(CellMessage.Kind.DONE, outcome.kind(), outcome.text());
    assertEquals("dynamodb", outcome.result().level());
    assertEquals("", Files.readString(home.resolve("log")), "nothing disturbs");
  }

  @Test
  void whereSqliteDoesNotLoadTheStoreIsUnavailable() throws Exception {
    Contender local = Level.DYNAMODB.contender("dynamodb-local");
    List<String> elsewhere = new ArrayList<>(local.jvmArguments());
    elsewhere.add("-Dos.arch=unheardof");
    CellMessage outcome =
        inAProcess(
            new Contender(local.name(), true, local.supports(), elsewhere, local.heapBytes()));
    assertEquals(CellMessage.Kind.UNAVAILABLE, outcome.kind(), outcome.text());
    assertTrue(outcome.text().contains("unheardof"), outcome.text());
  }

  private CellMessage inAProcess(Contender store) throws Exception {
    try (CellProcess process =
        CellProcess.start(
            spec(store.name(), "getitem", 1), store, MemoryLimit.none(), home.resolve("log"))) {
      return process.await(_ -> {});
    }
  }

  @Test
  void whatAStoreDoesNotSupportIsLeftOutAndTold() {
    ComparePlan plan =
        new ComparePlan(
            "engine",
            Level.ENGINE.contenders(List.of("varve", "sorted-array")),
            Level.ENGINE.workloads(List.of("readrandom", "overwrite@2"), 1),
            1,
            KEYS,
            spec("varve", "putitem", 1).parameters(),
            0.1,
            0,
            false,
            0,
            1 << 20,
            home.resolve("data"),
            home);
    RunInfo run = spec("varve", "putitem", 1).run();
    try (CompareProgress progress = new CompareProgress(plan.cells(), 1);
        Comparison comparison = new Comparison(plan, run, MemoryLimit.none(), progress)) {
      assertEquals(
          Map.of("sorted-array overwrite", "the store does not support it"),
          comparison.unsupported());
      assertTrue(comparison.absent().isEmpty());
    }
  }

  @Test
  void everyOperationIsMeasuredUniformAndSkewedWithOneThreadAndSeveral() {
    List<CellName> cells = Level.DYNAMODB.workloads(null, 1);
    assertEquals(ItemOperation.values().length * 2 * 3, cells.size());
    assertTrue(cells.contains(new CellName("transactwriteitems-skewed", 32)));
    assertEquals(
        List.of("varve", "dynamodb-local"),
        Level.DYNAMODB.contenders(null).stream().map(Contender::name).toList());
  }
}
