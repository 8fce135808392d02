package dev.varve.dynamodb.throttle;

import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;

/**
 * Whether operations may go on, by the throughput of what they work on, and how much they take of
 * it. What may go on may take more than is left; then the next ones wait for it. Units are capacity
 * units as DynamoDB counts them. Safe for use by many threads.
 *
 * <p>The refusals are {@link dev.varve.dynamodb.api.ProvisionedThroughputExceededException} and, on
 * demand, {@link dev.varve.dynamodb.api.ThrottlingException}, with their reasons.
 */
public interface Throttle {
  /** Lets everything go on. */
  Throttle NONE =
      new Throttle() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public long requireRead(ReadTarget target, ItemPartition partition, byte[] key) {
          return 0;
        }

        @Override
        public void takeRead(
            ReadTarget target, ItemPartition partition, byte[] key, double units, long admission) {
          // Nothing is counted.
        }

        @Override
        public long requireWrite(Table table, ItemPartition partition, byte[] key) {
          return 0;
        }

        @Override
        public void requireIndexes(Table table, Item before, Item after, long admission) {
          // Nothing is limited.
        }

        @Override
        public void takeWrite(
            Table table, ItemPartition partition, byte[] key, long units, long admission) {
          // Nothing is counted.
        }

        @Override
        public void takeIndexWrite(Index index, byte[] key, long units) {
          // Nothing is counted.
        }
      };

  /** Whether it has to be told what is taken. */
  boolean isOn();

  /**
   * Asks for a read of an item.
   *
   * @param key the item's engine key
   * @return to be given with what it takes
   * @throws dev.varve.dynamodb.error.DynamoException if nothing is left for it
   */
  long requireRead(ReadTarget target, ItemPartition partition, byte[] key);

  /**
   * Takes what a read of an item cost.
   *
   * @param key the item's engine key
   * @param units a multiple of a half
   * @param admission of {@link #requireRead}
   */
  void takeRead(
      ReadTarget target, ItemPartition partition, byte[] key, double units, long admission);

  /**
   * Asks for a read of a page, as of an item.
   *
   * @param key begins with the partition key of all that is read; null if there is no such
   */
  default long requirePage(ReadTarget target, ItemPartition partition, byte[] key) {
    return requireRead(target, partition, key);
  }

  /**
   * Takes what a read of a page cost, as of an item.
   *
   * @param key as {@link #requirePage} has it
   */
  default void takePage(
      ReadTarget target, ItemPartition partition, byte[] key, double units, long admission) {
    takeRead(target, partition, key, units, admission);
  }

  /**
   * Asks for a write of an item, as far as its table goes.
   *
   * @param key the item's engine key
   * @return to be given with what it takes
   * @throws dev.varve.dynamodb.error.DynamoException if nothing is left for it
   */
  long requireWrite(Table table, ItemPartition partition, byte[] key);

  /**
   * Asks for a write of an item, as far as the global indexes go whose entries it changes.
   *
   * @param before the item before, or null
   * @param after the item afterwards, or null
   * @param admission of {@link #requireWrite}
   * @throws dev.varve.dynamodb.error.DynamoException if nothing is left for one
   */
  void requireIndexes(Table table, Item before, Item after, long admission);

  /**
   * Takes what a write cost its table.
   *
   * @param key the item's engine key
   * @param admission of {@link #requireWrite}
   */
  void takeWrite(Table table, ItemPartition partition, byte[] key, long units, long admission);

  /**
   * Takes what a change of an entry cost an index: a local one has the throughput of its table.
   *
   * @param key the entry's engine key
   */
  void takeIndexWrite(Index index, byte[] key, long units);
}
