package dev.varve.dynamodb.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.WouldWait;
import dev.varve.testing.Impatient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyLocksTest {
  private static final int THREADS = 4;

  private static byte[] key(int number) {
    return ("key " + number).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aKeyHasItsLockByTableAndContentAlone() {
    assertEquals(KeyLocks.stripe(7, key(1)), KeyLocks.stripe(7, key(1)));
    assertNotEquals(KeyLocks.stripe(7, key(1)), KeyLocks.stripe(8, key(1)));
    long used = IntStream.range(0, 10_000).map(n -> KeyLocks.stripe(7, key(n))).distinct().count();
    assertTrue(used > 1_000, "keys spread over " + used);
  }

  /** Each adds to counters that only their locks guard; in a circle of waits none would end. */
  @Test
  void threadsThatNeedSeveralLocksNeitherMissOneNorWaitInACircle() throws Exception {
    KeyLocks locks = new KeyLocks();
    int[] counters = new int[8];
    int[] stripes = IntStream.range(0, counters.length).map(n -> 1_023 - 100 * n).toArray();
    int rounds = 20_000;
    long added = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
      List<Future<Integer>> adders = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        SplittableRandom random = new SplittableRandom(thread);
        adders.add(threads.submit(() -> add(locks, random, stripes, counters, rounds)));
      }
      Future<?> stops =
          threads.submit(() -> {
            for (int round = 0; round < 50; round++) {
              locks.lockAll();
              int[] before = counters.clone();
              Thread.onSpinWait();
              int same = Arrays.mismatch(before, counters);
              locks.unlockAll();
              assertEquals(-1, same, "nobody adds while all are locked");
            }
          });
      for (Future<Integer> adder : adders) {
        added += adder.get();
      }
      stops.get();
    }
    assertEquals(added, IntStream.of(counters).sum());
  }

  @Test
  void aThreadThatMustNotWaitGetsAllOrNone() throws Exception {
    KeyLocks locks = new KeyLocks();
    try (KeyLocks.Held _ = locks.hold(5)) {
      assertThrows(WouldWait.class, () -> Impatient.call(() -> locks.hold(9, 5, 3, 5, 3)));
    }
    Impatient.call(() -> {
      locks.hold(9, 5, 3, 5, 3).close();
      return null;
    });
    locks.lockAll(); // nobody holds any
    locks.unlockAll();
  }

  private static int add(
      KeyLocks locks, SplittableRandom random, int[] stripes, int[] counters, int rounds) {
    int added = 0;
    for (int round = 0; round < rounds; round++) {
      int[] chosen = random.ints(1 + random.nextInt(4), 0, counters.length).toArray();
      KeyLocks.Held held = locks.hold(IntStream.of(chosen).map(n -> stripes[n]).toArray());
      for (int counter : chosen) {
        counters[counter]++;
        added++;
      }
      held.close();
    }
    return added;
  }
}
