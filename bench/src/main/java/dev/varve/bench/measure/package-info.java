/**
 * Runs threads of operations and takes the figures: latencies, throughput over time, and what the
 * process used of processor, memory and storage; and tells on what machine. The one instrument of
 * {@code varve bench} and {@code varve compare}.
 */
package dev.varve.bench.measure;
