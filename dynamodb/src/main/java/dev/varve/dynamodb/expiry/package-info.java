/**
 * Time to live: deletes items that have expired.
 *
 * <p>{@link dev.varve.dynamodb.expiry.Sweeper} goes through the expiry index of each table that has
 * one, from time to time or when it is told to, and no further than what has expired; no table is
 * scanned. The deletions are those of {@link dev.varve.dynamodb.write.Expirations}. The entries of
 * an expiry index are written with their items, by {@code Effects}.
 *
 * <p>A sweeper may be used by any number of threads.
 */
package dev.varve.dynamodb.expiry;
