package dev.varve.dynamodb.sketch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The bounds of sketches, against a map that counts exactly. */
class SpaceSavingTest {
  /** A stream of keys: some are common, and any may be long. */
  private static final class Stream {
    private final Random random;
    private final int distinct;
    private final double skew;
    private final Map<String, Long> exact = new HashMap<>();
    private long total;

    Stream(Random random) {
      this.random = random;
      this.distinct = 1 + random.nextInt(300);
      this.skew = 0.2 + 3 * random.nextDouble();
    }

    void addTo(SpaceSaving sketch) {
      int number = (int) (distinct * Math.pow(random.nextDouble(), skew));
      String key = number % 7 == 0 ? "k".repeat(number) : "key" + number;
      long weight = 1L + (random.nextInt(4) == 0 ? random.nextInt(1000) : 0);
      byte[] bytes = (key + "...").getBytes(StandardCharsets.UTF_8);
      sketch.add(bytes, bytes.length - 3, weight);
      exact.merge(key, weight, Long::sum);
      total += weight;
    }

    /** Checks all that a summary says of the stream. */
    void check(Summary summary) {
      assertEquals(total, summary.total());
      Set<String> known = new HashSet<>();
      long before = Long.MAX_VALUE;
      for (Counter counter : summary.counters()) {
        String key = new String(counter.key(), StandardCharsets.UTF_8);
        assertTrue(known.add(key), key);
        long weight = exact.getOrDefault(key, 0L);
        assertTrue(weight <= counter.count(), key + ": " + weight + " of " + counter);
        assertTrue(counter.count() - counter.error() <= weight, key + ": " + weight);
        assertTrue(counter.count() <= before, "the heaviest first");
        assertTrue(counter.count() >= summary.floor(), "no other weighs more");
        before = counter.count();
      }
      exact.forEach((key, weight) ->
          assertTrue(known.contains(key) || weight <= summary.floor(), key + ": " + weight));
    }
  }

  @Property
  void aSketchKeepsItsBounds(@ForAll long seed) {
    Random random = new Random(seed);
    int counters = 1 + random.nextInt(40);
    SpaceSaving sketch = new SpaceSaving(counters);
    for (int round = 0; round < 3; round++) {
      Stream stream = new Stream(random);
      assertTrue(sketch.isEmpty());
      for (int i = random.nextInt(1500); i > 0; i--) {
        stream.addTo(sketch);
      }
      Summary summary = sketch.summary();
      stream.check(summary);
      assertTrue(summary.counters().size() <= counters);
      assertEquals(
          stream.total, summary.counters().stream().mapToLong(Counter::count).sum(), "all weight");
      assertTrue(summary.floor() <= stream.total / counters, "the least counter");
      for (Counter counter : summary.counters()) {
        assertTrue(counter.error() <= summary.floor(), "an error is no more than the least");
      }
      if (stream.exact.size() <= counters) {
        assertEquals(0, summary.counters().stream().mapToLong(Counter::error).sum());
        assertEquals(stream.exact.size(), summary.counters().size());
      }
      sketch.clear();
    }
  }

  @Property
  void mergedSummariesKeepTheirBounds(@ForAll long seed) {
    Random random = new Random(seed);
    Stream stream = new Stream(random);
    List<SpaceSaving> sketches = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      sketches.add(new SpaceSaving(1 + random.nextInt(40)));
    }
    for (int i = random.nextInt(2000); i > 0; i--) {
      stream.addTo(sketches.get(random.nextInt(sketches.size())));
    }
    Summary merged = Summary.EMPTY;
    for (SpaceSaving sketch : sketches) {
      Summary part = sketch.summary();
      if (random.nextInt(3) == 0) {
        part = part.heaviest(random.nextInt(20));
      }
      merged = random.nextBoolean() ? merged.plus(part) : part.plus(merged);
    }
    stream.check(merged);
    Summary heaviest = merged.heaviest(5);
    stream.check(heaviest);
    assertTrue(heaviest.counters().size() <= 5);
  }

  @Test
  void aKeyThatWeighsMoreThanItsShareIsFound() {
    SpaceSaving sketch = new SpaceSaving(4);
    byte[] hot = {1, 2, 3};
    for (int i = 0; i < 1000; i++) {
      byte[] other = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      sketch.add(other, other.length, 1);
      if (i % 2 == 0) {
        sketch.add(hot, hot.length, 1);
      }
    }
    Counter first = sketch.summary().counters().getFirst();
    assertEquals(3, first.key().length);
    assertTrue(first.count() >= 500 && first.count() - first.error() <= 500, first.toString());
  }

  @Test
  void aSketchHasACounter() {
    assertThrows(IllegalArgumentException.class, () -> new SpaceSaving(0));
    SpaceSaving one = new SpaceSaving(1);
    one.add(new byte[] {7}, 1, 3);
    assertFalse(one.isEmpty());
    assertEquals(3, one.total());
  }
}
