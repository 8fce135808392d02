/**
 * Locks on items.
 *
 * <p>{@link dev.varve.dynamodb.lock.KeyLocks} has the only locks that a writer of an item holds
 * while it reads, decides and commits; a few monitors elsewhere are held for an instant under them.
 * {@link dev.varve.dynamodb.lock.TransactedItems} has the claims of transactions, for which nobody
 * waits. Both are made for many threads.
 */
package dev.varve.dynamodb.lock;
