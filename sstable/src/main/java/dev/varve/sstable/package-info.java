/**
 * One immutable sorted file of internal keys and values; docs/formats/sstable.md describes its
 * bytes.
 *
 * <p>{@link dev.varve.sstable.SSTableWriter} writes a file in key order, {@link
 * dev.varve.sstable.SSTableReader} maps one and answers point reads in place, {@link
 * dev.varve.sstable.SSTableCursor} walks over one in both directions, {@link
 * dev.varve.sstable.Lookup} holds a point read's answer and scratch memory, {@link
 * dev.varve.sstable.Prefetch} loads ahead for several point reads, {@link
 * dev.varve.sstable.BlockCache} keeps decompressed blocks for all tables. {@link
 * dev.varve.sstable.InternalKey} and {@link dev.varve.sstable.EntryKind} define what an entry is
 * for everything above.
 *
 * <p>Threading: a reader serves any number of threads without locks; writers, cursors and lookups
 * are for one thread at a time.
 */
package dev.varve.sstable;
