/**
 * The errors that DynamoDB's operations answer with: one type per error name, each with DynamoDB's
 * own message.
 *
 * <p>{@link dev.varve.dynamodb.error.DynamoException} is sealed, so a front end maps all of them to
 * its wire format in one exhaustive switch. Trouble with the disk or with stored bytes is no
 * DynamoDB error: it stays a {@link java.io.IOException}.
 *
 * <p>This package is the lowest of the module. All types are immutable.
 */
package dev.varve.dynamodb.error;
