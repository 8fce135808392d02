package dev.varve.bench.cities;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.items.VarveTable;
import dev.varve.bench.measure.Measured;
import dev.varve.bench.measure.Measurement;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A benchmark that verifies has to notice when something is wrong: here something is, on purpose.
 */
class CityVerificationTest {
  private static final int THREADS = 2;
  private static final int COUNT = 50;
  private static final CityPhase.Scale SCALE = new CityPhase.Scale(2_000, 2_000, 500, 1_000);

  @TempDir private Path directory;
  private VarveTable table;
  private Varve varve;
  private CityModel model;

  @BeforeEach
  void loadSomeItems() throws Exception {
    CitySettings settings =
        new CitySettings(
            directory.resolve("db"),
            true,
            directory,
            Durability.BUFFERED,
            1,
            1 << 20,
            THREADS,
            1,
            COUNT,
            SCALE,
            0);
    table = CityTable.open(settings.directory(), settings);
    varve = table.varve();
    CityBytes.Builder cities = new CityBytes.Builder(COUNT);
    for (int i = 0; i < COUNT; i++) {
      cities.add(city(i % 3, i));
    }
    model = new CityModel(cities.build(), key -> 0);
    run(phase("load"));
  }

  @AfterEach
  void close() throws Exception {
    table.close();
  }

  @Test
  void aRightTableIsVerified() throws Exception {
    for (String name :
        List.of("read-uniform", "read-zipfian", "query", "update", "delete", "mix")) {
      assertTrue(run(phase(name)).operations() > 0, name);
    }
    assertEquals(COUNT, run(CityPhase.verification()).operations());
    assertEquals(model.storedCount(), CityScan.verify(varve, CityTable.NAME, model));
  }

  @Test
  void aChangedItemIsNoticed() throws Exception {
    put(model.cities().item(7).toBuilder().put("population", n(0)).build());
    assertThrows(WrongAnswerException.class, () -> run(CityPhase.verification()));
    assertThrows(WrongAnswerException.class, () -> run(phase("read-uniform")));
    assertThrows(WrongAnswerException.class, () -> run(phase("query")));
    assertThrows(WrongAnswerException.class, () -> run(phase("mix")));
    assertThrows(WrongAnswerException.class, () -> CityScan.verify(varve, CityTable.NAME, model));
  }

  @Test
  void anItemWithAForeignAttributeIsNoticedInAMixToo() throws Exception {
    put(model.cities().item(7).toBuilder().put("name", s("elsewhere")).build());
    assertThrows(WrongAnswerException.class, () -> run(phase("mix")));
  }

  @Test
  void aLostItemIsNoticed() throws Exception {
    varve.deleteItem(DeleteItem.of(CityTable.NAME, model.cities().keyOf(7)));
    assertThrows(WrongAnswerException.class, () -> run(CityPhase.verification()));
    assertThrows(WrongAnswerException.class, () -> run(phase("query")));
    WrongAnswerException wrong =
        assertThrows(
            WrongAnswerException.class, () -> CityScan.verify(varve, CityTable.NAME, model));
    assertTrue(wrong.getMessage().startsWith("the scan left out 1 items"), wrong.getMessage());
  }

  @Test
  void aSupernumeraryItemIsNoticed() throws Exception {
    put(city(0, 1_000));
    assertThrows(WrongAnswerException.class, () -> CityScan.verify(varve, CityTable.NAME, model));
    assertThrows(WrongAnswerException.class, () -> run(phase("query")));
  }

  private void put(Item item) throws Exception {
    varve.putItem(PutItem.of(CityTable.NAME, item));
  }

  private static Item city(int country, int number) {
    return Item.builder()
        .put("Country", s("country " + country))
        .put("City", s(String.format("city %04d", number)))
        .put("name", s("city " + number))
        .put("population", n(1_000L * number + 1))
        .build();
  }

  private static CityPhase phase(String name) {
    return CityPhase.workload(SCALE).stream()
        .filter(phase -> phase.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Measured run(CityPhase phase) throws Exception {
    CityTask.Setting setting = new CityTask.Setting(varve, CityTable.NAME, model, THREADS, 1);
    return Measurement.run(
        new Measurement.Plan(
            THREADS,
            thread -> phase.opener().open(setting, thread, phase.operations().of(setting, thread)),
            List.of("all"),
            1,
            Long.MAX_VALUE,
            List.of(0.0)),
        table::activity,
        _ -> {});
  }
}
