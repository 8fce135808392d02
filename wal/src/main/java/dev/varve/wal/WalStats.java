package dev.varve.wal;

/**
 * What a log has done since it was opened. The figures are read one after the other, so that under
 * load they may differ by the records of an instant.
 *
 * @param records records appended, without the log's own marks
 * @param bytes bytes appended, with frames, padding and the log's own marks
 * @param syncs group syncs, each of one or more files
 * @param rotations segments begun after the first
 */
public record WalStats(long records, long bytes, long syncs, long rotations) {}
