package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.read.ItemKey;
import dev.varve.dynamodb.read.ManyReads;
import dev.varve.dynamodb.refusal.Cancellation;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.throttle.Throttle;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.Transactions;
import java.io.IOException;
import java.util.List;

/** Reads items of one moment for a transaction. Safe for use by many threads. */
final class TransactedReads {
  /** So many times what a read alone costs. */
  private static final int COSTS = 2;

  private final Throttle throttle;
  private final Transactions transactions;
  private final ManyReads reads;

  TransactedReads(Throttle throttle, Transactions transactions, ManyReads reads) {
    this.throttle = throttle;
    this.transactions = transactions;
    this.reads = reads;
  }

  /**
   * Reads different items.
   *
   * @param start when the request came, by the clock's {@code nanoTime}
   * @return in the order of the keys; null where there is none
   * @throws dev.varve.dynamodb.api.TransactionCanceledException if another transaction is writing
   *     to one of them, or one is throttled
   */
  List<Item> read(List<ItemKey> keys, long start) throws IOException {
    transactions.requireFree(keys);
    long admission = require(keys);
    List<Item> items = reads.read(keys, Long.MAX_VALUE, OperationKind.TRANSACT_GET, start);
    if (throttle.isOn()) {
      take(keys, items, admission);
    }
    return items;
  }

  private long require(List<ItemKey> keys) {
    Cancellation cancellation = new Cancellation(keys.size());
    long admission = 0;
    for (int i = 0; i < keys.size(); i++) {
      try {
        ItemKey key = keys.get(i);
        admission = throttle.requireRead(key.table(), key.partition(), key.key());
      } catch (ProvisionedThroughputExceededException | ThrottlingException refused) {
        cancellation.throttled(i, refused);
      }
    }
    cancellation.requireEmpty();
    return admission;
  }

  private void take(List<ItemKey> keys, List<Item> items, long admission) {
    for (int i = 0; i < keys.size(); i++) {
      double units = CapacityUnits.readUnits(items.get(i), true);
      ItemKey key = keys.get(i);
      throttle.takeRead(key.table(), key.partition(), key.key(), COSTS * units, admission);
    }
  }
}
