package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.IndexedTable;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads of indexes that lag by choice, by a clock of the test. */
class IndexLagTest {
  private static final int READS = 200;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final AtomicLong millis = new AtomicLong(1_000_000);
  private final Scheduler scheduler = Env.system(1).scheduler();
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    Clock clock =
        new Clock() {
          @Override
          public long nanoTime() {
            return millis.get() * 1_000_000;
          }

          @Override
          public long epochMillis() {
            return millis.get();
          }
        };
    varve =
        Varve.open(
            new MemoryFileSystem(new MemoryLedger()).env(clock, scheduler),
            Path.of("/db"),
            VarveOptions.defaults()
                .withDurability(Durability.BUFFERED)
                .withEngine(Databases.SMALL)
                .withIndexLag(LONGEST, 7));
    IndexedTable.create(varve);
  }

  @AfterEach
  void close() throws IOException {
    varve.close();
    scheduler.close();
  }

  private void put(int born) throws IOException {
    varve.putItem(
        PutItem.of(
            IndexedTable.NAME,
            Item.builder()
                .put("clan", AttributeValue.s("f"))
                .put("born", AttributeValue.n(born))
                .put("age", AttributeValue.n(1))
                .build()));
  }

  private int entries(boolean consistent) throws IOException {
    return varve
        .query(
            Query.of(IndexedTable.NAME)
                .index("byAge")
                .where("clan = :f")
                .value(":f", AttributeValue.s("f"))
                .consistentRead(consistent)
                .build())
        .count();
  }

  private int stale(int newest) throws IOException {
    int stale = 0;
    for (int i = 0; i < READS; i++) {
      int found = entries(false);
      assertTrue(found <= newest);
      stale += found < newest ? 1 : 0;
    }
    return stale;
  }

  @Test
  void aReadMaySeeThePastUpToTheLongestLag() throws IOException {
    put(1);
    assertTrue(stale(1) > READS / 2);
    millis.addAndGet(500);
    int half = stale(1);
    assertTrue(half > READS / 5 && half < READS * 4 / 5, half + " of " + READS);
    millis.addAndGet(501);
    assertEquals(0, stale(1));
  }

  @Test
  void statesOfThePastFollowEachOther() throws IOException {
    for (int i = 1; i <= 10; i++) {
      put(i);
      millis.addAndGet(100);
    }
    int[] seen = new int[11];
    for (int i = 0; i < READS; i++) {
      seen[entries(false)]++;
    }
    for (int i = 1; i < 10; i++) {
      assertTrue(seen[i] > 0, "never " + i);
    }
  }

  @Test
  void consistentReadsAndTheTableDoNotLag() throws IOException {
    put(1);
    for (int i = 0; i < READS; i++) {
      assertEquals(1, entries(true));
      assertEquals(1, varve.scan(Scan.of(IndexedTable.NAME).build()).count());
    }
  }

  @Test
  void aLagIsAtLeastAMillisecond() {
    assertThrows(
        IllegalArgumentException.class,
        () -> VarveOptions.defaults().withIndexLag(Duration.ZERO, 1));
  }
}
