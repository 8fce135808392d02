package dev.varve.dynamodb.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  /** Each of some hundred steps may lose what comes in a nanosecond. */
  private static final double TOLERANCE = 0.01;

  /** What a bucket must do: a number that grows with time up to a bound, and can be below zero. */
  private static final class Model {
    private double rate;
    private final double seconds;
    private double units;
    private long time;

    Model(double rate, double seconds, long time) {
      this.rate = rate;
      this.seconds = seconds;
      this.units = rate * seconds;
      this.time = time;
    }

    void pass(long now) {
      units = Math.min(rate * seconds, units + (now - time) * rate / SECOND);
      time = now;
    }

    void setRate(double other) {
      rate = other;
      units = Math.min(units, rate * seconds);
    }
  }

  @Property
  void aBucketHoldsWhatComesUpToItsBound(@ForAll long seed) {
    Random random = new Random(seed);
    long now = random.nextLong(1L << 60);
    long rate = 1L + random.nextInt(5000);
    int seconds = 1 + random.nextInt(400);
    TokenBucket bucket = new TokenBucket(rate, Duration.ofSeconds(seconds), now);
    Model model = new Model((double) rate, seconds, now);
    for (int step = 0; step < 200; step++) {
      switch (random.nextInt(8)) {
        case 0 -> now += random.nextInt(10) * SECOND;
        case 1 -> now += random.nextInt(1000) * MILLI;
        case 2 -> now += random.nextLong(seconds * SECOND);
        case 3 -> {
          long other = 1L + random.nextInt(5000);
          bucket.setUnitsPerSecond(other, now);
          model.pass(now);
          model.setRate((double) other);
          assertEquals(other, bucket.unitsPerSecond());
        }
        default -> {
          double units = random.nextInt(2 * (int) model.rate + 2) / 2.0;
          bucket.take(TokenBucket.tokens(units), now);
          model.pass(now);
          model.units -= units;
        }
      }
      model.pass(now);
      assertEquals(model.units, bucket.units(now), TOLERANCE);
      if (Math.abs(model.units) > TOLERANCE) {
        assertEquals(model.units > 0, bucket.isPositive(now));
      }
    }
  }

  @Test
  void halfAUnitIsTheLeast() {
    TokenBucket bucket = new TokenBucket(1, Duration.ofSeconds(2), 0);
    for (int i = 0; i < 4; i++) {
      assertTrue(bucket.isPositive(0));
      bucket.take(TokenBucket.tokens(0.5), 0);
    }
    assertFalse(bucket.isPositive(0));
    assertFalse(bucket.isPositive(0));
    assertTrue(bucket.isPositive(1));
    assertEquals(0.5, bucket.units(SECOND / 2));
  }

  @Test
  void whatWasTakenTooMuchIsWaitedFor() {
    TokenBucket bucket = new TokenBucket(10, Duration.ofSeconds(1), 0);
    bucket.take(TokenBucket.tokens(30), 0);
    assertEquals(-20, bucket.units(0));
    assertFalse(bucket.isPositive(2 * SECOND));
    assertTrue(bucket.isPositive(2 * SECOND + 1));
    assertEquals(10, bucket.units(100 * SECOND));
  }

  @Test
  void threadsTakeAllThatTheyTake() throws Exception {
    TokenBucket bucket = new TokenBucket(1000, Duration.ofMinutes(5), 0);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Future<?>[] takers = new Future<?>[4];
      for (int i = 0; i < takers.length; i++) {
        takers[i] =
            threads.submit(() -> {
              for (int n = 0; n < 10_000; n++) {
                bucket.take(TokenBucket.tokens(1), 0);
              }
            });
      }
      for (Future<?> taker : takers) {
        taker.get();
      }
    }
    assertEquals(300_000 - 40_000, bucket.units(0));
  }
}
