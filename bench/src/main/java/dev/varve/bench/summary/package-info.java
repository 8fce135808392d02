/**
 * What the rounds of a comparison say together: medians and ranges, tables of them for the
 * terminal, and which differences between two runs are more than noise.
 *
 * <p>Everything here is immutable.
 */
package dev.varve.bench.summary;
