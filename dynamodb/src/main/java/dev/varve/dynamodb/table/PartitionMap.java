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
import java.util.OptionalLong;
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
          ItemPartition.of(
              id,
              hashes.apply(i),
              count == null ? ItemCount.unknown(id) : ItemCount.known(id, count)));
    }
    return new PartitionMap(partitions);
  }

  /**
   * The map after some partitions took the place of others; the same if none did. While all key
   * locks are held.
   */
  PartitionMap changed(List<TableRecord.PartitionStart> changed, IntFunction<HashRange> hashes) {
    Map<Integer, ItemPartition> present = new HashMap<>();
    partitions.forEach(partition -> present.put(partition.id(), partition));
    boolean isSame =
        changed.size() == partitions.size()
            && changed.stream().allMatch(start -> present.containsKey(start.partition()));
    if (isSame) {
      return this;
    }
    List<ItemPartition> next = new ArrayList<>();
    for (int i = 0; i < changed.size(); i++) {
      int id = changed.get(i).partition();
      ItemPartition kept = present.get(id);
      next.add(kept == null ? successor(id, hashes.apply(i)) : kept);
    }
    return new PartitionMap(next);
  }

  /** A partition of which it is known how many items it holds if those of its hashes tell. */
  private ItemPartition successor(int id, HashRange hashes) {
    long sum = 0;
    for (ItemPartition before : between(hashes.first(), hashes.last())) {
      OptionalLong items = before.itemCount().ifKnown();
      boolean isWhole =
          hashes.contains(before.range().first()) && hashes.contains(before.range().last());
      if (items.isEmpty() || !(isWhole || items.getAsLong() == 0)) {
        return ItemPartition.of(id, hashes, ItemCount.unknown(id));
      }
      sum += items.getAsLong();
    }
    return ItemPartition.of(id, hashes, ItemCount.known(id, sum));
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
