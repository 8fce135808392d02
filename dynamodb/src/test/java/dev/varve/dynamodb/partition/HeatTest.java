package dev.varve.dynamodb.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeatTest {
  @Test
  void aSampleIsInTheOrderOfHashes() {
    Heat heat = new Heat();
    assertArrayEquals(new long[0], heat.sample());
    for (long hash : new long[] {-1, 5, Long.MIN_VALUE, 0, 5}) {
      heat.take(hash);
    }
    assertArrayEquals(new long[] {0, 5, 5, Long.MIN_VALUE, -1}, heat.sample());
  }

  @Test
  void whatIsNewTakesThePlaceOfWhatIsOld() {
    Heat heat = new Heat();
    for (int i = 0; i < 10_000; i++) {
      heat.take(i < 9_000 ? 1 : 2);
    }
    long[] sample = heat.sample();
    assertEquals(512, sample.length);
    assertEquals(2, sample[0]);
  }

  @Test
  void someOfManyAreTaken() {
    Heat heat = new Heat();
    for (int i = 0; i < 4_000; i++) {
      heat.touch(7);
    }
    assertTrue(heat.sample().length > 100, heat.sample().length + " of 4,000");
  }
}
