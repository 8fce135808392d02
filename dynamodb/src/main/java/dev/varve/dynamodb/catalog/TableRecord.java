package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.stats.HashRange;
import java.util.List;

/**
 * A table as the catalog keeps it.
 *
 * @param name the table's name
 * @param id a number that no other table has, and no other will have while a partition of this one
 *     exists: names are used again, and partitions of a deleted table may outlive it
 * @param createdMillis when it was created, in milliseconds since 1970
 * @param partitionKey the partition key attribute
 * @param sortKey the sort key attribute, or null
 * @param partitions in the order of their ranges; the first begins at hash 0
 */
public record TableRecord(
    String name,
    int id,
    long createdMillis,
    KeyElement partitionKey,
    KeyElement sortKey,
    List<PartitionStart> partitions) {

  public TableRecord {
    partitions = List.copyOf(partitions);
  }

  /**
   * A partition and where its range begins; it ends where the next one's begins.
   *
   * @param partition the engine's number of the partition
   * @param firstHash first 64 bits of its smallest hash, unsigned
   */
  public record PartitionStart(int partition, long firstHash) {}

  /**
   * The hashes of a partition.
   *
   * @param index its place in {@link #partitions}
   */
  public HashRange hashes(int index) {
    long last = index + 1 < partitions.size() ? partitions.get(index + 1).firstHash() - 1 : -1L;
    return new HashRange(partitions.get(index).firstHash(), last);
  }
}
