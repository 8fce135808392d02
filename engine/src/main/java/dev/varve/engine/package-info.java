/**
 * An ordered, durable key-value store: many partitions, each a log-structured merge tree, over one
 * write-ahead log, one manifest and one line of sequence numbers.
 *
 * <p>{@link dev.varve.engine.StorageEngine} is the whole of it; {@link dev.varve.engine.WriteBatch}
 * writes to several partitions at once, {@link dev.varve.engine.Snapshot} holds a moment, {@link
 * dev.varve.engine.Cursor} walks keys in order. docs/engine.md tells the life of a write, a read, a
 * flush, a compaction and a recovery.
 *
 * <p>Threading: the engine and its snapshots are for any number of threads; a batch and a cursor
 * for one at a time.
 */
package dev.varve.engine;
