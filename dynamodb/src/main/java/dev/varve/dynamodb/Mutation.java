package dev.varve.dynamodb;

import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/**
 * One change of one item: what puts, updates and deletions are, alone and as parts of something
 * larger.
 *
 * @param table where the item is
 * @param key the item's engine key
 * @param need how much of the item as it was the change depends on
 * @param condition has to hold for the item as it was, which it needs; {@code null} for none
 * @param returnItemOnFailure whether the error of a failed condition shows the item
 * @param change what becomes of the item
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Mutation(
    Table table,
    byte[] key,
    Need need,
    Condition condition,
    boolean returnItemOnFailure,
    Change change) {

  /** What has to be read before. */
  enum Need {
    NOTHING,
    EXISTENCE,
    ITEM
  }

  /** What becomes of an item. Called under the lock of its key. */
  interface Change {
    /**
     * The item afterwards, or {@code null} for none.
     *
     * @param before {@code null} if there is none, or it is not needed
     * @throws dev.varve.dynamodb.error.ValidationException if the item cannot become so; nothing is
     *     written then
     */
    Image after(Item before) throws IOException;
  }

  /**
   * An item afterwards.
   *
   * @param stored its stored form
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Image(Item item, byte[] stored) {}

  /** The partition that holds the item. */
  Partition partition() {
    return table.partitionOf(key);
  }
}
