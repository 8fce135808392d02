package dev.varve.bench.workload;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What the database has to hold: the data set's items by number, and for each what it has become
 * since.
 *
 * <p>Threads: item {@code i} belongs to thread {@code i % threads}. Only that thread changes it or
 * asks for its current state while a phase runs; the runner's start and end of a phase hand the
 * states over. All else is immutable.
 */
public final class Model {
  /** The data set's partition key. */
  public static final String PARTITION_KEY = "Country";

  /** The data set's sort key. */
  public static final String SORT_KEY = "City";

  private final Item[] originals;
  private final Item[] keys;
  private final Item[] current;
  private final int[] partitionIndexes;

  /** The numbers of all items, by partition key and within it by sort key. */
  private final int[] sorted;

  /** For each item its place in {@link #sorted}. */
  private final int[] places;

  /**
   * Takes the items of the data set; nothing is stored yet.
   *
   * @param items the data set
   * @param partitionIndex tells, given the key of an item, the index of its partition among those
   *     of the table
   */
  public Model(List<Item> items, ToIntFunction<Item> partitionIndex) {
    int count = items.size();
    originals = items.toArray(new Item[0]);
    keys = new Item[count];
    current = new Item[count];
    partitionIndexes = new int[count];
    Map<String, List<Integer>> byPartitionKey = new HashMap<>();
    byte[][] sortKeys = new byte[count][];
    for (int i = 0; i < count; i++) {
      keys[i] =
          Item.of(
              PARTITION_KEY, originals[i].get(PARTITION_KEY), SORT_KEY, originals[i].get(SORT_KEY));
      partitionIndexes[i] = partitionIndex.applyAsInt(keys[i]);
      byPartitionKey.computeIfAbsent(text(keys[i], PARTITION_KEY), key -> new ArrayList<>()).add(i);
      sortKeys[i] = text(keys[i], SORT_KEY).getBytes(StandardCharsets.UTF_8);
    }
    sorted = new int[count];
    places = new int[count];
    int place = 0;
    for (List<Integer> numbers : byPartitionKey.values()) {
      numbers.sort((a, b) -> Arrays.compareUnsigned(sortKeys[a], sortKeys[b]));
      for (int number : numbers) {
        places[number] = place;
        sorted[place++] = number;
      }
    }
  }

  /** How many items the data set has. */
  public int count() {
    return originals.length;
  }

  /** The item of the data set. */
  Item original(int number) {
    return originals[number];
  }

  /** The key attributes of an item. */
  Item key(int number) {
    return keys[number];
  }

  /** The index of an item's partition. */
  int partitionIndex(int number) {
    return partitionIndexes[number];
  }

  /** What is stored under an item's key, or null. For the owning thread. */
  public Item current(int number) {
    return current[number];
  }

  /** Notes what has been stored, or null for a deletion. For the owning thread. */
  void set(int number, Item item) {
    current[number] = item;
  }

  /** How many items are stored. Between phases. */
  public long liveCount() {
    return Arrays.stream(current).filter(item -> item != null).count();
  }

  /** The number of the item with the next larger sort key under the same partition key, or -1. */
  int successor(int number) {
    int place = places[number] + 1;
    return place < sorted.length && samePartitionKey(sorted[place], number) ? sorted[place] : -1;
  }

  private boolean samePartitionKey(int a, int b) {
    return keys[a].get(PARTITION_KEY).equals(keys[b].get(PARTITION_KEY));
  }

  /** The text of a string attribute. */
  static String text(Item item, String attribute) {
    return ((AttributeValue.S) item.get(attribute)).value();
  }
}
