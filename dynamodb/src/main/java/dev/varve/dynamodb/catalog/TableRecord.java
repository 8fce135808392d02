package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.codec.KeyElement;
import java.util.List;

/**
 * A table as the catalog keeps it.
 *
 * @param name the table's name
 * @param createdMillis when it was created, in milliseconds since 1970
 * @param partitionKey the partition key attribute
 * @param sortKey the sort key attribute, or null
 * @param partitions in the order of their ranges; the first begins at hash 0
 */
public record TableRecord(
    String name,
    long createdMillis,
    KeyElement partitionKey,
    KeyElement sortKey,
    List<Partition> partitions) {

  public TableRecord {
    partitions = List.copyOf(partitions);
  }

  /**
   * A partition and where its range begins; it ends where the next one's begins.
   *
   * @param id the engine's number of the partition
   * @param firstHash first 64 bits of its smallest hash, unsigned
   */
  public record Partition(int id, long firstHash) {}
}
