/**
 * The ground floor: everything the engine asks of the outside world, behind interfaces that a test
 * can replace.
 *
 * <p>{@link dev.varve.io.Env} bundles them: {@link dev.varve.io.FileSystem} for all files, {@link
 * dev.varve.io.Clock}, {@link dev.varve.io.Scheduler} for background work and {@link
 * dev.varve.io.MemoryLedger} for every off-heap byte. {@link dev.varve.io.OverlayFileSystem} shows
 * another file system and keeps all changes in memory; {@link dev.varve.io.RamFileSystem} has its
 * files there altogether. Beside them stand the helpers that all formats share: byte order and
 * comparison, varints, checksums, and the two exceptions that say that a file's bytes are wrong;
 * and two helpers for threads: {@link dev.varve.io.FirstFailure}, after which a component refuses
 * to go on, and {@link dev.varve.io.ThreadSlots}, which spread threads over a table.
 *
 * <p>Threading: interfaces say it for themselves; helper classes are either static and stateless or
 * confined to one thread.
 */
package dev.varve.io;
