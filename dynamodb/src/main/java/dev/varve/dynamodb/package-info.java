/**
 * The database as a library: tables and DynamoDB's operations on items.
 *
 * <p>{@link dev.varve.dynamodb.Varve} is the database. Requests ({@link
 * dev.varve.dynamodb.PutItem}, {@link dev.varve.dynamodb.GetItem}, {@link
 * dev.varve.dynamodb.UpdateItem}, {@link dev.varve.dynamodb.DeleteItem}, {@link
 * dev.varve.dynamodb.Query}, {@link dev.varve.dynamodb.Scan}) and results are immutable records.
 * {@link dev.varve.dynamodb.TablePartition} tells what each partition holds and has done.
 *
 * <p>Threads: {@code Varve} may be used by any number of threads at once; builders belong to one
 * thread.
 */
package dev.varve.dynamodb;
