/**
 * What an engine tells of itself while it runs: {@link dev.varve.engine.event.EngineListener} is
 * given each {@link dev.varve.engine.event.EngineEvent}. What has gone wrong is also logged, see
 * docs/engine.md; figures are in {@code PartitionStats} and {@code EngineStats}.
 */
package dev.varve.engine.event;
