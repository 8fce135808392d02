package dev.varve.engine.write;

/**
 * Bounds that writers meet.
 *
 * @param maxBatchBytes most bytes of a batch
 * @param memtableBytes size at which a memtable is sealed
 * @param walSegmentBytes length of a full log segment
 * @param walLimitBytes live log from which on the memtables that need its oldest part are sealed
 * @param level0SlowdownFiles tables in level 0 from which on writes are delayed
 * @param level0StopFiles tables in level 0 at which writes wait
 */
public record WriteLimits(
    int maxBatchBytes,
    int memtableBytes,
    int walSegmentBytes,
    long walLimitBytes,
    int level0SlowdownFiles,
    int level0StopFiles) {}
