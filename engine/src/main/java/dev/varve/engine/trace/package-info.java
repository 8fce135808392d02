/** How events reach the listener and the log. Thread-safe. */
package dev.varve.engine.trace;
