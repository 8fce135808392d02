package dev.varve.dynamodb;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When items are deleted that have expired. Immutable.
 *
 * @param sweepInterval how long after a sweep of all tables the next begins, by the machine's
 *     clock. Default a minute; empty for none, so that {@link Varve#sweepExpired} alone deletes
 * @param delay how long after its time an item stays at least, by the database's clock: with the
 *     service it may be days. Default not at all
 * @param changeInterval how long UpdateTimeToLive refuses a change after the last one, by the
 *     database's clock: the service does for up to an hour. Default not at all
 */
public record TimeToLiveOptions(
    Optional<Duration> sweepInterval, Duration delay, Duration changeInterval) {
  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

  public TimeToLiveOptions {
    Objects.requireNonNull(sweepInterval, "sweepInterval");
    if (sweepInterval.isPresent() && !sweepInterval.get().isPositive()) {
      throw new IllegalArgumentException("sweepInterval must be positive, not " + sweepInterval);
    }
    requireNotNegative("delay", delay);
    requireNotNegative("changeInterval", changeInterval);
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
  }

  /** The defaults. */
  public static TimeToLiveOptions defaults() {
    return new TimeToLiveOptions(Optional.of(DEFAULT_INTERVAL), Duration.ZERO, Duration.ZERO);
  }

  public TimeToLiveOptions withSweepInterval(Duration value) {
    return new TimeToLiveOptions(Optional.of(value), delay, changeInterval);
  }

  /** Without sweeps but those that are asked for. */
  public TimeToLiveOptions withoutSweeps() {
    return new TimeToLiveOptions(Optional.empty(), delay, changeInterval);
  }

  public TimeToLiveOptions withDelay(Duration value) {
    return new TimeToLiveOptions(sweepInterval, value, changeInterval);
  }

  public TimeToLiveOptions withChangeInterval(Duration value) {
    return new TimeToLiveOptions(sweepInterval, delay, value);
  }
}
