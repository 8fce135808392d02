package dev.varve.wal;

import java.nio.file.Path;
import java.util.List;

/**
 * The files that recovery found, and their content in brief.
 *
 * @param live the segments that hold the log, oldest first, without empty ones at its end
 * @param end behind the last record of the last live segment, {@link LogPosition#NONE} if there is
 *     none
 * @param readEnd behind the last record of all; beyond {@code end} if the segments at the log's end
 *     hold no record of the caller's; {@link LogPosition#NONE} if there is no record
 * @param endFile the file that holds {@code readEnd}, or the directory
 * @param beginsAfter sequence number of the last record before the first live segment, 0 if none is
 *     known
 * @param lastSequence sequence number of its last record
 * @param oldestSegmentId segments below are not needed
 * @param durablyReleasedBefore segments below were released, as a durable header or MARK says
 * @param witness the greatest that a record holds
 * @param nextSegmentId above every id ever used
 * @param nextSlot above every file name in use
 * @param free files without needed records
 * @param discarded files whose records are not needed once the next segment's START is durable
 */
record FoundSegments(
    List<SegmentFile> live,
    long end,
    long readEnd,
    Path endFile,
    long beginsAfter,
    long lastSequence,
    long oldestSegmentId,
    long durablyReleasedBefore,
    Witness witness,
    long nextSegmentId,
    int nextSlot,
    List<SegmentFile> free,
    List<SegmentFile> discarded) {}
