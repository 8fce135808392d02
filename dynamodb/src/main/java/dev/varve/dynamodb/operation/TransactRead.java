package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.read.ItemKey;
import dev.varve.dynamodb.refusal.Cancellation;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import java.util.ArrayList;
import java.util.List;

/** An item that a transaction reads. */
interface TransactRead extends TransactTarget {
  /** What the part of the transaction says of the item. */
  Expressions expressions();

  /**
   * The keys of the items of a transaction that reads.
   *
   * @return one for each, in their order
   * @throws dev.varve.dynamodb.error.DynamoException as {@link TransactTarget#tables}
   * @throws dev.varve.dynamodb.api.TransactionCanceledException if one does not fit its table
   */
  static List<ItemKey> keys(Tables tables, List<? extends TransactRead> reads) {
    List<Table> found = TransactTarget.tables(tables, reads);
    List<ItemKey> keys = new ArrayList<>(reads.size());
    try {
      for (int i = 0; i < reads.size(); i++) {
        keys.add(key(found.get(i), reads.get(i)));
      }
    } catch (ValidationException e) {
      throw Cancellation.invalid(reads.size(), keys.size(), e);
    }
    return keys;
  }

  private static ItemKey key(Table table, TransactRead read) {
    ItemKey key = new ItemKey(table, table.schema().keyOfLookup(read.target()));
    table.requireKeysWhole(read.expressions());
    return key;
  }
}
