package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.stats.HashRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A secondary index as the catalog keeps it. Its entries lie in partitions of its own, over the
 * same hash space as those of a table.
 *
 * @param name unique among the indexes of its table
 * @param id a number that no other index and no table has, and none will have while a partition of
 *     this one exists; 0 in a definition, whose index the catalog has not made yet
 * @param kind whether it has a partition key of its own
 * @param partitionKey 1 to 4 attributes whose values together are hashed; one if local
 * @param sortKey 0 to 4 attributes that order the entries of one partition key; one if local
 * @param projection which attributes its entries have
 * @param status whether it can be read
 * @param backfilling whether the table's older items are being entered; only while {@code CREATING}
 * @param partitions in the order of their ranges, the first begins at hash 0; empty in a definition
 */
public record IndexRecord(
    String name,
    int id,
    Kind kind,
    List<KeyElement> partitionKey,
    List<KeyElement> sortKey,
    ProjectionRecord projection,
    Status status,
    boolean backfilling,
    List<TableRecord.PartitionStart> partitions) {
  /** The most attributes of a partition key, and of a sort key. */
  public static final int MAX_KEY_ATTRIBUTES = 4;

  /** What an index is to its table. */
  public enum Kind {
    /** Any key attributes; eventually consistent reads alone. */
    GLOBAL,
    /** The table's partition key, and another sort key. */
    LOCAL
  }

  /** What may be done with an index. */
  public enum Status {
    /** It gets what is written, and is not read yet. */
    CREATING,
    ACTIVE,
    /** It is gone from its table's record, and is shown for a while. */
    DELETING
  }

  public IndexRecord {
    Objects.requireNonNull(name, "name");
    partitionKey = List.copyOf(partitionKey);
    sortKey = List.copyOf(sortKey);
    partitions = List.copyOf(partitions);
    boolean fits =
        kind == Kind.LOCAL
            ? partitionKey.size() == 1 && sortKey.size() == 1
            : !partitionKey.isEmpty()
                && partitionKey.size() <= MAX_KEY_ATTRIBUTES
                && sortKey.size() <= MAX_KEY_ATTRIBUTES;
    if (!fits) {
      throw new IllegalArgumentException(
          "a %s index with %d partition and %d sort key attributes"
              .formatted(kind, partitionKey.size(), sortKey.size()));
    }
  }

  /** An index that is to be made: the catalog gives it its number and its partitions. */
  public static IndexRecord definition(
      String name,
      Kind kind,
      List<KeyElement> partitionKey,
      List<KeyElement> sortKey,
      ProjectionRecord projection,
      Status status) {
    return new IndexRecord(
        name, 0, kind, partitionKey, sortKey, projection, status, false, List.of());
  }

  /** The attributes of the partition key, then those of the sort key. */
  public List<KeyElement> keys() {
    List<KeyElement> keys = new ArrayList<>(partitionKey);
    keys.addAll(sortKey);
    return keys;
  }

  /**
   * The hashes of a partition.
   *
   * @param index its place in {@link #partitions}
   */
  public HashRange hashes(int index) {
    return TableRecord.hashes(partitions, index);
  }

  /** This index with its number and partitions. */
  IndexRecord made(int number, List<TableRecord.PartitionStart> starts) {
    return new IndexRecord(
        name, number, kind, partitionKey, sortKey, projection, status, backfilling, starts);
  }

  /** This index with other partitions. */
  public IndexRecord withPartitions(List<TableRecord.PartitionStart> value) {
    return made(id, value);
  }

  /** This index in another status. */
  public IndexRecord with(Status newStatus, boolean nowBackfilling) {
    return new IndexRecord(
        name, id, kind, partitionKey, sortKey, projection, newStatus, nowBackfilling, partitions);
  }
}
