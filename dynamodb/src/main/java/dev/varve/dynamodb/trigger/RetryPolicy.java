package dev.varve.dynamodb.trigger;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What becomes of records that could not be delivered. Times are in whole milliseconds.
 *
 * @param retries how often a batch is tried again, 0 to 10,000, before its records become dead
 *     letters; empty, the default, for as long as the stream has them
 * @param firstDelay how long after a failure the first retry begins, by the machine's clock; each
 *     later one waits twice as long as the one before. Default a tenth of a second
 * @param longestDelay the longest that a retry waits. Default 10 seconds
 * @param bisect whether a batch that failed is cut into halves, each delivered by itself, until one
 *     record is left that is tried again. A cut is no retry. Default not
 * @param maximumAge how old a record may become, by the database's clock; an older one becomes a
 *     dead letter. Empty, the default, for as old as the stream keeps it
 */
public record RetryPolicy(
    OptionalInt retries,
    Duration firstDelay,
    Duration longestDelay,
    boolean bisect,
    Optional<Duration> maximumAge) {
  private static final int MAX_RETRIES = 10_000;

  public RetryPolicy {
    Objects.requireNonNull(retries, "retries");
    Objects.requireNonNull(maximumAge, "maximumAge");
    firstDelay = firstDelay.truncatedTo(ChronoUnit.MILLIS);
    longestDelay = longestDelay.truncatedTo(ChronoUnit.MILLIS);
    maximumAge = maximumAge.map(age -> age.truncatedTo(ChronoUnit.MILLIS));
    if (retries.isPresent() && (retries.getAsInt() < 0 || retries.getAsInt() > MAX_RETRIES)) {
      throw new IllegalArgumentException(
          "retries must be 0 to " + MAX_RETRIES + ", not " + retries.getAsInt());
    }
    if (!firstDelay.isPositive() || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "delays must be a millisecond at least, the longest not shorter than the first: "
              + firstDelay
              + ", "
              + longestDelay);
    }
    if (maximumAge.isPresent() && !maximumAge.get().isPositive()) {
      throw new IllegalArgumentException("maximumAge must be a millisecond at least");
    }
  }

  /** The defaults. */
  public static RetryPolicy defaults() {
    return new RetryPolicy(
        OptionalInt.empty(),
        Duration.ofMillis(100),
        Duration.ofSeconds(10),
        false,
        Optional.empty());
  }

  public RetryPolicy withRetries(int value) {
    return new RetryPolicy(OptionalInt.of(value), firstDelay, longestDelay, bisect, maximumAge);
  }

  public RetryPolicy withDelays(Duration first, Duration longest) {
    return new RetryPolicy(retries, first, longest, bisect, maximumAge);
  }

  public RetryPolicy withBisect(boolean value) {
    return new RetryPolicy(retries, firstDelay, longestDelay, value, maximumAge);
  }

  public RetryPolicy withMaximumAge(Duration value) {
    return new RetryPolicy(retries, firstDelay, longestDelay, bisect, Optional.of(value));
  }

  /**
   * How long the next try waits.
   *
   * @param failures how often a batch has failed, at least once
   */
  public Duration delay(int failures) {
    Duration delay = firstDelay;
    for (int i = 1; i < failures && delay.compareTo(longestDelay) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
  }
}
