/**
 * The read path: point lookups and cursors over one {@link dev.varve.engine.partition.ReadView}.
 *
 * <p>A lookup is used within its read epoch, a cursor pins its view. Both belong to one thread at a
 * time and are pooled, so that reads allocate nothing.
 */
package dev.varve.engine.read;
