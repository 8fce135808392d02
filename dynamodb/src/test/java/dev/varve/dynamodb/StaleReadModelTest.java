package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.fault.FaultPlan;
import dev.varve.dynamodb.fault.FaultRule;
import dev.varve.dynamodb.fault.Faults;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Stale reads against a model that keeps all states that there were, by time. */
final class StaleReadModelTest {
  private static final int KEYS = 4;
  private static final int STEPS = 60;
  private static final Duration LAG = Duration.ofMillis(50);
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  @Property(tries = 30)
  void aStaleReadShowsTheStateOfItsLagAgo(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    TestClock clock = TestClock.at(START);
    Faults faults = new Faults();
    VarveOptions options =
        VarveOptions.defaults().withPartitionsPerTable(2).withClock(clock).withFaults(faults);
    TreeMap<Instant, Map<Integer, Integer>> states = new TreeMap<>();
    states.put(Instant.EPOCH, Map.of());
    try (Varve varve = Varve.openInMemory(options)) {
      varve.createTable(TableDefinition.named("Cells").partitionKey("Id", AttributeType.N).build());
      faults.use(FaultPlan.of(seed, FaultRule.staleReads(LAG)));
      for (int step = 0; step < STEPS; step++) {
        int id = random.nextInt(KEYS);
        switch (random.nextInt(5)) {
          case 0, 1 -> {
            varve.putItem(PutItem.of("Cells", Item.of("Id", n(id), "Step", n(step))));
            Map<Integer, Integer> after = new TreeMap<>(states.lastEntry().getValue());
            after.put(id, step);
            states.put(clock.instant(), after);
          }
          case 2 -> {
            varve.deleteItem(DeleteItem.of("Cells", Item.of("Id", n(id))));
            Map<Integer, Integer> after = new TreeMap<>(states.lastEntry().getValue());
            after.remove(id);
            states.put(clock.instant(), after);
          }
          default -> clock.advance(Duration.ofMillis(random.nextInt(40)));
        }
        Map<Integer, Integer> past = states.floorEntry(clock.instant().minus(LAG)).getValue();
        Map<Integer, Integer> seen = new TreeMap<>();
        for (Item item : varve.items(Scan.of("Cells").build())) {
          seen.put(number(item, "Id"), number(item, "Step"));
        }
        assertEquals(past, seen);
        Item one = varve.getItem(GetItem.of("Cells", Item.of("Id", n(id)))).item().orElse(null);
        assertEquals(past.get(id), one == null ? null : number(one, "Step"));
        Item newest =
            varve
                .getItem(
                    GetItem.from("Cells").key(Item.of("Id", n(id))).consistentRead(true).build())
                .item()
                .orElse(null);
        assertEquals(
            states.lastEntry().getValue().get(id), newest == null ? null : number(newest, "Step"));
      }
    }
  }

  private static Integer number(Item item, String attribute) {
    return Integer.valueOf(((AttributeValue.N) item.get(attribute)).text());
  }
}
