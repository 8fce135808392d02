package dev.varve.dynamodb.table;

import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.partition.HashStarts;
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
  private final HashStarts starts;

  private PartitionMap(List<ItemPartition> partitions) {
    this.partitions = List.copyOf(partitions);
    this.starts = new HashStarts(partitions.stream().map(ItemPartition::range).toList());
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
    return partitions.get(starts.indexOf(KeyCodec.hashOf(key)));
  }

  /** Those that hold a hash between two, both inclusive. */
  public List<ItemPartition> between(long first, long last) {
    return partitions.subList(starts.indexOf(first), starts.indexOf(last) + 1);
  }
}
