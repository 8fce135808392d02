package dev.varve.sstable.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GrowingFilterTest {
  private static final int LINES = 64;

  private final MemoryLedger ledger = new MemoryLedger();

  @Test
  void anEmptyFilterTurnsEverythingAway() {
    try (GrowingFilter filter = new GrowingFilter(ledger, "test", LINES)) {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < 1_000; i++) {
        assertFalse(filter.mayContain(random.nextLong()));
      }
    }
    assertEquals(Map.of(), ledger.bytesByOwner());
  }

  @Test
  void whatWasAddedIsFoundHoweverMuchItIs() {
    try (GrowingFilter filter = new GrowingFilter(ledger, "test", LINES)) {
      SplittableRandom added = new SplittableRandom(2);
      SplittableRandom probed = new SplittableRandom(2);
      for (int i = 0; i < 1_000 * LINES; i++) {
        filter.add(added.nextLong());
        assertTrue(filter.mayContain(probed.nextLong()));
      }
    }
  }

  @Test
  void fewAbsentKeysGetThroughAtFiftyKeysALine() {
    try (GrowingFilter filter = new GrowingFilter(ledger, "test", LINES)) {
      SplittableRandom random = new SplittableRandom(3);
      for (int i = 0; i < 50 * LINES; i++) {
        filter.add(random.nextLong());
      }
      int through = 0;
      for (int i = 0; i < 100_000; i++) {
        through += filter.mayContain(random.nextLong()) ? 1 : 0;
      }
      assertTrue(through > 100 && through < 2_500, through + " of 100,000");
    }
  }
}
