package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class ThreadSlotsTest {
  @Property
  void slotsAreWithinTheTable(
      @ForAll long threadId, @ForAll @IntRange(min = 1, max = 30) int bits) {
    int slot = ThreadSlots.of(threadId, bits);
    assertTrue(slot >= 0 && slot < 1 << bits, () -> "slot " + slot);
  }

  @Property
  void consecutiveThreadsShareFewSlots(
      @ForAll @LongRange(min = 1, max = 1L << 40) long firstId,
      @ForAll @IntRange(min = 1, max = 10) int bits) {
    int[] threads = new int[1 << bits];
    for (int at = 0; at < threads.length; at++) {
      threads[ThreadSlots.of(firstId + at, bits)]++;
    }
    // The golden ratio's multiples lie no closer than 0.38 of an even spacing.
    assertTrue(Arrays.stream(threads).max().getAsInt() <= 3, () -> Arrays.toString(threads));
  }

  @Test
  void aThreadKeepsItsSlot() {
    assertEquals(ThreadSlots.of(Thread.currentThread().threadId(), 8), ThreadSlots.current(8));
    assertEquals(ThreadSlots.current(8), ThreadSlots.current(8));
  }
}
