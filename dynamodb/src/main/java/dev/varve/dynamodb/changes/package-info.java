/**
 * Logs of changes: what became of the items of a table, in the order in which it did.
 *
 * <p>A log lies in a partition of the engine of its own. {@link
 * dev.varve.dynamodb.changes.ChangeWriter} adds each change to the batch that makes it, so that
 * both are there or neither. The engine numbers the entries of a log as it commits them, and shows
 * commits in the order of their numbers: so whoever has read a log up to some number has missed
 * nothing before it, whatever is still on its way. {@link dev.varve.dynamodb.changes.ChangeLogs}
 * reads.
 *
 * <p>A history is such a log in the order of the items, which keeps each as it was before: {@link
 * dev.varve.dynamodb.changes.HistoryWriter} writes it, {@link
 * dev.varve.dynamodb.changes.HistoryLogs} reads it, and {@link
 * dev.varve.dynamodb.changes.ChangeClock} says when a change was made. {@code
 * docs/formats/change.md} has the bytes of both.
 *
 * <p>The package knows changes and logs, and nothing of those who read them: when a log begins and
 * ends, and who sees what of it, is theirs to say. All of it is made for many threads.
 */
package dev.varve.dynamodb.changes;
