/**
 * Results of comparisons as values, and their file: JSON Lines.
 *
 * <p>Everything here is immutable.
 */
package dev.varve.bench.result;
