package dev.varve.dynamodb;

/**
 * A partition of a table at work: its range, its count and its clocks.
 *
 * @param id the engine's number of it
 */
record Partition(int id, HashRange range, ItemCount itemCount, Latencies latencies) {}
