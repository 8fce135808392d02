package dev.varve.bench.cities;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;

import dev.varve.bench.items.ItemDigest;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * What the database has to hold: for each item of the data set whether it is stored, and what the
 * two attributes that updates change have become. All else of an item is as in the data set, or, if
 * an update created it anew, not there.
 *
 * <p>An answer is compared whole. One that has to be as in the data set is equal to it in its
 * stored bytes, so that nothing is decoded. Of others the two changing attributes are compared by
 * value and the rest by {@link ItemDigest}, which allocates nothing beyond what the answer itself
 * decodes.
 *
 * <p>Threads: item {@code i} belongs to thread {@code i % threads}. Only that thread changes it or
 * asks for its state while a phase runs; the start and the end of a phase hand the states over. All
 * else is immutable.
 */
final class CityModel {
  /** What an update sets. */
  static final String POPULATION = "population";

  /** What an update counts; absent before the first. */
  static final String VISITS = "visits";

  private static final byte ABSENT = 0;
  private static final byte WHOLE = 1;

  /** Created by an update: key and changing attributes alone. */
  private static final byte BARE = 2;

  /** The stored value of a bare item of the usual size. */
  private static final int BARE_VALUE_BYTES =
      CityBytes.valueBytes(
          Item.builder()
              .put(CityBytes.PARTITION_KEY, s("XX"))
              .put(CityBytes.SORT_KEY, s("city"))
              .put(POPULATION, n(5_000_000))
              .put(VISITS, n(1))
              .build());

  private final CityBytes cities;
  private final int[] partitions;

  /** Of each item without its changing attributes. */
  private final long[] digests;

  private final int[] originalPopulations;
  private final byte[] states;
  private final int[] populations;
  private final int[] visits;

  /** The numbers of all items, by partition key and within it by sort key. */
  private final int[] sorted;

  /** For each item its place in {@link #sorted}. */
  private final int[] places;

  /**
   * Takes the items of the data set; nothing is stored yet.
   *
   * @param partition tells, given the key of an item, the index of its partition among those of the
   *     table
   * @throws IllegalArgumentException if the population of an item is not a whole number
   */
  CityModel(CityBytes cities, ToIntFunction<Item> partition) {
    int count = cities.count();
    this.cities = cities;
    digests = new long[count];
    originalPopulations = new int[count];
    states = new byte[count];
    populations = new int[count];
    visits = new int[count];
    partitions = new int[cities.partitionKeyCount()];
    for (int number = 0; number < count; number++) {
      Item city = cities.item(number);
      digests[number] = digest(city);
      originalPopulations[number] = whole(city.get(POPULATION));
      if (originalPopulations[number] < 0) {
        throw new IllegalArgumentException("no whole population: " + city);
      }
      partitions[cities.partitionKeyIndex(number)] = -1;
    }
    for (int number = 0; number < count; number++) {
      int key = cities.partitionKeyIndex(number);
      if (partitions[key] < 0) {
        partitions[key] = partition.applyAsInt(cities.keyOf(number));
      }
    }
    sorted = IntStream.range(0, count).boxed().sorted(cities::compare).mapToInt(i -> i).toArray();
    places = new int[count];
    for (int place = 0; place < count; place++) {
      places[sorted[place]] = place;
    }
  }

  /** Forgets what was stored. */
  void clear() {
    Arrays.fill(states, ABSENT);
  }

  int count() {
    return states.length;
  }

  /** The items as they are in the data set. */
  CityBytes cities() {
    return cities;
  }

  /** The index of an item's partition. */
  int partition(int number) {
    return partitions[cities.partitionKeyIndex(number)];
  }

  /** Whether an item is stored. For the owning thread. */
  boolean isStored(int number) {
    return states[number] != ABSENT;
  }

  /** How many items are stored. Between phases. */
  long storedCount() {
    return IntStream.range(0, count()).filter(this::isStored).count();
  }

  /** About how many bytes of keys and values are stored. Between phases. */
  long storedBytes() {
    return IntStream.range(0, count()).mapToLong(this::storedBytes).sum();
  }

  /** About how many bytes of key and value an item has stored. For the owning thread. */
  int storedBytes(int number) {
    return switch (states[number]) {
      case WHOLE -> cities.storedBytes(number);
      case BARE -> cities.keyBytes(number) + BARE_VALUE_BYTES;
      default -> 0;
    };
  }

  /** An item has been put as it is in the data set. For the owning thread. */
  void put(int number) {
    states[number] = WHOLE;
    populations[number] = originalPopulations[number];
    visits[number] = 0;
  }

  /** An item has been updated, or created by that. For the owning thread. */
  void update(int number, int population) {
    if (states[number] == ABSENT) {
      states[number] = BARE;
      visits[number] = 0;
    }
    populations[number] = population;
    visits[number]++;
  }

  /** An item has been deleted. For the owning thread. */
  void delete(int number) {
    states[number] = ABSENT;
  }

  /** What is stored under an item's key, or null. For the owning thread. */
  Item current(int number) {
    if (!isStored(number)) {
      return null;
    }
    Item base = states[number] == WHOLE ? cities.item(number) : cities.keyOf(number);
    Item.Builder item = base.toBuilder().put(POPULATION, n(populations[number]));
    return visits[number] == 0 ? item.build() : item.put(VISITS, n(visits[number])).build();
  }

  /** The number of the item with the next larger sort key under the same partition key, or -1. */
  int successor(int number) {
    int place = places[number] + 1;
    return place < sorted.length
            && cities.partitionKeyIndex(sorted[place]) == cities.partitionKeyIndex(number)
        ? sorted[place]
        : -1;
  }

  /** The number of the item of the data set that has an item's key, or -1 if none has. */
  int numberOf(Item item) {
    int partitionKey = cities.partitionKeyIndex(item.get(CityBytes.PARTITION_KEY));
    byte[] key = CityBytes.encode(item.get(CityBytes.PARTITION_KEY), item.get(CityBytes.SORT_KEY));
    int low = 0;
    int high = sorted.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = cities.compare(sorted[middle], partitionKey, key);
      if (order == 0) {
        return sorted[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /**
   * An answer has to be what is stored under the item's key. For the owning thread.
   *
   * @param found {@code null} if there was none
   */
  void check(String operation, int number, Item found) throws WrongAnswerException {
    if (found == null ? isStored(number) : !isCurrent(number, found)) {
      throw new WrongAnswerException(
          operation
              + " of "
              + cities.keyOf(number)
              + ": expected "
              + current(number)
              + ", found "
              + found);
    }
  }

  private boolean isCurrent(int number, Item found) {
    if (states[number] == WHOLE && visits[number] == 0 && cities.item(number).equals(found)) {
      return true; // as in the data set, and told by the stored bytes
    }
    return states[number] != ABSENT
        && digest(found) == (states[number] == WHOLE ? digests[number] : bareDigest(number))
        && whole(found.get(POPULATION)) == populations[number]
        && (visits[number] == 0 ? !found.has(VISITS) : whole(found.get(VISITS)) == visits[number]);
  }

  /** Whether an answer is that item, whatever its changing attributes are. */
  boolean isSome(int number, Item found) {
    long digest = digest(found);
    return digest == digests[number] || digest == bareDigest(number);
  }

  private long bareDigest(int number) {
    return ItemDigest.of(CityBytes.PARTITION_KEY, cities.partitionKey(number))
        + ItemDigest.of(CityBytes.SORT_KEY, cities.sortKey(number));
  }

  /** Of all attributes but those that change. */
  private static long digest(Item item) {
    Map<String, AttributeValue> attributes = item.asMap();
    long digest = 0;
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      String name = attribute.getKey();
      if (!name.equals(POPULATION) && !name.equals(VISITS)) {
        digest += ItemDigest.of(name, attribute.getValue());
      }
    }
    return digest;
  }

  /** A whole number, or -1 for anything else. */
  private static int whole(AttributeValue value) {
    if (value instanceof AttributeValue.N(var number) && number.scale() <= 0) {
      return number.signum() >= 0 && number.precision() - number.scale() <= 9
          ? number.intValue()
          : -1;
    }
    return -1;
  }
}
