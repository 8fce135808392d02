/**
 * {@code varve compare}: stores by workloads in one run, each cell in a virtual machine of its own.
 *
 * <p>The command makes a {@link dev.varve.bench.compare.Comparison}, which forks a {@link
 * dev.varve.bench.compare.CellMain} for each cell and collects the results.
 */
package dev.varve.bench.compare;
