/**
 * An ordered, durable key-value store: many partitions, each a log-structured merge tree, over one
 * write-ahead log, one manifest and one line of sequence numbers.
 *
 * <p>{@link dev.varve.engine.StorageEngine} is the whole of it; {@link dev.varve.engine.WriteBatch}
 * writes to several partitions at once, {@link dev.varve.engine.Snapshot} holds a moment, {@link
 * dev.varve.engine.Cursor} walks keys in order. docs/engine.md tells the life of a write, a read, a
 * flush, a compaction and a recovery.
 *
 * <p>This package holds what callers see; the work is done in packages below it, which know nothing
 * of this one:
 *
 * <ul>
 *   <li>{@code batch}: the encoding of a write batch;
 *   <li>{@code write}: commit, and how writers are slowed down;
 *   <li>{@code read}: point lookups and cursors over a view;
 *   <li>{@code background}: flushes and compactions;
 *   <li>{@code recovery}: opening a directory;
 *   <li>{@code event}: the events that a listener is told; {@code health}: whether writes are
 *       taken, and the way of events to listener and log;
 *   <li>{@code partition}: a partition, its present view, and the version set;
 *   <li>{@code memtable}, {@code table}, {@code merge}, {@code compaction}, {@code version}, {@code
 *       pin}: the parts of a tree, and how long they stay.
 * </ul>
 *
 * <p>Threading: the engine and its snapshots are for any number of threads; a batch and a cursor
 * for one at a time.
 */
package dev.varve.engine;
