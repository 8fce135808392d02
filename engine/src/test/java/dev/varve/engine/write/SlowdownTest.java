package dev.varve.engine.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.testing.ManualClock;
import org.junit.jupiter.api.Test;

/** What writers owe grows with what is left to do, without steps and up to hardly any writing. */
class SlowdownTest {
  private static final WriteLimits LIMITS =
      new WriteLimits(1 << 20, 64 << 20, 20 << 20, 512 << 20, 24, 40);
  private static final int PARTS = 64;

  private final Slowdown slowdown = new Slowdown(LIMITS, new ManualClock());

  @Test
  void nothingIsOwedBeforeTheMarks() {
    assertEquals(0, rate(LIMITS.level0SlowdownFiles() - 1, 0, PARTS));
    assertEquals(0, rate(0, Slowdown.MAX_SEALED - 2, PARTS));
    assertEquals(0, rate(LIMITS.level0SlowdownFiles(), 0, 0));
    assertEquals(0, rate(0, Slowdown.MAX_SEALED - 1, 0));
  }

  @Test
  void theRateGrowsWithLevel0() {
    double before = 0;
    for (int tables = LIMITS.level0SlowdownFiles(); tables < LIMITS.level0StopFiles(); tables++) {
      assertFalse(slowdown.isFull(tables, 0));
      for (int part = 0; part < PARTS; part++) {
        before = assertGrows(before, rate(tables, 0, part));
      }
      // A full memtable becomes a table: no step.
      assertEquals(rate(tables, 0, PARTS), rate(tables + 1, 0, 0), 1e-9);
    }
    assertTrue(before > 3_000, "some hundred KB a second at the end: " + before);
    assertTrue(slowdown.isFull(LIMITS.level0StopFiles(), 0));
  }

  @Test
  void theRateGrowsWithTheLastMemtable() {
    double before = 0;
    for (int part = 0; part <= PARTS; part++) {
      before = assertGrows(before, rate(0, Slowdown.MAX_SEALED - 1, part));
      assertEquals(
          Math.max(before, rate(30, 0, part)), rate(30, Slowdown.MAX_SEALED - 1, part), 1e-9);
    }
    assertTrue(before > 3_000, "some hundred KB a second at the end: " + before);
    assertTrue(slowdown.isFull(0, Slowdown.MAX_SEALED));
  }

  @Test
  void aLargeWriteOwesMoreThanASmallOneUpToABound() {
    double rate = rate(30, 0, 0);
    assertTrue(slowdown.nanos(rate, 1_000, 1) > 4 * slowdown.nanos(rate, 100, 1));
    assertEquals(slowdown.nanos(rate, 100, 10), slowdown.nanos(rate, 100 + 9 * 64, 1));
    assertEquals(100_000_000, slowdown.nanos(rate(39, 0, PARTS), 16 << 20, 1));
  }

  @Test
  void aPendingInterruptIsKept() {
    Thread.currentThread().interrupt();
    slowdown.hold(2_000_000);
    assertTrue(Thread.interrupted());
  }

  private static double assertGrows(double before, double now) {
    assertTrue(now >= before, now + " after " + before);
    return now;
  }

  private double rate(int level0, int sealed, int part) {
    return slowdown.nanosPerByte(level0, sealed, (long) LIMITS.memtableBytes() * part / PARTS);
  }
}
