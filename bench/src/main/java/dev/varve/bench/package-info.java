/**
 * The benchmark's command line: {@code varve bench} loads the world's cities into a fresh
 * directory, works on them, reopens and verifies, and reports per partition.
 *
 * <p>{@link dev.varve.bench.BenchMain} is the entry. Exit status: 0 everything verified, 1 not, 2
 * wrong usage. The thread that runs the command starts the worker threads of a phase and waits for
 * them.
 */
package dev.varve.bench;
