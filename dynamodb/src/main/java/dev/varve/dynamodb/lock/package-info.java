/**
 * Locks on items.
 *
 * <p>{@link dev.varve.dynamodb.lock.KeyLocks} is the only lock that the layer takes while items are
 * written. It is made for many threads.
 */
package dev.varve.dynamodb.lock;
