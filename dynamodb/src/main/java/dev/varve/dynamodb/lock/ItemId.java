package dev.varve.dynamodb.lock;

import java.util.Arrays;

/**
 * An item, whether or not it exists.
 *
 * @param table the number of its table
 * @param key its engine key; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its content
public record ItemId(int table, byte[] key) implements Comparable<ItemId> {
  @Override
  public boolean equals(Object other) {
    return other instanceof ItemId that && table == that.table && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return 31 * table + Arrays.hashCode(key);
  }

  @Override
  public int compareTo(ItemId other) {
    return table == other.table
        ? Arrays.compareUnsigned(key, other.key)
        : Integer.compare(table, other.table);
  }
}
