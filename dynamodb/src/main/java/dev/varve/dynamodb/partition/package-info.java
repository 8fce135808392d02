/**
 * A partition of a table of an open database: the range of hashes that it holds, how many items are
 * in it, and how long the operations on it took.
 *
 * <p>All types may be used by any number of threads. Counting the items locks all keys for an
 * instant, so that a thread that holds a key's lock must not ask for it.
 */
package dev.varve.dynamodb.partition;
