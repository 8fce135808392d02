/**
 * The encoding of a write batch: written by {@link dev.varve.engine.batch.Batch}, checked by {@link
 * dev.varve.engine.batch.BatchCheck} where it was read back from the log, and walked over by {@link
 * dev.varve.engine.batch.BatchReader} on its way into memtables.
 *
 * <p>A batch, a check and a reader are for one thread at a time.
 */
package dev.varve.engine.batch;
