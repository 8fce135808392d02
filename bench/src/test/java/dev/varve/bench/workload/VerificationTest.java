package dev.varve.bench.workload;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.dynamodb.DeleteItem;
import dev.varve.dynamodb.PutItem;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A benchmark that verifies has to notice when something is wrong: here something is, on purpose.
 */
class VerificationTest {
  private static final String TABLE = "Cities";
  private static final int THREADS = 2;

  @TempDir private Path directory;
  private Varve varve;
  private Model model;
  private List<Share> shares;

  @BeforeEach
  void loadSomeItems() throws Exception {
    varve = Varve.open(directory.resolve("db"));
    varve.createTable(
        TableDefinition.named(TABLE)
            .partitionKey(Model.PARTITION_KEY, AttributeType.S)
            .sortKey(Model.SORT_KEY, AttributeType.S)
            .partitions(1)
            .build());
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      items.add(city(i % 3, i));
    }
    model = new Model(items, key -> 0);
    shares = Phase.shares(varve, TABLE, model, THREADS, 1);
    run(phase("load"));
  }

  @AfterEach
  void close() throws Exception {
    varve.close();
  }

  @Test
  void aRightTableIsVerified() throws Exception {
    run(phase("read-uniform"));
    run(phase("query"));
    run(phase("update"));
    run(phase("delete"));
    run(phase("mix"));
    run(Phase.verification());
    assertEquals(model.liveCount(), Verification.scan(varve, TABLE, model));
  }

  @Test
  void aChangedItemIsNoticed() throws Exception {
    varve.putItem(PutItem.of(TABLE, model.original(7).toBuilder().put("population", n(0)).build()));
    assertThrows(WrongAnswerException.class, () -> run(Phase.verification()));
    assertThrows(WrongAnswerException.class, () -> Verification.scan(varve, TABLE, model));
  }

  @Test
  void aLostItemIsNoticed() throws Exception {
    varve.deleteItem(DeleteItem.of(TABLE, model.key(7)));
    assertThrows(WrongAnswerException.class, () -> run(Phase.verification()));
    assertThrows(WrongAnswerException.class, () -> run(phase("query")));
    WrongAnswerException wrong =
        assertThrows(WrongAnswerException.class, () -> Verification.scan(varve, TABLE, model));
    assertTrue(wrong.getMessage().startsWith("the scan left out 1 items"), wrong.getMessage());
  }

  @Test
  void aSupernumeraryItemIsNoticed() throws Exception {
    varve.putItem(PutItem.of(TABLE, city(0, 1_000)));
    assertThrows(WrongAnswerException.class, () -> Verification.scan(varve, TABLE, model));
    assertThrows(WrongAnswerException.class, () -> run(phase("query")));
  }

  private static Item city(int country, int number) {
    return Item.builder()
        .put(Model.PARTITION_KEY, s("country " + country))
        .put(Model.SORT_KEY, s(String.format("city %04d", number)))
        .put("population", n(1_000L * number + 1))
        .build();
  }

  private static Phase phase(String name) {
    return Phase.workload(new Phase.Scale(2_000, 2_000, 500, 1_000)).stream()
        .filter(phase -> phase.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void run(Phase phase) throws Exception {
    new PhaseRunner(1).run(phase, shares, steps -> {});
  }
}
