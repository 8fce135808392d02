package dev.varve.dynamodb.model;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a table must behave like: a plain map from keys to items. */
public final class TableModel {
  private final String partitionKey;
  private final String sortKey;
  private final Map<Item, Item> items = new LinkedHashMap<>();

  /** An empty table; {@code sortKey} may be null. */
  public TableModel(String partitionKey, String sortKey) {
    this.partitionKey = partitionKey;
    this.sortKey = sortKey;
  }

  public Item keyOf(Item item) {
    return sortKey == null
        ? Item.of(partitionKey, item.get(partitionKey))
        : Item.of(partitionKey, item.get(partitionKey), sortKey, item.get(sortKey));
  }

  /** Returns the item replaced, or null. */
  public Item put(Item item) {
    return items.put(keyOf(item), item);
  }

  public Item get(Item key) {
    return items.get(key);
  }

  public Item delete(Item key) {
    return items.remove(key);
  }

  public int size() {
    return items.size();
  }

  public List<Item> all() {
    return List.copyOf(items.values());
  }

  /** The items of a partition key whose sort key passes, in its order. */
  public List<Item> query(
      AttributeValue partition, Predicate<AttributeValue> sortKeys, boolean forward) {
    List<Item> found = new ArrayList<>();
    for (Item item : items.values()) {
      if (item.get(partitionKey).equals(partition)
          && (sortKey == null || sortKeys.test(item.get(sortKey)))) {
        found.add(item);
      }
    }
    if (sortKey != null) {
      Comparator<Item> order = (a, b) -> compare(a.get(sortKey), b.get(sortKey));
      found.sort(forward ? order : order.reversed());
    }
    return found;
  }

  /** The order of sort keys, by value. */
  public static int compare(AttributeValue a, AttributeValue b) {
    return switch (a) {
      case AttributeValue.S s -> s.compareTo((AttributeValue.S) b);
      case AttributeValue.N n -> n.compareTo((AttributeValue.N) b);
      case AttributeValue.B bytes -> bytes.compareTo((AttributeValue.B) b);
      default -> throw new AssertionError(a);
    };
  }
}
