package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class TestClockTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicReference<Instant> machine = new AtomicReference<>(Instant.EPOCH);

  @Test
  void aClockThatStandsMovesByHandAlone() {
    TestClock clock = new TestClock(machine::get, NOON, true);
    machine.set(Instant.EPOCH.plus(HOUR));
    assertEquals(NOON, clock.instant());
    clock.advance(HOUR);
    assertEquals(NOON.plus(HOUR), clock.instant());
    clock.advance(HOUR.negated());
    clock.set(clock.instant().minus(HOUR));
    assertEquals(NOON.minus(HOUR), clock.instant());
    assertTrue(clock.stands());
  }

  @Test
  void aClockThatRunsGoesOnFromWhereItIsSet() {
    TestClock clock = new TestClock(machine::get, NOON, false);
    machine.set(machine.get().plusSeconds(5));
    assertEquals(NOON.plusSeconds(5), clock.instant());
    clock.advance(HOUR);
    machine.set(machine.get().plusSeconds(5));
    assertEquals(NOON.plus(HOUR).plusSeconds(10), clock.instant());
    assertFalse(clock.stands());
    clock.stop();
    machine.set(machine.get().plusSeconds(5));
    assertEquals(NOON.plus(HOUR).plusSeconds(10), clock.instant());
    clock.run();
    machine.set(machine.get().plusSeconds(5));
    assertEquals(NOON.plus(HOUR).plusSeconds(15), clock.instant());
    clock.followMachine();
    assertEquals(machine.get(), clock.instant());
  }

  @Test
  void timesThatNobodyHasAreRefused() {
    TestClock clock = new TestClock(machine::get, NOON, true);
    assertThrows(IllegalArgumentException.class, () -> clock.set(Instant.MIN));
    assertThrows(IllegalArgumentException.class, () -> clock.set(TestClock.END));
    assertThrows(
        IllegalArgumentException.class, () -> clock.advance(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThrows(
        IllegalArgumentException.class, () -> clock.advance(Duration.ofSeconds(Long.MIN_VALUE)));
    assertEquals(NOON, clock.instant());
  }
}
