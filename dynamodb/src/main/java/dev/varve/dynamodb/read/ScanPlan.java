package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.value.Item;
import java.util.List;

/**
 * A page of a Scan, checked and ready to be read.
 *
 * @param lower the first engine key, inclusive
 * @param hashes the hashes to read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ScanPlan(
    ReadTarget target, byte[] lower, HashRange hashes, Selection selection, ReadMode mode) {
  /**
   * The plan of the page behind a start key.
   *
   * @param startKey null for the first page
   * @throws dev.varve.dynamodb.error.ValidationException if the start key is none of the table or
   *     index, or lies outside of the range
   */
  public static ScanPlan of(
      ReadTarget target, ScanRange range, Item startKey, Selection selection, ReadMode mode) {
    byte[] lower =
        startKey != null
            ? KeyCodec.after(range.startKey(target.schema(), startKey))
            : KeyCodec.lowestKey(range.hashes().first());
    return new ScanPlan(target, lower, range.hashes(), selection, mode);
  }

  /** The engine key behind the last one, or null for no bound. */
  byte[] upper() {
    return hashes.last() == -1L ? null : KeyCodec.lowestKey(hashes.last() + 1);
  }

  /** The partitions that hold the keys, in their order. */
  public List<ItemPartition> partitions() {
    return target.partitionMap().between(KeyCodec.hashOf(lower), hashes.last());
  }
}
