/**
 * Reading several sorted sources as one: {@link dev.varve.engine.merge.EntryCursor} is what a
 * memtable, a table and a level look like to a reader, {@link dev.varve.engine.merge.MergingCursor}
 * is their union.
 *
 * <p>Threading: a cursor belongs to one thread at a time.
 */
package dev.varve.engine.merge;
