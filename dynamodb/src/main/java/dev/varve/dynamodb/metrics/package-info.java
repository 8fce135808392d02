/**
 * Metrics as the service's monitoring has them, and alarms on them; {@code docs/metrics.md} is the
 * guide.
 *
 * <p>A {@link dev.varve.dynamodb.metrics.MetricId} names a metric of a table, an index or an
 * operation; {@link dev.varve.dynamodb.metrics.ServiceMetrics} tells its statistics over periods of
 * minutes, and {@link dev.varve.dynamodb.metrics.Alarms} watches them. The types here are immutable
 * values, and interfaces that may be used by any number of threads.
 */
package dev.varve.dynamodb.metrics;
