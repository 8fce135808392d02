/**
 * Turning many tables into fewer: a {@link dev.varve.engine.compaction.CompactionPolicy} looks at a
 * version and returns a {@link dev.varve.engine.compaction.CompactionPlan}, which is data; so do
 * {@link dev.varve.engine.compaction.Reclamation} and {@link
 * dev.varve.engine.compaction.FullCompaction} for what nobody can read; {@link
 * dev.varve.engine.compaction.MergeInput} reads a plan's inputs as one; {@link
 * dev.varve.engine.compaction.Retention} decides which versions of a key stay; {@link
 * dev.varve.engine.compaction.TableOutput} cuts what stays into new tables. Flushes use the latter
 * two as well.
 */
package dev.varve.engine.compaction;
