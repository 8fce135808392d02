package dev.varve.dynamodb.trigger;

import dev.varve.dynamodb.api.Record;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A record that a trigger has given up.
 *
 * @param record the record
 * @param reason why
 * @param failures how often its batch, or the part of it that the record was in last, had failed
 * @param lastFailure what went wrong the last time; empty if it was never tried
 * @param time when it was given up, by the database's clock
 */
public record DeadLetter(
    Record record, Reason reason, int failures, Optional<String> lastFailure, Instant time) {
  public DeadLetter {
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(lastFailure, "lastFailure");
    Objects.requireNonNull(time, "time");
  }

  /** The number of the record's change, which names the letter among those of its trigger. */
  public String sequenceNumber() {
    return record.dynamodb().orElseThrow().sequenceNumber().orElseThrow();
  }

  /** Why a record was given up. */
  public enum Reason {
    /** It failed once more than it was to be tried again. */
    RETRIES_EXHAUSTED,
    /** It became older than it may. */
    MAXIMUM_AGE_EXCEEDED
  }
}
