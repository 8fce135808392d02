/**
 * Metering: what operations consume, how they end and how long they take, and which keys they touch
 * most.
 *
 * <p>{@link dev.varve.dynamodb.meter.Metering} is told of all that: as the throttle that stands
 * before the one that refuses, it hears of every unit and every refusal, and handlers tell it how
 * their requests ended. It keeps {@code Figures} of each table and index by the minute, from which
 * {@link dev.varve.dynamodb.meter.MetricBoard} answers, and a {@code KeyWatch} of each table and
 * index with contributor insights, from which {@link dev.varve.dynamodb.meter.KeyInsights} does.
 * {@link dev.varve.dynamodb.meter.AlarmBoard} looks at alarms.
 *
 * <p>All types that are public may be used by any number of threads. Who counts waits for nobody,
 * and allocates nothing but at the first sample of a metric and once a minute.
 */
package dev.varve.dynamodb.meter;
