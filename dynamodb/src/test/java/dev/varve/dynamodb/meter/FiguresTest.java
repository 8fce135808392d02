package dev.varve.dynamodb.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import dev.varve.dynamodb.metrics.Statistic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Samples by the minute: none is lost, and none counts twice. */
class FiguresTest {
  private static final int KEPT = 5;
  private static final long UNIT = Distribution.MILLIONTHS;

  private static double count(Figures figures, int slot, long from, long to) {
    Distribution samples = figures.between(slot, from, to);
    return samples.isEmpty() ? 0 : samples.statistic(Statistic.SAMPLE_COUNT);
  }

  /** A clock that mostly goes on, and is sometimes set; a map knows every sample. */
  @Property(tries = 300)
  void samplesStayInTheirMinuteWhileTheyAreKept(@ForAll long seed) {
    Random random = new Random(seed);
    Figures figures = new Figures(KEPT);
    Map<Long, Map<Integer, Integer>> model = new HashMap<>();
    long now = 1000;
    for (int step = 0; step < 200; step++) {
      switch (random.nextInt(10)) {
        case 0 -> now += random.nextInt(3);
        case 1 -> now += random.nextInt(20) == 0 ? random.nextInt(50) : 0;
        case 2 -> now -= random.nextInt(20) == 0 ? random.nextInt(10) : 0;
        case 3 -> {
          figures.settle(now);
          long present = now;
          model.keySet().removeIf(minute -> Math.abs(minute - present) > KEPT);
          for (long minute = now - KEPT; minute <= now + KEPT; minute++) {
            for (int slot = 0; slot < 3; slot++) {
              assertEquals(
                  model.getOrDefault(minute, Map.of()).getOrDefault(slot, 0).doubleValue(),
                  count(figures, slot, minute, minute + 1),
                  "minute " + minute);
            }
          }
          assertEquals(model.isEmpty(), figures.isEmpty());
        }
        default -> {
          int slot = random.nextInt(3);
          figures.add(now, slot, UNIT);
          model.computeIfAbsent(now, _ -> new HashMap<>()).merge(slot, 1, Integer::sum);
          long present = now;
          model.keySet().removeIf(minute -> Math.abs(minute - present) > KEPT);
        }
      }
    }
  }

  @Test
  void noSampleOfManyThreadsIsLostWhileMinutesPassAndOthersRead() throws Exception {
    Figures figures = new Figures(1000);
    int threads = 6;
    int samples = 30_000;
    AtomicLong minute = new AtomicLong(1);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int slot = thread % 2;
        writers.add(
            pool.submit(() -> {
              for (int i = 0; i < samples; i++) {
                figures.add(i % 1000 == 0 ? minute.incrementAndGet() : minute.get(), slot, UNIT);
              }
            }));
      }
      Future<?> reader =
          pool.submit(() -> {
            double before = 0;
            while (!over.get()) {
              figures.settle(minute.get());
              double now = count(figures, 0, 0, 10_000);
              assertTrue(now >= before, "samples stay");
              before = now;
            }
          });
      for (Future<?> writer : writers) {
        writer.get();
      }
      over.set(true);
      reader.get();
    } finally {
      over.set(true);
      pool.shutdown();
    }
    figures.settle(minute.get());
    for (int slot = 0; slot < 2; slot++) {
      assertEquals(threads / 2 * samples, count(figures, slot, 0, 10_000));
    }
  }

  @Test
  void everyMetricHasASlotOfItsOwn() {
    Set<MetricId> ids = new HashSet<>();
    for (int slot = 0; slot < Slots.count(); slot++) {
      Optional<String> table = Optional.of("tab");
      MetricId id;
      if (slot == Slots.of(Metric.USER_ERRORS)) {
        id = Slots.id(slot, Optional.empty(), Optional.empty());
      } else if (slot == Slots.of(Metric.ONLINE_INDEX_PERCENTAGE_PROGRESS)
          || slot == Slots.of(Metric.ONLINE_INDEX_CONSUMED_WRITE_CAPACITY)) {
        id = Slots.id(slot, table, Optional.of("idx"));
      } else {
        id = Slots.id(slot, table, Optional.empty());
      }
      assertTrue(ids.add(id), id.toString());
      assertEquals(slot, Slots.of(id));
    }
    assertEquals(
        Slots.of(Metric.SYSTEM_ERRORS, ItemOperation.SCAN),
        Slots.of(MetricId.of(Metric.SYSTEM_ERRORS, "tab", ItemOperation.SCAN)));
    assertFalse(ids.isEmpty());
  }
}
