/**
 * The database as a library: tables and DynamoDB's operations on items.
 *
 * <p>{@link dev.varve.dynamodb.Varve} is the database. Requests ({@link
 * dev.varve.dynamodb.PutItem}, {@link dev.varve.dynamodb.GetItem}, {@link
 * dev.varve.dynamodb.UpdateItem}, {@link dev.varve.dynamodb.DeleteItem}, {@link
 * dev.varve.dynamodb.Query}, {@link dev.varve.dynamodb.Scan}) and results are immutable records.
 * {@link dev.varve.dynamodb.TablePartition} tells what each partition holds and has done.
 *
 * <p>Inside, this package stands on top: it checks a request in DynamoDB's order and hands it to a
 * room below. No room knows this package, and none knows one that is later in this list:
 *
 * <ul>
 *   <li>{@code error}, {@code value}, {@code codec}, {@code expression}, {@code json}: items, their
 *       bytes, the expressions on them
 *   <li>{@code stats}, {@code lock}, {@code catalog}: terms of statistics, locks on keys, the
 *       record of all tables
 *   <li>{@code partition}, {@code table}: the tables of an open database and their partitions
 *   <li>{@code read}: from a plan to a page of items
 *   <li>{@code write}: from a mutation to a batch of the engine
 * </ul>
 *
 * <p>So the way of a put is: {@code WriteOperations} here finds the {@code table.Table}, whose
 * {@code table.KeySchema} gives the engine key and whose {@code codec.ItemCodec} gives the value,
 * and makes a {@code write.Mutation}; {@code write.MutationPipeline} locks the key ({@code
 * lock.KeyLocks}), reads the item before if the request depends on it ({@code read.ItemReads}),
 * checks the condition ({@code expression.Evaluation}), and commits one batch to the engine. The
 * way of a query is: {@code ReadOperations} here, {@code expression.KeyConditionTerms}, {@code
 * read.QueryRange}, {@code read.QueryPlan}, {@code read.PageReads}.
 *
 * <p>Threads: {@code Varve} may be used by any number of threads at once; builders belong to one
 * thread.
 */
package dev.varve.dynamodb;
