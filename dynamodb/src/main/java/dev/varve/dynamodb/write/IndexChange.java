package dev.varve.dynamodb.write;

import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.throttle.Throttle;

/**
 * What a write did to the entry of its item in an index. At least one of both entries is there, and
 * they differ.
 *
 * @param index which one
 * @param before the entry before, or null if the index did not hold the item
 * @param after the entry afterwards, or null if the index does not hold the item
 * @param sameKey whether there are both entries, at the same place in the index
 */
public record IndexChange(Index index, Entry before, Entry after, boolean sameKey) {
  /** Takes what the change costs the index: where the entry moves, at both places. */
  void take(Throttle throttle) {
    if (before != null && !sameKey) {
      throttle.takeIndexWrite(index, before.key(), CapacityUnits.writeUnits(before.sizeBytes()));
    }
    if (after != null) {
      int sizeBytes = sameKey ? Math.max(before.sizeBytes(), after.sizeBytes()) : after.sizeBytes();
      throttle.takeIndexWrite(index, after.key(), CapacityUnits.writeUnits(sizeBytes));
    }
  }

  /** The write units that the change costs the index. */
  public long writeUnits() {
    return CapacityUnits.indexWriteUnits(sizeBytes(before), sizeBytes(after), sameKey);
  }

  private static int sizeBytes(Entry entry) {
    return entry == null ? CapacityUnits.NO_ENTRY : entry.sizeBytes();
  }

  /**
   * An entry.
   *
   * @param partition that holds it
   * @param key its engine key
   * @param sizeBytes of its attributes, as DynamoDB counts them
   * @param isStored whether it is in the partition: not so an old one that a build of the index has
   *     not come to yet
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Entry(ItemPartition partition, byte[] key, int sizeBytes, boolean isStored) {}
}
