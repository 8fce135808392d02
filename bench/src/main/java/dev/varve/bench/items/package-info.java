/**
 * The workloads of DynamoDB's operations: items, who does what to them, the checks of every answer,
 * and the stores that are compared.
 *
 * <p>Items are written and checked in the form that a store's own client has for them, so that no
 * conversion is measured. Random choices come from seeds; a task belongs to one thread.
 */
package dev.varve.bench.items;
