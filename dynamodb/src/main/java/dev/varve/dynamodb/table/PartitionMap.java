package dev.varve.dynamodb.table;

import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.partition.HashStarts;
import dev.varve.dynamodb.partition.ItemCount;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.stats.HashRange;
import java.util.ArrayList;
import java.util.HashMap;
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
    return of(starts, hashes, counts, Map.of());
  }

  private static PartitionMap of(
      List<TableRecord.PartitionStart> starts,
      IntFunction<HashRange> hashes,
      Map<Integer, Long> counts,
      Map<Integer, ItemPartition> known) {
    List<ItemPartition> partitions = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int id = starts.get(i).partition();
      Long count = counts.get(id);
      ItemPartition present = known.get(id);
      partitions.add(
          present != null
              ? present
              : ItemPartition.of(
                  id,
                  hashes.apply(i),
                  count == null ? ItemCount.unknown(id) : ItemCount.known(id, count)));
    }
    return new PartitionMap(partitions);
  }

  /**
   * The map after some partitions took the place of others: how many items are in these is not
   * known. The same map if none did.
   */
  PartitionMap changed(
      List<TableRecord.PartitionStart> starts, IntFunction<HashRange> hashes) {
    Map<Integer, ItemPartition> known = new HashMap<>();
    partitions.forEach(partition -> known.put(partition.id(), partition));
    boolean isSame =
        starts.size() == partitions.size()
            && starts.stream().allMatch(start -> known.containsKey(start.partition()));
    return isSame ? this : of(starts, hashes, Map.of(), known);
  }

  /** In the order of their ranges. */
  public List<ItemPartition> all() {
    return partitions;
  }

  /** The partition of an engine key, which is asked for. */
  public ItemPartition of(byte[] key) {
    long hash = KeyCodec.hashOf(key);
    ItemPartition partition = partitions.get(starts.indexOf(hash));
    partition.heat().touch(hash);
    return partition;
  }

  /** Those that hold a hash between two, both inclusive. */
  public List<ItemPartition> between(long first, long last) {
    return partitions.subList(starts.indexOf(first), starts.indexOf(last) + 1);
  }
}
