/**
 * Whether an engine takes writes, and how it tells what happens to it: {@link
 * dev.varve.engine.health.Health} keeps the first failure, {@link
 * dev.varve.engine.health.EventSink} gives events to the listener and the log. Thread-safe.
 */
package dev.varve.engine.health;
