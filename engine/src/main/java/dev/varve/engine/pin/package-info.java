/**
 * Keeping what a reader uses alive without a shared counter: {@link
 * dev.varve.engine.pin.ReadEpochs} for point reads, {@link dev.varve.engine.pin.RefCounted} for
 * whatever lives longer. With them stand the sequence number that readers see ({@link
 * dev.varve.engine.pin.VisibleSequence}), the sequence numbers that snapshots keep ({@link
 * dev.varve.engine.pin.SnapshotList}), and the lock that is held for a microsecond ({@link
 * dev.varve.engine.pin.ShortLock}).
 */
package dev.varve.engine.pin;
