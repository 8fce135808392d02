/**
 * A partition: one log-structured merge tree, its present view, and the set of all of them in step
 * with the manifest.
 *
 * <p>{@link dev.varve.engine.partition.ReadView} is immutable and shared; {@link
 * dev.varve.engine.partition.Partition} replaces it under its own lock, and {@link
 * dev.varve.engine.partition.VersionSet} makes each edit durable before it is installed. Readers
 * take no lock.
 */
package dev.varve.engine.partition;
