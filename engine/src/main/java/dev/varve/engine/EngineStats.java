package dev.varve.engine;

import java.util.Map;

/**
 * The parts of an engine that its partitions share, since it was opened.
 *
 * @param lastSequence the newest sequence number
 * @param walBytes written to the log
 * @param walRecords batches written to the log
 * @param walSyncs syncs of the log
 * @param walLiveBytes length of the log segments in use
 * @param writeStallNanos time for which writers were held up by background work, summed over
 *     threads
 * @param nativeBytes native and mapped memory by owner; docs/engine.md tells the bound of each
 */
public record EngineStats(
    long lastSequence,
    long walBytes,
    long walRecords,
    long walSyncs,
    long walLiveBytes,
    long writeStallNanos,
    Map<String, Long> nativeBytes) {}
