package dev.varve.dynamodb.table;

import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.partition.ItemCount;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.partition.Latencies;
import dev.varve.dynamodb.stats.HashRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The partitions of a table or of an index, and which of them holds a key. Immutable. */
public final class PartitionMap {
  private final List<ItemPartition> partitions;

  /** First hash of each partition, in their order. */
  private final long[] firstHashes;

  private PartitionMap(List<ItemPartition> partitions) {
    this.partitions = List.copyOf(partitions);
    this.firstHashes =
        partitions.stream().mapToLong(partition -> partition.range().first()).toArray();
  }

  /**
   * Partitions as the catalog has them.
   *
   * @param hashes of each, by its place
   * @param counts known counts by partition; the others are unknown
   */
  static PartitionMap of(
      List<TableRecord.PartitionStart> starts,
      IntFunction<HashRange> hashes,
      Map<Integer, Long> counts) {
    List<ItemPartition> partitions = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int id = starts.get(i).partition();
      Long count = counts.get(id);
      partitions.add(
          new ItemPartition(
              id,
              hashes.apply(i),
              count == null ? ItemCount.unknown(id) : ItemCount.known(id, count),
              new Latencies()));
    }
    return new PartitionMap(partitions);
  }

  /** In the order of their ranges. */
  public List<ItemPartition> all() {
    return partitions;
  }

  /** The partition of an engine key. */
  public ItemPartition of(byte[] key) {
    return partitions.get(indexOf(KeyCodec.hashOf(key)));
  }

  /** Those that hold a hash between two, both inclusive. */
  public List<ItemPartition> between(long first, long last) {
    return partitions.subList(indexOf(first), indexOf(last) + 1);
  }

  /** The index of the partition whose range holds a hash. */
  private int indexOf(long hash) {
    int low = 0;
    int high = firstHashes.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Long.compareUnsigned(firstHashes[middle], hash) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
