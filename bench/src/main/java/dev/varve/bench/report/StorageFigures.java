package dev.varve.bench.report;

/**
 * What storage did during a phase, and how it stood at its end.
 *
 * @param items items at the end
 * @param diskBytes bytes of table files at the end
 * @param writtenBytes bytes written to table files during the phase, by flushes and compactions
 * @param flushes flushes during the phase
 * @param compactions compactions during the phase
 * @param writeAmplification bytes written to files for each byte that was put, since the directory
 *     was opened; not a number while nothing was put
 * @param readAmplification table files that a point read may have to look into at the end
 * @param spaceAmplification bytes on disk for each byte that is alive at the end; not a number
 *     while nothing is
 */
public record StorageFigures(
    long items,
    long diskBytes,
    long writtenBytes,
    long flushes,
    long compactions,
    double writeAmplification,
    double readAmplification,
    double spaceAmplification) {}
