/**
 * {@code varve bench}: loads the world's cities into a fresh directory, works on them, reopens it
 * and verifies, and reports per partition.
 *
 * <p>{@link dev.varve.bench.cities.BenchCommand} is the entry. Exit status: 0 everything verified,
 * 1 not, 2 wrong usage. The thread that runs the command starts the threads of a phase and waits
 * for them. The model of what the database has to hold is kept as bytes and numbers, so that the
 * garbage collector has next to nothing to copy and its pauses do not show in the figures.
 */
package dev.varve.bench.cities;
