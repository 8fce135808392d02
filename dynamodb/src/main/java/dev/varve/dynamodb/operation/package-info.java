/**
 * The operations: one class each, from a request to an answer.
 *
 * <p>Every operation goes through {@link dev.varve.dynamodb.operation.Handler}, which keeps the
 * service's order of checks: the model's constraints, what the request alone tells, then tables,
 * keys, items and conditions. What several operations need of a request is in {@link
 * dev.varve.dynamodb.operation.Families} and {@link dev.varve.dynamodb.operation.Binding}; {@link
 * dev.varve.dynamodb.operation.Services} is what they work with.
 *
 * <p>Handlers may be used by any number of threads; what they bind belongs to one request.
 */
package dev.varve.dynamodb.operation;
