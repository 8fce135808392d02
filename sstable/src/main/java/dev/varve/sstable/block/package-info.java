/**
 * One block of sorted entries: its layout, builder, view and cursor. Data blocks and the index have
 * the same form.
 *
 * <p>{@link dev.varve.sstable.block.BlockBuilder} writes one, {@link dev.varve.sstable.block.Block}
 * is a view of one and finds entries in place, {@link dev.varve.sstable.block.BlockCursor} walks.
 * Nothing here knows files.
 *
 * <p>Threading: every object is confined to one thread; only a view that is no longer put over
 * other content may be shared.
 */
package dev.varve.sstable.block;
