/**
 * What people read in a terminal: tables, quantities, the line that shows progress.
 *
 * <p>Nothing here is thread-safe but {@link dev.varve.bench.text.Quantities}, which keeps nothing.
 */
package dev.varve.bench.text;
