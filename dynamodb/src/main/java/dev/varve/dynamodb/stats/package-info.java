/**
 * The terms of a partition's statistics: the kinds of operations that are counted, and the range of
 * hashes that a partition holds.
 *
 * <p>All types are immutable.
 */
package dev.varve.dynamodb.stats;
