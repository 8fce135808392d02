/**
 * The memtable: recent writes of one partition, sorted, off the heap.
 *
 * <p>{@link dev.varve.engine.memtable.MemTable} is a B+tree whose nodes are only ever appended to
 * or replaced by fresh copies, so that one writer and any number of readers work on it at once and
 * no reader ever waits. {@link dev.varve.engine.memtable.MemTableCursor} walks it. Once it has some
 * thousand entries, an index of hashes beside the tree answers point reads ({@code KeyIndex}).
 */
package dev.varve.engine.memtable;
