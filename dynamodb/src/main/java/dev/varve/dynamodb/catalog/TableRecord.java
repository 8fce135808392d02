package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.stats.HashRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A table as the catalog keeps it.
 *
 * @param name the table's name
 * @param id a number that no other table and no index has, and none will have while a partition of
 *     this one exists: names are used again, and partitions of a deleted table may outlive it
 * @param createdMillis when it was created, in milliseconds since 1970
 * @param partitionKey the partition key attribute
 * @param sortKey the sort key attribute, or null
 * @param partitions in the order of their ranges; the first begins at hash 0
 * @param indexes its secondary indexes, in the order in which they were defined
 * @param settings all else but how its items expire
 * @param timeToLive how its items expire, if they ever did
 */
public record TableRecord(
    String name,
    int id,
    long createdMillis,
    KeyElement partitionKey,
    KeyElement sortKey,
    List<PartitionStart> partitions,
    List<IndexRecord> indexes,
    TableSettings settings,
    Optional<TimeToLiveRecord> timeToLive) {

  public TableRecord {
    partitions = List.copyOf(partitions);
    indexes = List.copyOf(indexes);
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(timeToLive, "timeToLive");
  }

  /** A table whose items never expired. */
  public TableRecord(
      String name,
      int id,
      long createdMillis,
      KeyElement partitionKey,
      KeyElement sortKey,
      List<PartitionStart> partitions,
      List<IndexRecord> indexes,
      TableSettings settings) {
    this(
        name,
        id,
        createdMillis,
        partitionKey,
        sortKey,
        partitions,
        indexes,
        settings,
        Optional.empty());
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
    return hashes(partitions, index);
  }

  static HashRange hashes(List<PartitionStart> partitions, int index) {
    long last = index + 1 < partitions.size() ? partitions.get(index + 1).firstHash() - 1 : -1L;
    return new HashRange(partitions.get(index).firstHash(), last);
  }

  /** The key attributes, the partition key's first. */
  public List<KeyElement> keys() {
    return sortKey == null ? List.of(partitionKey) : List.of(partitionKey, sortKey);
  }

  /** The index of this name, if there is one. */
  public Optional<IndexRecord> index(String indexName) {
    return indexes.stream().filter(index -> index.name().equals(indexName)).findFirst();
  }

  /** This table with other settings. */
  public TableRecord with(TableSettings value) {
    return new TableRecord(
        name, id, createdMillis, partitionKey, sortKey, partitions, indexes, value, timeToLive);
  }

  /** This table with other times to live. */
  public TableRecord with(TimeToLiveRecord value) {
    return new TableRecord(
        name,
        id,
        createdMillis,
        partitionKey,
        sortKey,
        partitions,
        indexes,
        settings,
        Optional.of(value));
  }

  /** This table with other indexes. */
  public TableRecord withIndexes(List<IndexRecord> value) {
    return new TableRecord(
        name, id, createdMillis, partitionKey, sortKey, partitions, value, settings, timeToLive);
  }

  /** This table with other partitions. */
  public TableRecord withPartitions(List<PartitionStart> value) {
    return new TableRecord(
        name, id, createdMillis, partitionKey, sortKey, value, indexes, settings, timeToLive);
  }

  /** This table with an index in place of the one of its name, or added if there is none. */
  public TableRecord with(IndexRecord changed) {
    List<IndexRecord> all = new ArrayList<>(indexes);
    int place = all.indexOf(index(changed.name()).orElse(null));
    if (place < 0) {
      all.add(changed);
    } else {
      all.set(place, changed);
    }
    return withIndexes(all);
  }

  /** This table without the index of a name. */
  public TableRecord withoutIndex(String indexName) {
    return withIndexes(indexes.stream().filter(index -> !index.name().equals(indexName)).toList());
  }
}
