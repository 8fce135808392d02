package dev.varve.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.kv.DataParameters;
import dev.varve.bench.kv.Dataset;
import dev.varve.bench.kv.KeyFormat;
import dev.varve.bench.kv.Workload;
import dev.varve.bench.measure.PhaseListener;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.RunInfo;
import dev.varve.bench.store.FaultyStore;
import dev.varve.bench.store.FaultyStore.Fault;
import dev.varve.bench.store.StoreKind;
import dev.varve.bench.store.Stores;
import dev.varve.bench.store.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each workload on each store, for an instant; and whether what is wrong is found. */
class CellRunTest {
  private static final long KEYS = 3000;
  private static final DataParameters PLAIN = new DataParameters(KeyFormat.BINARY, 16, "100", 0, 1);
  private static final RunInfo RUN = new RunInfo("now", "test", Map.of(), Map.of(), Map.of());

  @TempDir private Path home;
  private long keys = KEYS;

  private CellResult run(String store, String workload, int threads, DataParameters parameters)
      throws Exception {
    return cell(store, workload, threads, parameters, 0).run();
  }

  private CellRun cell(
      String store, String workload, int threads, DataParameters parameters, long limitBytes) {
    CellSpec spec =
        new CellSpec(
            CellSpec.Purpose.MEASURE,
            "engine",
            store,
            workload,
            threads,
            1,
            keys,
            parameters,
            0.02,
            0.01,
            false,
            limitBytes,
            16 << 20,
            home.toString(),
            RUN);
    return new CellRun(spec, Stores.named(store), PhaseListener.NONE);
  }

  static List<String> stores() {
    return Stores.all().stream().map(StoreKind::name).toList();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void everyWorkloadRunsAndIsVerified(String store) throws Exception {
    for (Workload workload : Workload.all()) {
      if (Stores.named(store).writable() || workload.onlyReads()) {
        CellResult result = run(store, workload.name(), 2, PLAIN);
        assertTrue(result.verified());
        assertTrue(result.operations() > 0, workload.name());
        assertEquals(workload.name(), result.workload());
      }
    }
    List<String> allowed = new ArrayList<>(List.of("data", "dataset.json"));
    try (Stream<Path> left = Files.list(home)) {
      List<String> names = left.map(path -> path.getFileName().toString()).sorted().toList();
      allowed.retainAll(names);
      assertEquals(allowed, names, "nothing else is left");
    }
  }

  @Test
  void variedValuesAndDecimalKeysAreVerifiedToo() throws Exception {
    DataParameters parameters = new DataParameters(KeyFormat.DECIMAL, 24, "12-300", 0, 7);
    for (String workload :
        List.of("fillbatch", "overwrite", "readrandom", "seekrandom", "ycsbe", "deleteseq")) {
      assertTrue(run("varve", workload, 2, parameters).verified(), workload);
    }
  }

  @Test
  void wholeFillsHandleEveryKey() throws Exception {
    CellResult fill = run("varve", "fillrandom", 3, PLAIN);
    assertEquals(KEYS, fill.operations());
    assertEquals(KEYS * 116, fill.userBytes());
    assertEquals(KEYS * 116, fill.liveBytes());
    assertTrue(fill.diskBytes() > fill.liveBytes(), "on disk: " + fill.diskBytes());
    assertEquals(KEYS * 9 / 10, run("varve", "deleteseq", 1, PLAIN).operations());
  }

  @Test
  void anAgedStoreIsWhatTheWorkloadsBeforeLeft() throws Exception {
    keys = 200_000; // a quick machine inserts three quarters of a few in an instant
    for (String workload : List.of("fillrandom", "ycsba", "ycsbb", "ycsbc", "ycsbd")) {
      assertTrue(run("varve", workload, 1, PLAIN).verified(), workload);
    }
    Dataset left = new DatasetNote(home).read();
    assertTrue(left.inserted() > 0 && left.maxGeneration() > 0, left::toString);
    CellResult aged = run("varve", "ycsbe-aged", 1, PLAIN);
    Dataset after = new DatasetNote(home).read();
    assertEquals(left.maxGeneration(), after.maxGeneration(), "it was not filled anew");
    assertTrue(after.inserted() > left.inserted(), after::toString);
    assertEquals("ycsbe-aged", aged.workload());
  }

  @Test
  void aStoreThatIsNotAgedIsAgedFirst() throws Exception {
    assertTrue(run("varve", "fillrandom", 2, PLAIN).verified());
    assertTrue(run("varve", "ycsbe-aged", 2, PLAIN).verified());
    Dataset after = new DatasetNote(home).read();
    assertTrue(after.inserted() > 0 && after.maxGeneration() > 0, after::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"varve", "rocksdb", "lmdb"})
  void aPreparedStoreIsMeasuredAsItIs(String store) throws Exception {
    cell(store, "ycsba", 1, PLAIN, 1 << 20).prepare();
    Dataset prepared = new DatasetNote(home).read();
    assertEquals(Dataset.fresh(KEYS), prepared);
    Path note = home.resolve("dataset.json");
    cell(store, "readrandom", 1, PLAIN, 1 << 20).prepare();
    assertEquals(prepared, new DatasetNote(home).read(), "what is there is enough");
    CellResult result = cell(store, "ycsba", 2, PLAIN, 1 << 20).run();
    assertTrue(result.verified());
    assertTrue(result.deviceReadBytes() >= -1 && Files.exists(note));
  }

  @Test
  void theDefaultWorkloadsEndWithAnAgedStore() {
    List<String> names = Level.ENGINE.workloads(null, 1).stream().map(CellName::toString).toList();
    assertTrue(names.contains("overwrite@2"), names::toString);
    assertEquals(
        List.of("ycsba@2", "ycsbb@2", "ycsbc@2", "ycsbd@2", "ycsbe-aged@2"),
        names.subList(names.size() - 5, names.size()));
  }

  @Test
  void kindsOfOperationsAreShownApart() throws Exception {
    CellResult mixed = run("skiplist", "ycsba", 1, PLAIN);
    assertEquals(
        List.of("read", "update"), mixed.parts().stream().map(CellResult.Part::name).toList());
    assertEquals(
        mixed.operations(), mixed.parts().stream().mapToLong(CellResult.Part::operations).sum());
  }

  @Test
  void anOpenLoopSaysSo() throws Exception {
    CellResult open =
        run("skiplist", "readrandom", 1, new DataParameters(KeyFormat.BINARY, 16, "100", 500, 1));
    assertEquals("open", open.loop());
    assertTrue(open.operations() <= 11, "at 500 a second, 20 ms: " + open.operations());
    assertEquals("closed", run("skiplist", "readrandom", 1, PLAIN).loop());
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_VALUE, readrandom",
    "MISSING_VALUE, readrandom",
    "MISSING_VALUE, ycsbb",
    "LOST_PUT, fillrandom",
    "LOST_PUT, fillseq",
    "OLD_VALUE, overwrite",
    "OLD_VALUE, ycsba",
    "LOST_DELETE, deleteseq",
    "SKIPPING_CURSOR, readseq",
    "SKIPPING_CURSOR, seekrandom"
  })
  void whatIsWrongFailsTheRun(Fault fault, String workload) {
    assertThrows(WrongAnswerException.class, () -> run(TestStores.name(fault), workload, 1, PLAIN));
  }

  @Test
  void aSlowedStoreIsReportedSlower() throws Exception {
    CellResult slow = run(TestStores.name(Fault.SLOW), "readrandom", 1, PLAIN);
    assertTrue(slow.latency().p50Ns() >= FaultyStore.DELAY_NANOS * 0.99);
    assertTrue(slow.opsPerSecond() <= 1e9 / FaultyStore.DELAY_NANOS);
  }
}
