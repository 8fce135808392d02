package dev.varve.dynamodb.metrics;

import java.time.Instant;

/**
 * A statistic of a metric over one period.
 *
 * @param start when the period begins
 * @param value in the metric's unit: a number, milliseconds, bytes or percent
 */
public record Datapoint(Instant start, double value) {}
