package dev.varve.dynamodb.meter;

import dev.varve.io.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What is kept of the last minutes, by the minute. A minute is a number: how many there were since
 * 1970. When the clock is set back, what was counted goes on with the minute that it says; minutes
 * further ahead than any are kept are forgotten. To be guarded by its owner.
 */
final class Minutes<T> {
  private static final long MILLIS = Duration.ofMinutes(1).toMillis();

  private final int kept;
  private final Supplier<T> maker;
  private final NavigableMap<Long, T> minutes = new TreeMap<>();

  /**
   * Of nothing.
   *
   * @param kept how many minutes beside the present one, at least 1
   * @param maker of what is kept of a minute
   */
  Minutes(int kept, Supplier<T> maker) {
    this.kept = kept;
    this.maker = maker;
  }

  /** The minute that a clock says. */
  static long now(Clock clock) {
    return Math.floorDiv(clock.epochMillis(), MILLIS);
  }

  /** The minute that an instant is in. */
  static long of(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60L);
  }

  /** The first minute that does not begin before an instant. */
  static long end(Instant instant) {
    long minute = of(instant);
    return start(minute).isBefore(instant) ? minute + 1 : minute;
  }

  /** When a minute begins. */
  static Instant start(long minute) {
    return Instant.ofEpochSecond(60 * minute);
  }

  /** What is kept of a minute; the owner forgets what is too far from the present one. */
  T at(long minute) {
    return minutes.computeIfAbsent(minute, _ -> maker.get());
  }

  /** Forgets the minutes that are too far from the present one. */
  void forget(long now) {
    minutes.headMap(now - kept, false).clear();
    minutes.tailMap(now + kept, false).clear();
  }

  /** What is kept of the minutes from one to another, which is not among them. */
  NavigableMap<Long, T> between(long from, long to) {
    return from < to ? minutes.subMap(from, true, to, false) : new TreeMap<>();
  }

  /** All. */
  NavigableMap<Long, T> all() {
    return minutes;
  }
}
