package dev.varve.wal;

/**
 * Counts of a log's work since it was opened. The counts are read one after the other, so that
 * under load they may disagree by the records of an instant.
 *
 * @param records records appended, without the log's own marks
 * @param bytes bytes appended, with frames, padding and the log's own marks
 * @param syncs group syncs, each of one or more files
 * @param rotations segments begun after the first
 */
public record WalStats(long records, long bytes, long syncs, long rotations) {}
