package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.model.Deliveries;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.trigger.RetryPolicy;
import dev.varve.dynamodb.trigger.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Many writers, partitions that split and merge and shards that close meanwhile, and targets of all
 * sorts.
 */
class TriggerStressTest extends StreamFixture {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int WRITERS = 4;
  private static final int WRITES = 500;

  private static Trigger.Builder trigger(String name) {
    return Trigger.named(name)
        .table(TABLE)
        .function()
        .retry(RetryPolicy.defaults().withDelays(Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  @Test
  void nothingIsLostAndEachItemIsInOrder() throws Exception {
    create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
    Deliveries plain = new Deliveries();
    Deliveries parallel = new Deliveries();
    Deliveries flaky = new Deliveries();
    AtomicBoolean down = new AtomicBoolean(true);
    Deliveries late = new Deliveries();
    varve.triggers().put(trigger("plain").build(), plain);
    varve.triggers().put(trigger("parallel").parallelism(5).batchSize(7).build(), parallel);
    varve
        .triggers()
        .put(
            trigger("flaky").parallelism(2).batchSize(10).build(),
            batch -> {
              // It takes some of what it refuses.
              if (ThreadLocalRandom.current().nextInt(3) == 0) {
                flaky.accept(batch);
                throw new IOException("flaky");
              }
              flaky.accept(batch);
            });
    varve
        .triggers()
        .put(
            trigger("late").build(),
            batch -> {
              if (down.get()) {
                throw new IOException("down");
              }
              late.accept(batch);
            });
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        writers.add(threads.submit(() -> write(number)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    int total = WRITERS * WRITES;
    for (String name : List.of("plain", "parallel", "flaky")) {
      assertTrue(
          varve.triggers().awaitDelivered(name, SOON),
          () -> varve.triggers().status(name).toString());
    }
    assertEquals(total, plain.count());
    assertTrue(plain.isInOrder());
    assertEquals(total, parallel.count());
    assertTrue(parallel.isInOrder());
    assertEquals(total, flaky.distinct());
    assertTrue(flaky.isInOrderAtFirst());
    assertEquals(0, late.count());
    down.set(false);
    assertTrue(varve.triggers().awaitDelivered("late", SOON));
    assertEquals(total, late.count());
    assertTrue(late.isInOrder());
  }

  private Void write(int writer) throws IOException {
    for (int number = 0; number < WRITES; number++) {
      String id = "item " + ThreadLocalRandom.current().nextInt(30);
      varve.putItem(PutItem.of(TABLE, item(id, writer + "." + number)));
      if (writer == 0 && number % 50 == 49) {
        clock.advance(Duration.ofHours(1)); // two shards and more, one after the other
      }
      if (writer == 1 && number % 40 == 39) {
        Splits.change(varve, TABLE, ThreadLocalRandom.current());
      }
    }
    return null;
  }
}
