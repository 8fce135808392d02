/**
 * Streams of tables: logs of changes as the service shows them.
 *
 * <p>A stream has a shard for each partition of its table, and each shard a log of {@link
 * dev.varve.dynamodb.changes}. A shard that has taken changes for some hours is closed, and a child
 * goes on with its hashes; it is dropped whole when its last change is old enough: so that no
 * change has to be removed by itself. {@link dev.varve.dynamodb.stream.Streams} knows all streams,
 * {@link dev.varve.dynamodb.stream.StreamLifecycle} begins, goes on with and ends them, and {@link
 * dev.varve.dynamodb.stream.StreamReads} reads.
 *
 * <p>All is made for many threads; {@code StreamLifecycle} changes streams for one at a time.
 */
package dev.varve.dynamodb.stream;
