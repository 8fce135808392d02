package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import java.util.Arrays;

/**
 * The changes of some items in a shard: a trigger follows each lane by itself.
 *
 * @param shard the shard
 * @param number from 0, below the trigger's parallelism
 */
record Lane(ShardName shard, int number) {
  /**
   * The number of the lane that an item is in. Places of lanes are stored, so that this never
   * changes.
   *
   * @param key the item's engine key
   * @param parallelism how many lanes there are
   */
  static int of(byte[] key, int parallelism) {
    // Multiplied, since the last bytes alone tell most keys apart: Fibonacci hashing.
    int hash = Arrays.hashCode(key) * 0x9E3779B9;
    return Math.floorMod(hash ^ (hash >>> 16), parallelism);
  }
}
