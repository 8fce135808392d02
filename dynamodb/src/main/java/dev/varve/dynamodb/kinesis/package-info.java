/**
 * Kinesis streaming destinations: the changes of a table as lines of JSON, in files or at an
 * endpoint.
 *
 * <p>A destination has a queue in the database, which each change is written to in the batch of its
 * write, and taken out of when it has been delivered: at least once, in the order of all changes of
 * the table. It needs no stream of the table, and does not know of any. {@link
 * dev.varve.dynamodb.kinesis.Destinations} begins and ends destinations, and a {@code QueueFeed}
 * delivers for each.
 *
 * <p>{@code Destinations} is for many threads.
 */
package dev.varve.dynamodb.kinesis;
