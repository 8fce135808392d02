/**
 * Patterns that say which records of a stream somebody wants: the language in which the service
 * filters events for functions. {@link dev.varve.dynamodb.filter.EventPattern} is where to begin;
 * {@code docs/triggers.md} shows the language.
 *
 * <p>All is immutable.
 */
package dev.varve.dynamodb.filter;
