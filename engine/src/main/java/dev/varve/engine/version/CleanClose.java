package dev.varve.engine.version;

/**
 * What a clean close leaves, stated outside of the files that it is about.
 *
 * @param manifestBytes length of the manifest
 * @param manifestChecksum CRC-32C of the whole manifest
 * @param logEnd the position behind the log's last record
 */
public record CleanClose(long manifestBytes, int manifestChecksum, long logEnd) {}
