package dev.varve.dynamodb;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Metrics and alarms. Immutable.
 *
 * @param kept for how long samples are kept: whole minutes, from one to a week. A busy table takes
 *     some ten kilobytes a minute. Default three hours, which contributor insights have, too
 * @param checkInterval how long the thread that looks at alarms waits until it looks at the
 *     database's clock again, from a millisecond to a minute. Empty for no such thread: {@link
 *     dev.varve.dynamodb.metrics.Alarms#evaluate} is called then. Default one second
 */
public record MetricsOptions(Duration kept, Optional<Duration> checkInterval) {
  private static final Duration DEFAULT_KEPT = Duration.ofHours(3);
  private static final Duration MOST_KEPT = Duration.ofDays(7);

  public MetricsOptions {
    Objects.requireNonNull(kept, "kept");
    Objects.requireNonNull(checkInterval, "checkInterval");
    if (kept.compareTo(Duration.ofMinutes(1)) < 0
        || kept.compareTo(MOST_KEPT) > 0
        || !kept.equals(Duration.ofMinutes(kept.toMinutes()))) {
      throw new IllegalArgumentException("kept must be whole minutes, up to a week, not " + kept);
    }
    if (checkInterval.isPresent()
        && (checkInterval.get().compareTo(Duration.ofMillis(1)) < 0
            || checkInterval.get().compareTo(Duration.ofMinutes(1)) > 0)) {
      throw new IllegalArgumentException(
          "checkInterval must be a millisecond to a minute, not " + checkInterval.get());
    }
  }

  /** The defaults. */
  public static MetricsOptions defaults() {
    return new MetricsOptions(DEFAULT_KEPT, Optional.of(Duration.ofSeconds(1)));
  }

  public MetricsOptions withKept(Duration value) {
    return new MetricsOptions(value, checkInterval);
  }

  public MetricsOptions withCheckInterval(Duration value) {
    return new MetricsOptions(kept, Optional.of(value));
  }

  public MetricsOptions withoutCheckInterval() {
    return new MetricsOptions(kept, Optional.empty());
  }
}
