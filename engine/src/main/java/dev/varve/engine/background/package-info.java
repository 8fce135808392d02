/**
 * Flushes and compactions: which is due, on which thread it runs, and the jobs themselves.
 *
 * <p>Jobs run on the scheduler's threads, one flush and one compaction of a partition at a time,
 * and meet readers and writers only through {@link dev.varve.engine.partition.VersionSet}.
 */
package dev.varve.engine.background;
