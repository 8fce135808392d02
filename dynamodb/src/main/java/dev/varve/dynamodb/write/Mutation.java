package dev.varve.dynamodb.write;

import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.lock.ItemId;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/**
 * One change of one item: a put, an update or a deletion, alone or as a part of something larger.
 *
 * @param table the item's table
 * @param key the item's engine key
 * @param need how much has to be read of the item as it was, as far as the mutation itself goes
 * @param condition has to hold for the item as it was; needs {@link Need#ITEM}; {@code null} for
 *     none
 * @param returnItemOnFailure whether the error of a failed condition shows the item
 * @param change makes the item after of the item before
 * @param origin whose change it is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Mutation(
    Table table,
    byte[] key,
    Need need,
    Condition condition,
    boolean returnItemOnFailure,
    Change change,
    Origin origin) {

  /** The change of a mutation that only has a condition: the item stays what it is. */
  public static final Change NO_CHANGE = _ -> null;

  /** A mutation that a caller asked for. */
  public Mutation(
      Table table,
      byte[] key,
      Need need,
      Condition condition,
      boolean returnItemOnFailure,
      Change change) {
    this(table, key, need, condition, returnItemOnFailure, change, Origin.CALLER);
  }

  /** Whose change a mutation is; streams tell. */
  public enum Origin {
    /** Somebody asked for it. */
    CALLER,
    /** Whoever runs the database empties a table: to a stream as if somebody had asked for it. */
    OPERATOR,
    /** The database makes it by itself, as it deletes items whose time is over, or imports some. */
    SERVICE
  }

  /** The same mutation as the database's own. */
  public Mutation byService() {
    return new Mutation(table, key, need, condition, returnItemOnFailure, change, Origin.SERVICE);
  }

  /** Whether the mutation only has a condition, and changes nothing. */
  public boolean isCheck() {
    return change == NO_CHANGE;
  }

  /** How much has to be read of the item before it changes. */
  public enum Need {
    /** Nothing: whether there is an item is not known, then. */
    NOTHING,
    /** Whether there is one. */
    EXISTENCE,
    /** All of it. */
    ITEM
  }

  /** Makes the item after of the item before. Called under the lock of the item's key. */
  public interface Change {
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
  public record Image(Item item, byte[] stored) {}

  /** The item, as locks know it. */
  public ItemId item() {
    return new ItemId(table.record().id(), key);
  }

  /**
   * How much has to be read now: all of the item, if something is kept beside it that depends on it
   * before. While its key is locked, when none of that comes or goes.
   */
  Need neededNow() {
    return table.dependsOnBefore() ? Need.ITEM : need;
  }

  /** The partition that holds the item. */
  public ItemPartition partition() {
    return table.partitionOf(key);
  }
}
