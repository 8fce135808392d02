package dev.varve.dynamodb.partition;

import dev.varve.dynamodb.stats.HashRange;

/**
 * A partition of a table of an open database.
 *
 * @param id the engine's number of it
 * @param range the hashes of the partition keys that it holds
 * @param itemCount how many items it holds
 * @param latencies how long the operations on it took since the database was opened, or since it
 *     took the place of others
 * @param heat which of its keys are asked for
 */
public record ItemPartition(
    int id, HashRange range, ItemCount itemCount, Latencies latencies, Heat heat) {
  /** A partition on which there have been no operations. */
  public static ItemPartition of(int id, HashRange range, ItemCount itemCount) {
    return new ItemPartition(id, range, itemCount, new Latencies(), new Heat());
  }
}
