/**
 * DynamoDB's tables and operations in this process.
 *
 * <p>{@link dev.varve.dynamodb.Varve} opens a database and has a method for every operation, with
 * the requests and answers of {@link dev.varve.dynamodb.api}, and beside them what the service does
 * not have: counts, partitions and their latencies, flushes. {@link
 * dev.varve.dynamodb.TableDefinition} is the short way to create a table.
 *
 * <p>A database may be used by any number of threads; all other types are immutable, but for
 * builders.
 */
package dev.varve.dynamodb;
