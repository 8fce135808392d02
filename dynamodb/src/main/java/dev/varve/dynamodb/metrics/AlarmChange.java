package dev.varve.dynamodb.metrics;

import java.time.Instant;

/**
 * A change of an alarm's state.
 *
 * @param time the end of the last period that was looked at
 * @param from the state before
 * @param to the state since
 * @param reason in words
 */
public record AlarmChange(Instant time, AlarmState from, AlarmState to, String reason) {}
