package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.TimeToLiveSpecification;
import dev.varve.dynamodb.catalog.TimeToLiveRecord;
import dev.varve.dynamodb.control.TableChange;
import dev.varve.dynamodb.error.ValidationException;
import java.time.Duration;
import java.util.Optional;

/** The rules of UpdateTimeToLive. */
public final class TimeToLiveUpdate {
  private TimeToLiveUpdate() {}

  /**
   * What to do to a table whose times to live shall be other ones.
   *
   * @param present how its items expire, if they ever did
   * @param interval how long after a change the next is refused
   * @throws ValidationException if that is so already, or another attribute is in use, or the last
   *     change was not long enough ago
   */
  public static TableChange of(
      Optional<TimeToLiveRecord> present,
      TimeToLiveSpecification wanted,
      long nowMillis,
      Duration interval) {
    Optional<TimeToLiveRecord> enabled = present.filter(TimeToLiveRecord::isEnabled);
    if (enabled.isEmpty() && !wanted.enabled()) {
      throw new ValidationException("TimeToLive is already disabled");
    }
    if (enabled.isPresent() && !enabled.get().attribute().equals(wanted.attributeName())) {
      throw new ValidationException(
          "TimeToLive is active on a different AttributeName: current AttributeName is "
              + enabled.get().attribute());
    }
    if (enabled.isPresent() && wanted.enabled()) {
      throw new ValidationException("TimeToLive is already enabled");
    }
    if (present.isPresent() && isRecent(present.get(), nowMillis, interval)) {
      throw new ValidationException(
          "Time to live has been modified multiple times within a fixed interval");
    }
    return enabled.isPresent()
        ? new TableChange.DisableTimeToLive(enabled.get(), nowMillis)
        : new TableChange.EnableTimeToLive(wanted.attributeName(), nowMillis);
  }

  /** Whether the last change was less than so long ago. A clock that was set back says no. */
  public static boolean isRecent(TimeToLiveRecord record, long nowMillis, Duration length) {
    long age = nowMillis - record.changedMillis();
    return age >= 0 && age < length.toMillis();
  }
}
