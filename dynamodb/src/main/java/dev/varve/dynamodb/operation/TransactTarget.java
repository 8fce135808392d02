package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An item that a part of a transaction reads, checks or writes. */
interface TransactTarget {
  /** The table as the request names it. */
  String tableName();

  /** The attributes that name the item, and maybe others. */
  Item target();

  /**
   * Whether {@link #target} names an item of a table with this key: if not, that is refused later.
   */
  default boolean fits(KeySchema schema) {
    return schema.matches(target());
  }

  /**
   * Finds the tables of a transaction's items, and checks what refuses it as a whole, whatever else
   * may be wrong with one of its parts.
   *
   * @return the table of each target, in their order
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if one of the tables does not exist
   * @throws dev.varve.dynamodb.error.ValidationException if a key attribute is empty, or an item
   *     occurs twice
   */
  static List<Table> tables(Tables tables, List<? extends TransactTarget> targets) {
    List<Table> found = new ArrayList<>(targets.size());
    for (TransactTarget target : targets) {
      found.add(tables.require(target.tableName()));
    }
    for (int i = 0; i < targets.size(); i++) {
      found.get(i).schema().requireNotEmpty(targets.get(i).target());
    }
    requireDifferent(found, targets);
    return found;
  }

  private static void requireDifferent(List<Table> tables, List<? extends TransactTarget> targets) {
    record Key(int table, List<AttributeValue> values) {}

    Set<Key> keys = new HashSet<>();
    for (int i = 0; i < targets.size(); i++) {
      Table table = tables.get(i);
      Item item = targets.get(i).target();
      if (targets.get(i).fits(table.schema())
          && !keys.add(
              new Key(
                  table.record().id(), table.schema().names().stream().map(item::get).toList()))) {
        throw Refusals.itemTwice();
      }
    }
  }
}
