package dev.varve.bench.items;

import dev.varve.bench.store.Subject;
import java.util.List;
import java.util.Map;

/**
 * A store with DynamoDB's operations under measurement, open in one directory, with the table of
 * the items.
 *
 * <p>An adapter does for its store what a careful user would do, and no more. What a store throws
 * passes through.
 *
 * <p>For any number of threads.
 *
 * @param <V> its client's type of an attribute's value
 */
public interface ItemStore<V> extends Subject {
  /** Makes values for this store. */
  Attributes<V> attributes();

  /** PutItem. */
  void put(Map<String, V> item) throws Exception;

  /** GetItem; {@code null} if there is none. */
  Map<String, V> get(Map<String, V> key) throws Exception;

  /**
   * UpdateItem with a condition.
   *
   * @return whether the condition held; if not, the store has said so by a
   *     ConditionalCheckFailedException
   */
  boolean update(Change<V> change) throws Exception;

  /** Query: the first items of a partition key from a sort key on. */
  List<Map<String, V>> query(V partitionKey, V from, int limit) throws Exception;

  /** BatchWriteItem, until nothing of it is unprocessed. */
  void write(List<Map<String, V>> puts) throws Exception;

  /** TransactWriteItems, until no other transaction is in its way. */
  void transact(List<Map<String, V>> puts, List<Change<V>> updates) throws Exception;

  /** Puts items, unmeasured, in the fastest way that the store has. */
  void load(List<Map<String, V>> items) throws Exception;

  /** How many items the table holds, exactly. */
  long count() throws Exception;

  /**
   * An update of an item.
   *
   * @param key of the item
   * @param changes attributes to set
   * @param least the oldest revision that the item may have for the condition to hold
   */
  record Change<V>(Map<String, V> key, Map<String, V> changes, V least) {}
}
