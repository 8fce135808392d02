/**
 * The control plane: how tables and indexes come, change and go.
 *
 * <p>{@link dev.varve.dynamodb.control.ControlPlane} does one change at a time, each durable before
 * it is shown, and is made for many threads. The items of an index that is added to a table, or of
 * its expiry index, are entered by an {@link dev.varve.dynamodb.control.IndexBuilder}.
 */
package dev.varve.dynamodb.control;
