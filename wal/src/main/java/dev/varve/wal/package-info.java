/**
 * The write-ahead log: records that are appended and synced survive, in order, until the caller
 * releases them.
 *
 * <p>{@link dev.varve.wal.Wal} is the log: append, sync, release, and recovery when it is opened.
 * {@link dev.varve.wal.WalOptions} sizes it, {@link dev.varve.wal.RecordHandler} receives what
 * recovery finds, {@link dev.varve.wal.LogPosition} explains the numbers that name a place in the
 * log. Behind them: {@code WalLayout}, {@code SegmentHeader} and {@code RecordChecksum} know the
 * bytes (docs/formats/wal.md), {@code Segment} writes into one mapped file, {@code SegmentPool}
 * prepares, recycles and deletes files, {@code LiveSegments} knows which segments are needed and
 * which are released, {@code GroupSync} lets waiting threads share one sync, and {@code
 * WalRecovery} with {@code SegmentReader} tells a torn tail from corruption.
 *
 * <p>Threading: one thread at a time appends (the caller holds a lock of its own); syncs, releases
 * and counters are for any thread.
 */
package dev.varve.wal;
