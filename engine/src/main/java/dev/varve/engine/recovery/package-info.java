/**
 * Opening a directory: the log replayed into memtables, log and manifest compared with each other,
 * and files that no version lists deleted or moved aside. Used by one thread, before the engine is.
 */
package dev.varve.engine.recovery;
