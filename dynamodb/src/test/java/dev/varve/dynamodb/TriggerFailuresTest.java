package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.model.Deliveries;
import dev.varve.dynamodb.trigger.RetryPolicy;
import dev.varve.dynamodb.trigger.Trigger;
import dev.varve.dynamodb.trigger.TriggerStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Triggers where the power fails, where the process is killed, and where files fail. */
class TriggerFailuresTest extends StreamFixture {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final RetryPolicy QUICK =
      RetryPolicy.defaults().withDelays(Duration.ofMillis(1), Duration.ofMillis(5));

  private static Trigger.Builder trigger() {
    return Trigger.named("t").table(TABLE).function().retry(QUICK).batchSize(4);
  }

  private void awaitAll() throws InterruptedException {
    assertTrue(
        varve.triggers().awaitDelivered("t", SOON), () -> varve.triggers().status("t").toString());
  }

  @Test
  void everyAcknowledgedChangeIsDeliveredWhateverBecomesOfThePower() throws Exception {
    create(TABLE, StreamViewType.NEW_IMAGE);
    Random random = new Random(7);
    Deliveries seen = new Deliveries();
    varve.triggers().put(trigger().parallelism(2).build(), seen);
    int put = 0;
    for (int loss = 0; loss < 40; loss++) {
      int count = random.nextInt(30);
      for (int number = 0; number < count; number++) {
        set("item " + random.nextInt(6), "text " + put++);
      }
      if (random.nextBoolean()) {
        awaitAll();
      }
      if (random.nextInt(5) == 0) {
        clock.advance(Duration.ofHours(4)); // so that shards close
      }
      varve = random.nextInt(3) == 0 ? databases.kill() : databases.losePower(loss);
      varve.triggers().attach("t", seen);
    }
    awaitAll();
    assertEquals(put, seen.distinct());
    assertTrue(seen.isInOrderAtFirst());
  }

  @Test
  void deadLettersOutliveAPowerLoss() throws Exception {
    create(TABLE, StreamViewType.NEW_IMAGE);
    for (int loss = 0; loss < 10; loss++) {
      varve
          .triggers()
          .put(
              trigger().retry(QUICK.withRetries(0)).build(),
              batch -> {
                throw new IOException("no");
              });
      put("item " + loss, "1");
      awaitAll();
      varve = databases.losePower(loss);
      Set<String> ids = new HashSet<>();
      varve.triggers().deadLetters("t", 100).forEach(l -> ids.add(Deliveries.id(l.record())));
      assertEquals(loss + 1, ids.size());
    }
  }

  /** A change of triggers. */
  private interface Change {
    void run() throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> aChangeThatIsBrokenOffIsDoneOrNot() {
    Trigger made = trigger().build();
    Trigger changed = trigger().batchSize(5).build();
    return Stream.of(
        test("make", List.of(), List.of(made), () -> varve.triggers().put(made)),
        test("change", List.of(made), List.of(changed), () -> varve.triggers().put(changed)),
        test(
            "disable",
            List.of(made),
            List.of(trigger().enabled(false).build()),
            () -> varve.triggers().disable("t")),
        test("delete", List.of(made), List.of(), () -> varve.triggers().delete("t")));
  }

  private DynamicTest test(String name, List<Trigger> before, List<Trigger> after, Change change) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          int broken = 0;
          while (!isDoneWithin(broken, before, after, change)) {
            broken++;
          }
          assertTrue(broken > 0, "a change touches files");
        });
  }

  private List<Trigger> present() {
    return varve.triggers().list().stream().map(TriggerStatus::trigger).toList();
  }

  /** Whether the change is done with so many operations. */
  private boolean isDoneWithin(
      int operations, List<Trigger> before, List<Trigger> after, Change change) throws Exception {
    close();
    open();
    create(TABLE, StreamViewType.NEW_IMAGE);
    for (Trigger each : before) {
      varve.triggers().put(each);
    }
    AtomicInteger count = new AtomicInteger();
    databases.onOperation(operation -> {
      if (count.getAndIncrement() >= operations) {
        throw new IOException("broken off before " + operation);
      }
    });
    boolean isDone = true;
    try {
      change.run();
    } catch (IOException expected) {
      isDone = false;
    }
    databases.onOperation(operation -> {});
    varve = databases.killAfterFailure();
    List<Trigger> left = present();
    assertTrue(left.equals(after) || (!isDone && left.equals(before)), left.toString());
    // Whatever is left can be gone on with.
    Deliveries seen = new Deliveries();
    varve.triggers().put(trigger().build(), seen);
    put("a", "1");
    awaitAll();
    assertEquals(List.of("a"), seen.ids());
    return isDone;
  }
}
