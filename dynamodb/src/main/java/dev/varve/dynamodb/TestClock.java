package dev.varve.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * A clock that a test sets: {@code VarveOptions.defaults().withClock(clock)}. By it items expire,
 * request tokens and the records of streams lapse, buckets of throughput fill, and reads lag. It
 * either stands, so that time passes only when the test says so, or runs as the machine's does,
 * from whatever time it was set to. It may be set back.
 *
 * <p>Thread-safe.
 */
public final class TestClock implements InstantSource {
  /** Times are from the epoch to this one, exclusive. */
  public static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private final InstantSource machine;

  private volatile Reading reading;

  /**
   * What the clock is at.
   *
   * @param time what it showed when it was set
   * @param since the machine's time at that moment; null if it stands
   */
  private record Reading(Instant time, Instant since) {}

  TestClock(InstantSource machine, Instant time, boolean stands) {
    this.machine = machine;
    this.reading = new Reading(checked(time), stands ? null : machine.instant());
  }

  /** A clock that stands at a time. */
  public static TestClock at(Instant time) {
    return new TestClock(InstantSource.system(), time, true);
  }

  /** A clock that runs with the machine's until it is told otherwise. */
  public static TestClock running() {
    return new TestClock(InstantSource.system(), Instant.now(), false);
  }

  private static Instant checked(Instant time) {
    if (time.isBefore(Instant.EPOCH) || !time.isBefore(END)) {
      throw new IllegalArgumentException("a time is from 1970 to 9999, not " + time);
    }
    return time;
  }

  @Override
  public Instant instant() {
    return shownBy(reading);
  }

  private Instant shownBy(Reading now) {
    return now.since() == null
        ? now.time()
        : now.time().plus(Duration.between(now.since(), machine.instant()));
  }

  /** Whether time passes only by {@link #set} and {@link #advance}. */
  public boolean stands() {
    return reading.since() == null;
  }

  /**
   * Sets the time; the clock goes on to stand or to run.
   *
   * @throws IllegalArgumentException if it is before 1970 or after 9999
   */
  public synchronized void set(Instant time) {
    move(checked(Objects.requireNonNull(time, "time")), stands());
  }

  /**
   * Lets time pass, or go back if it is negative; the clock goes on to stand or to run.
   *
   * @throws IllegalArgumentException if it would be before 1970 or after 9999
   */
  public synchronized void advance(Duration time) {
    Instant now = instant();
    if (time.compareTo(Duration.between(now, END)) >= 0
        || time.compareTo(Duration.between(now, Instant.EPOCH)) < 0) {
      throw new IllegalArgumentException(
          "times are from 1970 to 9999: " + now + " cannot be moved by " + time);
    }
    move(now.plus(time), stands());
  }

  /** Lets the clock stand where it is. */
  public synchronized void stop() {
    move(instant(), true);
  }

  /** Lets the clock run from where it is. */
  public synchronized void run() {
    move(instant(), false);
  }

  /** Lets the clock show the machine's time again, and run. */
  public synchronized void followMachine() {
    Instant now = machine.instant();
    reading = new Reading(now, now);
  }

  private void move(Instant time, boolean stand) {
    reading = new Reading(time, stand ? null : machine.instant());
  }
}
