/**
 * Live SSTables and cursors over them: {@link dev.varve.engine.table.SSTableHandle} keeps one open
 * and deletes its file when it is obsolete, {@link dev.varve.engine.table.RunCursor} shows what a
 * snapshot sees of a {@link dev.varve.engine.table.SortedRun}.
 */
package dev.varve.engine.table;
