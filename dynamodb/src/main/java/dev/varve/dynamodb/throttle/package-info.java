/**
 * Throttling: refuses what exceeds the throughput of a table, of a global index or of one
 * partition.
 *
 * <p>An operation asks a {@link dev.varve.dynamodb.throttle.Throttle} whether it may go on, and
 * tells it afterwards how many capacity units that took. {@link
 * dev.varve.dynamodb.throttle.TokenThrottle} has a {@code Meter} for the reads and one for the
 * writes of each table and global index, made of token buckets by what the table's settings say,
 * and one bucket each for those of each partition. Nothing of it is stored: after an opening all
 * buckets are full.
 *
 * <p>All types may be used by any number of threads; there are no locks but one for a change of a
 * table's settings.
 */
package dev.varve.dynamodb.throttle;
