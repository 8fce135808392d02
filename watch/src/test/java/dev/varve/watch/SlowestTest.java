package dev.varve.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SlowestTest {
  private final Slowest slowest = new Slowest();

  @Test
  void theGreatestValueIsTold() {
    assertEquals(0, slowest.get(0));
    for (long value : new long[] {3, 7, 5}) {
      slowest.add(value);
    }
    assertEquals(7, slowest.get(1));
  }

  @Test
  void valuesAreForgottenAfterTheSecondWindow() {
    long begin = Long.MAX_VALUE - 5; // times may overflow
    slowest.add(9);
    assertEquals(9, slowest.get(begin));
    assertEquals(9, slowest.get(begin + Slowest.WINDOW_NANOS - 1));
    assertEquals(9, slowest.get(begin + Slowest.WINDOW_NANOS));
    slowest.add(4);
    assertEquals(9, slowest.get(begin + Slowest.WINDOW_NANOS + 1));
    assertEquals(4, slowest.get(begin + 2 * Slowest.WINDOW_NANOS));
    assertEquals(0, slowest.get(begin + 3 * Slowest.WINDOW_NANOS));
  }
}
