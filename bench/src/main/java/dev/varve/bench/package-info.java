/**
 * The benchmarks' command line; {@link dev.varve.bench.BenchMain} is the entry. Each command has a
 * package: {@code cities} holds {@code varve bench}, {@code compare} and {@code report} those of
 * their names. {@code jmh} is apart and has an entry of its own.
 */
package dev.varve.bench;
