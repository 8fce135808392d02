/**
 * The terms in which a database tells what its partitions do: the kinds of operations that it
 * counts, and the range of hashes that a partition holds.
 *
 * <p>All types are immutable.
 */
package dev.varve.dynamodb.stats;
