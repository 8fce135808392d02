/**
 * Continuous backups: the histories of tables, out of which a table can be made as it was at any
 * time of the last days.
 *
 * <p>A history is a log of changes that keeps each item as it was before ({@link
 * dev.varve.dynamodb.changes.HistoryWriter}): the state at a time is the present one, with all that
 * changed later undone. {@link dev.varve.dynamodb.history.Histories} says when a history begins and
 * ends, and lets go of what is too old. All of it is made for many threads, unless it says
 * otherwise.
 */
package dev.varve.dynamodb.history;
