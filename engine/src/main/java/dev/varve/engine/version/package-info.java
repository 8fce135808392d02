/**
 * Which tables are live. A {@link dev.varve.engine.version.Version} is an immutable set of tables
 * by level; a {@link dev.varve.engine.version.VersionEdit} is the difference between two; the
 * {@link dev.varve.engine.version.Manifest} is the log of edits, from which {@link
 * dev.varve.engine.version.ManifestState} rebuilds the whole at open.
 */
package dev.varve.engine.version;
