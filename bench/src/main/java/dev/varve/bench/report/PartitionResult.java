package dev.varve.bench.report;

import org.HdrHistogram.Histogram;

/**
 * One partition's share of a phase.
 *
 * @param partition the partition's number in its table
 * @param latencies nanoseconds of each operation that went to it; not changed any more
 * @param storage what its storage did
 */
public record PartitionResult(int partition, Histogram latencies, StorageFigures storage) {}
