package dev.varve.bench.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.kv.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ItemGenerationsTest {
  private final ItemGenerations generations =
      new ItemGenerations(Dataset.fresh(4).withGenerations(3, 10));

  @Test
  void anItemThatWasNotWrittenIsAsBefore() {
    assertBounds(0, 3, 10);
    assertEquals(10, generations.max());
  }

  @Test
  void writesOneAfterTheOtherLeaveTheLast() {
    for (int i = 11; i <= 15; i++) {
      assertEquals(i, generations.begin(2));
      generations.end(2);
      assertBounds(2, i, i);
    }
    assertBounds(1, 3, 10);
    assertEquals(15, generations.max());
  }

  @Test
  void aWriteThatTookLongMayBeTheLast() {
    generations.begin(1);
    generations.end(1);
    assertEquals(12, generations.begin(1)); // held up
    for (int i = 13; i <= 20; i++) {
      assertEquals(i, generations.begin(1));
      generations.end(1);
    }
    assertBounds(1, 12, 20);
    generations.end(1);
    assertBounds(1, 12, 20);
    assertEquals(21, generations.begin(1));
    generations.end(1);
    assertBounds(1, 21, 21);
  }

  @Test
  void whatSeveralThreadsLeaveIsWithinTheBounds() throws Exception {
    AtomicIntegerArray store = new AtomicIntegerArray(4);
    List<Future<?>> ends = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        ends.add(
            threads.submit(() -> {
              for (int i = 0; i < 100_000; i++) {
                int number = ThreadLocalRandom.current().nextInt(4);
                int generation = generations.begin(number);
                if (i % 1000 == 0) {
                  LockSupport.parkNanos(1_000); // held up
                }
                store.set(number, generation);
                generations.end(number);
              }
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
    for (int number = 0; number < 4; number++) {
      int left = store.get(number);
      assertTrue(
          left >= generations.min(number) && left <= generations.max(number),
          left + " of " + generations.min(number) + " to " + generations.max(number));
    }
  }

  private void assertBounds(long number, int min, int max) {
    assertEquals(min, generations.min(number));
    assertEquals(max, generations.max(number));
  }
}
