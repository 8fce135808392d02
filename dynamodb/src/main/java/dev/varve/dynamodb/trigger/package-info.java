/**
 * Triggers: what is done of itself with the records of a table's stream. {@link
 * dev.varve.dynamodb.Varve#triggers} is where to begin; {@code docs/triggers.md} shows all of it.
 *
 * <p>{@link dev.varve.dynamodb.trigger.Triggers} is for many threads, all else immutable.
 */
package dev.varve.dynamodb.trigger;
