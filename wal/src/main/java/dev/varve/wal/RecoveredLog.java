package dev.varve.wal;

import java.util.List;

/**
 * What recovery found.
 *
 * @param live the segments that hold the log, oldest first, without empty ones at its end
 * @param end where the log ends, {@link LogPosition#NONE} if it is empty
 * @param lastSequence sequence number of its last record
 * @param oldestSegmentId segments below are not needed
 * @param nextSegmentId above every id ever used
 * @param nextSlot above every file name in use
 * @param free files that hold nothing that is needed
 * @param discarded files that hold nothing that is needed once the next segment's START is durable
 */
record RecoveredLog(
    List<SegmentFile> live,
    long end,
    long lastSequence,
    long oldestSegmentId,
    long nextSegmentId,
    int nextSlot,
    List<SegmentFile> free,
    List<SegmentFile> discarded) {}
