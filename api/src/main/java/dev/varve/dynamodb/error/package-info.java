/**
 * The errors that DynamoDB's operations answer with and its model does not list; {@code
 * dev.varve.dynamodb.api} has the others. Each has DynamoDB's own message.
 *
 * <p>Trouble with the disk or with stored bytes is no DynamoDB error: it stays a {@link
 * java.io.IOException}.
 *
 * <p>This package is the lowest of the module. All types are immutable.
 */
package dev.varve.dynamodb.error;
