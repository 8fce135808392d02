package dev.varve.dynamodb.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Which lane an item is in. */
class LaneTest {
  @Property
  void anItemIsInOneLane(@ForAll byte[] key, @ForAll @IntRange(min = 1, max = 10) int lanes) {
    int lane = Lane.of(key, lanes);
    assertTrue(lane >= 0 && lane < lanes);
    assertEquals(lane, Lane.of(key.clone(), lanes));
  }

  @Test
  void itemsAreSpreadOverTheLanes() {
    int[] counts = new int[10];
    for (int number = 0; number < 10_000; number++) {
      counts[Lane.of(("item " + number).getBytes(StandardCharsets.US_ASCII), 10)]++;
    }
    assertTrue(Arrays.stream(counts).allMatch(c -> c > 700), Arrays.toString(counts));
  }

  /** Places of lanes are stored: an item must never move. */
  @Test
  void anItemStaysInItsLaneFromReleaseToRelease() {
    assertEquals(0, Lane.of(new byte[0], 1));
    int[] lanes = new int[6];
    for (int number = 0; number < lanes.length; number++) {
      lanes[number] = Lane.of(new byte[] {(byte) number, 1, 2, 3}, 10);
    }
    assertEquals("[4, 7, 0, 5, 4, 9]", Arrays.toString(lanes));
  }
}
