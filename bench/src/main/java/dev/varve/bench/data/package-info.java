/**
 * The data set that the benchmark carries: the world's cities. Source, licence and attributes are
 * told in the README.md beside the data.
 *
 * <p>Thread-safe: nothing is kept.
 */
package dev.varve.bench.data;
