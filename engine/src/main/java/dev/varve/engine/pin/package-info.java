/**
 * Keeping what a reader uses alive without a shared counter: {@link
 * dev.varve.engine.pin.ReadEpochs} for point reads, {@link dev.varve.engine.pin.RefCounted} for
 * whatever lives longer.
 */
package dev.varve.engine.pin;
