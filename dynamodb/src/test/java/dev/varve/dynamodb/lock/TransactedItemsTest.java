package dev.varve.dynamodb.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Claims of transactions: all items or none, and no item twice. */
class TransactedItemsTest {
  private final TransactedItems items = new TransactedItems();

  private static ItemId item(int table, int key) {
    return new ItemId(table, new byte[] {(byte) key});
  }

  private boolean isClaimed(int table, int key) {
    return items.isClaimed(table, new byte[] {(byte) key});
  }

  private static BitSet bits(int... indexes) {
    BitSet bits = new BitSet();
    for (int index : indexes) {
      bits.set(index);
    }
    return bits;
  }

  @Test
  void aClaimHoldsItsItemsUntilItIsClosed() {
    assertFalse(isClaimed(1, 1));
    try (TransactedItems.Claim claim = items.claim(List.of(item(1, 1), item(2, 1)))) {
      assertEquals(bits(), claim.conflicts());
      assertTrue(isClaimed(1, 1));
      assertTrue(isClaimed(2, 1));
      assertFalse(isClaimed(1, 2));
      assertEquals(bits(1), items.claimed(List.of(item(3, 1), item(2, 1))));
    }
    assertFalse(isClaimed(1, 1));
    assertEquals(bits(), items.claimed(List.of(item(1, 1), item(2, 1))));
  }

  @Test
  void aClaimThatMeetsAnotherSaysWhereAndHoldsNothing() {
    try (TransactedItems.Claim _ = items.claim(List.of(item(1, 3), item(1, 5)))) {
      List<ItemId> wanted = List.of(item(1, 5), item(1, 1), item(1, 3), item(1, 9));
      try (TransactedItems.Claim second = items.claim(wanted)) {
        assertEquals(bits(0, 2), second.conflicts());
        assertFalse(isClaimed(1, 1));
        assertFalse(isClaimed(1, 9));
      }
      assertTrue(isClaimed(1, 3));
      assertTrue(isClaimed(1, 5));
    }
    assertFalse(isClaimed(1, 5));
  }

  @Test
  void itemsAreEqualByTheirContentAndOrdered() {
    assertEquals(item(1, 200), item(1, 200));
    assertEquals(item(1, 200).hashCode(), item(1, 200).hashCode());
    assertFalse(item(1, 1).equals(item(2, 1)));
    assertTrue(item(1, 200).compareTo(item(1, 100)) > 0, "bytes are unsigned");
    assertTrue(item(1, 200).compareTo(item(2, 100)) < 0);
  }

  @Test
  void manyThreadsNeverHoldOneItemTogether() throws Exception {
    AtomicIntegerArray holders = new AtomicIntegerArray(8);
    List<Future<Integer>> threads = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        Random random = new Random(thread);
        threads.add(executor.submit(() -> claimSome(random, holders)));
      }
      int claims = 0;
      for (Future<Integer> thread : threads) {
        claims += thread.get();
      }
      assertTrue(claims > 0);
    }
    for (int key = 0; key < 8; key++) {
      assertFalse(isClaimed(1, key));
    }
  }

  /** How many claims met no other. */
  private int claimSome(Random random, AtomicIntegerArray holders) {
    int claims = 0;
    for (int i = 0; i < 20_000; i++) {
      int first = random.nextInt(8);
      int second = (first + 1 + random.nextInt(7)) % 8;
      try (TransactedItems.Claim claim = items.claim(List.of(item(1, first), item(1, second)))) {
        if (claim.conflicts().isEmpty()) {
          claims++;
          assertEquals(1, holders.incrementAndGet(first));
          assertEquals(1, holders.incrementAndGet(second));
          holders.decrementAndGet(first);
          holders.decrementAndGet(second);
        }
      }
    }
    return claims;
  }
}
