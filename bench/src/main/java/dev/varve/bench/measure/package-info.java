/**
 * Runs threads of operations and takes the figures: latencies, throughput over time, and what the
 * process used of processor, memory and storage.
 */
package dev.varve.bench.measure;
