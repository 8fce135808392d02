package dev.varve.dynamodb.metrics;

import java.time.Instant;

/**
 * An alarm and what it says.
 *
 * @param alarm what it watches
 * @param state what it says
 * @param since since when, by the database's clock
 * @param reason in words
 */
public record AlarmStatus(Alarm alarm, AlarmState state, Instant since, String reason) {}
