/**
 * A partition of a table of an open database: the range of hashes that it holds, how many items are
 * in it, and how long the operations on it took.
 *
 * <p>All types may be used by any number of threads. Taking a count locks all keys for an instant,
 * so nobody who holds a key's lock may ask for one.
 */
package dev.varve.dynamodb.partition;
