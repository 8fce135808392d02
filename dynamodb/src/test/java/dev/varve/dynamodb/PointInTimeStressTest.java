package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.PointInTimeRecoverySpecification;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.RestoreTableToPointInTime;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.api.UpdateContinuousBackups;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Tables are restored to times between the writes of some threads: no transaction is there by half,
 * and no write without those that were done before it began.
 */
class PointInTimeStressTest {
  private static final String TABLE = "tab";
  private static final int ACCOUNTS = 12;
  private static final int AMOUNT = 1000;
  private static final int RESTORATIONS = 12;

  private final AtomicBoolean ended = new AtomicBoolean();
  private Varve varve;

  @Test
  void everyTimeIsAStateThatCouldHaveBeenRead() throws Exception {
    try (Databases databases = Databases.buffered();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      varve = databases.varve();
      varve.createTable(
          TableDefinition.named(TABLE)
              .partitionKey("id", AttributeType.S)
              .globalIndex("byAmount", "amount", AttributeType.N)
              .partitions(3)
              .build());
      for (int i = 0; i < ACCOUNTS; i++) {
        varve.putItem(
            PutItem.of(TABLE, key("account" + i).toBuilder().put("amount", n(AMOUNT)).build()));
      }
      varve.updateContinuousBackups(
          new UpdateContinuousBackups(TABLE, new PointInTimeRecoverySpecification(true, null)));
      long begun = System.currentTimeMillis() + 1;
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        long seed = i;
        writers.add(threads.submit(() -> transfer(new SplittableRandom(seed))));
      }
      writers.add(threads.submit(this::leadAndFollow));
      try {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < RESTORATIONS; i++) {
          Thread.sleep(30);
          check("restored" + i, random.nextLong(begun, System.currentTimeMillis()));
        }
      } finally {
        ended.set(true);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
  }

  private static Item key(String id) {
    return Item.of("id", AttributeValue.s(id));
  }

  private static AttributeValue n(long number) {
    return AttributeValue.n(number);
  }

  /** Moves amounts between accounts; what they have together stays. */
  private Void transfer(SplittableRandom random) throws IOException {
    while (!ended.get()) {
      int from = random.nextInt(ACCOUNTS);
      int to = (from + random.nextInt(1, ACCOUNTS)) % ACCOUNTS;
      int amount = random.nextInt(1, 10);
      try {
        varve.transactWriteItems(
            TransactWriteItems.builder()
                .transactItems(change(from, -amount), change(to, amount))
                .build());
      } catch (TransactionCanceledException conflict) {
        Thread.onSpinWait(); // another one has the same account
      }
    }
    return null;
  }

  private static TransactWriteItem change(int account, int by) {
    return TransactWriteItem.of(
        Update.in(TABLE)
            .key(key("account" + account))
            .update("ADD amount :by")
            .value(":by", n(by))
            .build());
  }

  /** Counts one item up, and another one once that is done. */
  private Void leadAndFollow() throws IOException {
    for (int count = 1; !ended.get(); count++) {
      for (String id : List.of("lead", "follow")) {
        varve.updateItem(
            UpdateItem.in(TABLE)
                .key(key(id))
                .update("SET #c = :c")
                .name("#c", "count")
                .value(":c", n(count))
                .build());
      }
    }
    return null;
  }

  private void check(String name, long time) throws IOException {
    varve.restoreTableToPointInTime(
        RestoreTableToPointInTime.builder()
            .sourceTableName(TABLE)
            .targetTableName(name)
            .restoreDateTime(Instant.ofEpochMilli(time))
            .build());
    Map<String, Long> numbers = new HashMap<>();
    long sum = 0;
    for (Item item : varve.items(Scan.of(name).build())) {
      AttributeValue amount = item.get("amount");
      if (amount != null) {
        sum += ((AttributeValue.N) amount).value().longValueExact();
      } else {
        numbers.put(
            ((AttributeValue.S) item.get("id")).value(),
            ((AttributeValue.N) item.get("count")).value().longValueExact());
      }
    }
    assertEquals((long) ACCOUNTS * AMOUNT, sum);
    long ahead = numbers.getOrDefault("lead", 0L) - numbers.getOrDefault("follow", 0L);
    assertTrue(ahead == 0 || ahead == 1, numbers.toString());
    long indexed =
        varve.items(Scan.of(name).indexName("byAmount").build()).stream()
            .mapToLong(item -> ((AttributeValue.N) item.get("amount")).value().longValueExact())
            .sum();
    assertEquals(sum, indexed);
    varve.deleteTable(name);
  }
}
