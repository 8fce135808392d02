package dev.varve.dynamodb.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.varve.testing.ManualClock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Tables on demand grow with what they consume; and time goes on whatever the clock says. */
class MeterTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HALF_HOUR = 1800 * SECOND;

  private static void consume(Meter meter, long units, long now) {
    meter.take(TokenBucket.tokens(units), now);
  }

  @Test
  void onDemandBeginsWithTheFloor() {
    Meter meter = Meter.onDemand(100, 0, OptionalLong.empty(), 0);
    assertEquals(100, meter.unitsPerSecond());
    consume(meter, 100, 0);
    assertEquals(Meter.Excess.ON_DEMAND, meter.excess(0));
    assertNull(meter.excess(SECOND));
  }

  @Test
  void onDemandGoesToTwiceThePeakOfHalfAnHourBefore() {
    Meter meter = Meter.onDemand(100, 0, OptionalLong.empty(), 0);
    consume(meter, 90, 0);
    consume(meter, 10, SECOND);
    assertEquals(100, meter.unitsPerSecond()); // not yet
    consume(meter, 1, HALF_HOUR);
    assertEquals(180, meter.unitsPerSecond());
    consume(meter, 180, HALF_HOUR + SECOND);
    consume(meter, 1, HALF_HOUR + 2 * SECOND);
    assertEquals(180, meter.unitsPerSecond());
    consume(meter, 1, 2 * HALF_HOUR);
    assertEquals(360, meter.unitsPerSecond());
    consume(meter, 1, 10 * HALF_HOUR); // what is not used any more stays
    assertEquals(360, meter.unitsPerSecond());
  }

  @Test
  void whatWasProvisionedGoesOn() {
    assertEquals(5000, Meter.onDemand(100, 2500, OptionalLong.empty(), 0).unitsPerSecond());
  }

  @Test
  void aMaximumHoldsBesideTheRest() {
    Meter meter = Meter.onDemand(100, 0, OptionalLong.of(10), 0);
    consume(meter, 10, 0);
    assertEquals(Meter.Excess.MAXIMUM, meter.excess(0));
    meter.setOnDemand(100, OptionalLong.of(50), SECOND / 2);
    consume(meter, 5, SECOND / 2);
    assertEquals(Meter.Excess.MAXIMUM, meter.excess(SECOND / 2));
    meter.setOnDemand(100, OptionalLong.empty(), SECOND / 2);
    assertNull(meter.excess(SECOND / 2));
  }

  @Test
  void provisionedUnitsStayForTheBurst() {
    Meter meter = Meter.provisioned(5, Duration.ofMinutes(5), 0);
    consume(meter, 1499, 0);
    assertNull(meter.excess(0));
    consume(meter, 1, 0);
    assertEquals(Meter.Excess.PROVISIONED, meter.excess(0));
    meter.setProvisioned(50, 0);
    assertEquals(Meter.Excess.PROVISIONED, meter.excess(0));
    assertNull(meter.excess(1));
  }

  @Property
  void theRateIsTwiceTheHighestSecondOfClosedHalfHours(@ForAll long seed) {
    Random random = new Random(seed);
    long floor = 1L + random.nextInt(50);
    Meter meter = Meter.onDemand(floor, 0, OptionalLong.empty(), 0);
    long now = 0;
    long windowStart = 0;
    long second = 0;
    long inSecond = 0;
    long peak = 0;
    long earlier = 0;
    for (int step = 0; step < 300; step++) {
      now += random.nextInt(20) == 0 ? random.nextLong(HALF_HOUR) : random.nextLong(2 * SECOND);
      if (now / SECOND != second) {
        peak = Math.max(peak, inSecond);
        inSecond = 0;
        second = now / SECOND;
        if (now - windowStart >= HALF_HOUR) {
          earlier = Math.max(earlier, peak);
          peak = 0;
          windowStart = now;
        }
      }
      long units = random.nextInt(100);
      inSecond += units;
      consume(meter, units, now);
      assertEquals(Math.max(floor, 2 * earlier), meter.unitsPerSecond());
    }
  }

  @Test
  void timeGoesOnWhenTheClockIsSetBack() {
    ManualClock clock = new ManualClock();
    SteadyTime time = new SteadyTime(clock);
    long start = time.nanos();
    clock.advance(Duration.ofSeconds(5));
    assertEquals(5 * SECOND, time.nanos() - start);
    clock.setBack(Duration.ofHours(1));
    assertEquals(5 * SECOND, time.nanos() - start);
    clock.advance(Duration.ofSeconds(2));
    assertEquals(7 * SECOND, time.nanos() - start);
    clock.setBack(Duration.ofMillis(300)); // as little as a thread may be late
    assertEquals(7 * SECOND, time.nanos() - start);
    clock.advance(Duration.ofSeconds(1));
    assertEquals(7 * SECOND + 700_000_000L, time.nanos() - start);
  }
}
