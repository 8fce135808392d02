package dev.varve.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.http.HttpStoreKind;
import dev.varve.bench.http.HttpStores;
import dev.varve.bench.http.HttpWorkload;
import dev.varve.bench.kv.DataParameters;
import dev.varve.bench.kv.KeyFormat;
import dev.varve.bench.measure.PhaseListener;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.RunInfo;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each server in a process of its own, for an instant. */
@Timeout(300)
class HttpCellRunTest {
  private static final long KEYS = 150; // of two partition keys, the second with half as many
  private static final DataParameters ASKED = new DataParameters(KeyFormat.BINARY, 16, "100", 0, 1);

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(strings = {"varve", "varve-buffered", "dynamodb-local", "dynamodb-local-memory"})
  void everyWorkloadRunsAndIsVerified(String store) throws Exception {
    HttpStoreKind kind = HttpStores.named(store);
    for (String workload : HttpWorkload.names()) {
      CellResult result = new HttpCellRun(spec(store, workload), kind, PhaseListener.NONE).run();
      assertTrue(result.verified());
      assertTrue(result.operations() > 0, workload);
      assertEquals("http", result.level());
      assertEquals(workload, result.workload());
      boolean writes = HttpWorkload.named(workload).writes();
      assertEquals(writes ? kind.durability() : "buffered", result.durability());
      assertEquals(writes ? result.operations() * 1024 : 0, result.userBytes());
      assertEquals(KEYS * 1024, result.liveBytes());
      assertEquals(kind.persistent(), result.diskBytes() > 0);
      assertFalse(result.storeOptions().isEmpty());
    }
    assertEquals(kind.persistent(), new DatasetNote(home).read() != null);
  }

  private CellSpec spec(String store, String workload) {
    return new CellSpec(
        CellSpec.Purpose.MEASURE,
        "http",
        store,
        workload,
        4,
        1,
        KEYS,
        Level.HTTP.data(ASKED),
        0.1,
        0.1,
        false,
        0,
        1 << 20,
        home.toString(),
        new RunInfo("now", "test", Map.of(), Map.of(), Map.of()));
  }

  @Test
  void thereIsNoOpenLoop() {
    assertThrows(IllegalArgumentException.class, () -> Level.HTTP.data(ASKED.withRate(100)));
  }

  @Test
  void allStoresAndWorkloadsAreFound() {
    assertEquals(4, Level.HTTP.contenders(null).size());
    assertEquals(9, Level.HTTP.workloads(null, 1).size());
    assertThrows(IllegalArgumentException.class, () -> HttpStores.named("none"));
    assertThrows(IllegalArgumentException.class, () -> HttpWorkload.named("none"));
  }
}
