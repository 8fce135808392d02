package dev.varve.dynamodb.capacity;

import dev.varve.dynamodb.value.Item;

/**
 * How many capacity units reads and writes of so many bytes consume. Sizes are those that DynamoDB
 * counts, {@link dev.varve.dynamodb.value.ItemRules#sizeBytes}; an item that does not exist has
 * size 0.
 */
public final class CapacityUnits {
  /** The size of an index entry that does not exist. */
  public static final int NO_ENTRY = -1;

  private static final int READ_UNIT_BYTES = 4 * 1024;
  private static final int WRITE_UNIT_BYTES = 1024;

  private CapacityUnits() {}

  /** The units of a strongly consistent read: one for each 4 KB begun, at least one. */
  public static long readUnits(long sizeBytes) {
    return unitsBegun(sizeBytes, READ_UNIT_BYTES);
  }

  /**
   * The units of a read.
   *
   * @param consistent whether it is strongly consistent; if not, it costs half as much
   */
  public static double readUnits(long sizeBytes, boolean consistent) {
    long units = readUnits(sizeBytes);
    return consistent ? units : units / 2.0;
  }

  /**
   * The units of a read of an item.
   *
   * @param item null if it does not exist
   */
  public static double readUnits(Item item, boolean consistent) {
    return readUnits(item == null ? 0 : item.sizeBytes(), consistent);
  }

  /**
   * The units of a write: one for each KB begun, at least one.
   *
   * @param sizeBytes the larger of the item's sizes before and afterwards
   */
  public static long writeUnits(long sizeBytes) {
    return unitsBegun(sizeBytes, WRITE_UNIT_BYTES);
  }

  /**
   * The units that a write consumes of one index in which an entry changes. One that does not
   * change costs nothing.
   *
   * @param sizeBytesBefore the size of the item's entry before, or {@link #NO_ENTRY}
   * @param sizeBytesAfter the size of the item's entry afterwards, or {@link #NO_ENTRY}
   * @param sameKey whether both entries have the same index key; of no account if one is absent
   */
  public static long indexWriteUnits(int sizeBytesBefore, int sizeBytesAfter, boolean sameKey) {
    boolean removes = sizeBytesBefore != NO_ENTRY;
    boolean adds = sizeBytesAfter != NO_ENTRY;
    if (removes && adds && sameKey) {
      return writeUnits(Math.max(sizeBytesBefore, sizeBytesAfter));
    }
    return (removes ? writeUnits(sizeBytesBefore) : 0) + (adds ? writeUnits(sizeBytesAfter) : 0);
  }

  private static long unitsBegun(long sizeBytes, int unitBytes) {
    return Math.max(1, Math.ceilDiv(sizeBytes, unitBytes));
  }
}
