package dev.varve.dynamodb.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.metrics.Statistic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Distributions, against a list of all samples. */
class DistributionTest {
  private static final double UNIT = Distribution.MILLIONTHS;

  /** Half the width of a bucket by the numbers in it, and a little. */
  private static final double ERROR = 0.0313;

  private static long sample(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(40);
      case 1 -> 500_000L * random.nextInt(5);
      case 2 -> random.nextLong(1L << (1 + random.nextInt(50)));
      default -> 1_000_000;
    };
  }

  @Property
  void statisticsAreThoseOfTheSamples(@ForAll long seed) {
    Random random = new Random(seed);
    Distribution all = new Distribution();
    List<Long> samples = new ArrayList<>();
    for (int part = random.nextInt(4); part >= 0; part--) {
      Distribution distribution = new Distribution();
      if (random.nextBoolean()) {
        distribution.add(sample(random));
        distribution.clear();
      }
      for (int i = random.nextInt(100); i > 0; i--) {
        long sample = sample(random);
        distribution.add(sample);
        samples.add(sample);
      }
      all.add(distribution);
    }
    assertEquals(samples.isEmpty(), all.isEmpty());
    if (samples.isEmpty()) {
      return;
    }
    Collections.sort(samples);
    double sum = samples.stream().mapToDouble(Long::doubleValue).sum() / UNIT;
    assertEquals(samples.size(), all.statistic(Statistic.SAMPLE_COUNT));
    assertEquals(sum, all.statistic(Statistic.SUM), 1e-9 * sum + 1e-12);
    assertEquals(sum / samples.size(), all.statistic(Statistic.AVERAGE), 1e-9 * sum + 1e-12);
    assertEquals(samples.getFirst() / UNIT, all.statistic(Statistic.MINIMUM));
    assertEquals(samples.getLast() / UNIT, all.statistic(Statistic.MAXIMUM));
    for (double percent : new double[] {0.001, 1, 50, 90, 99, 99.9, 100}) {
      int rank = Math.max(1, (int) Math.ceil(percent / 100 * samples.size()));
      double exact = samples.get(rank - 1) / UNIT;
      double told = all.statistic(Statistic.percentile(percent));
      assertEquals(exact, told, ERROR * exact + 1e-12, percent + " percent");
      assertTrue(told <= all.statistic(Statistic.MAXIMUM));
    }
  }

  @Property
  void aNumberLiesNearTheMiddleOfItsBucket(@ForAll @LongRange(min = 0) long value) {
    assertEquals((double) value, LogBuckets.middle(LogBuckets.of(value)), ERROR * value + 1e-9);
    assertTrue(LogBuckets.of(value) <= LogBuckets.of(value == Long.MAX_VALUE ? value : value + 1));
  }

  @Test
  void smallNumbersHaveBucketsOfTheirOwn() {
    for (int value = 0; value < 32; value++) {
      assertEquals(value, LogBuckets.of(value));
      assertEquals(value, LogBuckets.middle(value));
    }
    assertEquals(0, LogBuckets.of(-1));
    assertEquals(LogBuckets.of(32), LogBuckets.of(33));
  }
}
