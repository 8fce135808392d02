package dev.varve.bench.items;

import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.random.Mix;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Items by number and generation: a pure function, so that each answer can be checked in full
 * without a copy of the data. Eleven attributes of nine types, about {@value #ITEM_BYTES} bytes as
 * DynamoDB counts them. Five attributes change with the generation, which one of them tells; an
 * update sets these.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <V> a client's type of an attribute's value
 */
final class ItemModel<V> {
  /** The partition key, a string. */
  static final String PARTITION_KEY = "customer";

  /** The sort key, a number. */
  static final String SORT_KEY = "placed";

  /** The generation. */
  static final String REVISION = "revision";

  /** A number of cents; another one in each generation, nearly always. */
  static final String AMOUNT = "amount";

  /** An attribute that every item has. */
  static final String DIGEST = "digest";

  /** Attributes that a new generation sets. */
  static final List<String> CHANGING = List.of(REVISION, AMOUNT, "remark", "paid", "history");

  /** About how many bytes an item has. */
  static final int ITEM_BYTES = 400;

  /** How many of them are the key's. */
  static final int KEY_BYTES = 28;

  private static final int SORT_KEY_STEP = 700; // numbers of one to five digits
  private static final int REMARK_DIGITS = 158;
  private static final int DIGEST_BYTES = 48;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> CITIES = List.of("Zürich", "São Paulo", "Leeds", "東京");

  private final Attributes<V> attributes;

  ItemModel(Attributes<V> attributes) {
    this.attributes = attributes;
  }

  /** The value of a partition key. */
  static String customer(long collection) {
    return "customer-" + collection;
  }

  V partitionKey(long collection) {
    return attributes.string(customer(collection));
  }

  V sortKey(int index) {
    return attributes.number((long) index * SORT_KEY_STEP, 0);
  }

  /** A revision as a condition compares with it. */
  V revision(int generation) {
    return attributes.number(generation, 0);
  }

  /** The key attributes of an item. The map is the caller's. */
  Map<String, V> key(long number) {
    Map<String, V> key = new LinkedHashMap<>();
    key.put(PARTITION_KEY, partitionKey(ItemKeys.collection(number)));
    key.put(SORT_KEY, sortKey(ItemKeys.index(number)));
    return key;
  }

  /** A whole item. The map is the caller's. */
  Map<String, V> item(long number, int generation) {
    Map<String, V> item = key(number);
    item.putAll(changes(number, generation));
    SplittableRandom random = new SplittableRandom(Mix.mix(number));
    byte[] digest = new byte[DIGEST_BYTES];
    random.nextBytes(digest);
    item.put(DIGEST, attributes.bytes(digest));
    item.put(
        "labels",
        attributes.strings(
            List.of("a-" + hex(random, 6), "b-" + hex(random, 6), "c-" + hex(random, 6))));
    long size = random.nextInt(1000);
    item.put("sizes", attributes.numbers(-size - 1, size, size + 1000));
    Map<String, V> address = new LinkedHashMap<>();
    address.put("street", attributes.string(hex(random, 16)));
    address.put("city", attributes.string(CITIES.get(random.nextInt(CITIES.size()))));
    address.put("zip", attributes.number(10_000 + random.nextInt(90_000), 0));
    address.put("gift", attributes.bool(random.nextBoolean()));
    item.put("address", attributes.map(address));
    return item;
  }

  /** The attributes that a generation sets, in the order of {@link #CHANGING}. */
  Map<String, V> changes(long number, int generation) {
    SplittableRandom random = new SplittableRandom(Mix.mix(number * Mix.GOLDEN + generation));
    Map<String, V> changes = new LinkedHashMap<>();
    changes.put(REVISION, revision(generation));
    changes.put(AMOUNT, attributes.number(random.nextInt(10_000_000), 2));
    changes.put("remark", attributes.string(hex(random, REMARK_DIGITS)));
    changes.put("paid", attributes.bool(random.nextBoolean()));
    changes.put(
        "history",
        attributes.list(
            List.of(
                attributes.number(random.nextInt(100_000), 0),
                attributes.string(hex(random, 8)),
                attributes.nothing())));
    return changes;
  }

  /**
   * The item found has to be the one of that number, whole, and of a right generation.
   *
   * @param found {@code null} if there is none
   */
  void check(
      String operation, long number, Map<String, V> found, int minGeneration, int maxGeneration)
      throws WrongAnswerException {
    if (found == null) {
      throw wrong(operation, number, "missing");
    }
    OptionalLong generation =
        found.containsKey(REVISION)
            ? attributes.wholeNumber(found.get(REVISION))
            : OptionalLong.empty();
    if (generation.isEmpty()
        || generation.getAsLong() < minGeneration
        || generation.getAsLong() > maxGeneration) {
      throw wrong(
          operation,
          number,
          "revision is " + found.get(REVISION) + ", not " + minGeneration + " to " + maxGeneration);
    }
    Map<String, V> expected = item(number, (int) generation.getAsLong());
    if (!expected.equals(found)) {
      throw wrong(operation, number, difference(expected, found));
    }
  }

  static WrongAnswerException wrong(String operation, long number, String what) {
    return new WrongAnswerException(
        operation
            + ", item "
            + ItemKeys.index(number)
            + " of "
            + customer(ItemKeys.collection(number))
            + ": "
            + what);
  }

  private static <V> String difference(Map<String, V> expected, Map<String, V> found) {
    for (Map.Entry<String, V> attribute : expected.entrySet()) {
      V value = found.get(attribute.getKey());
      if (!attribute.getValue().equals(value)) {
        return attribute.getKey() + " is " + value + ", not " + attribute.getValue();
      }
    }
    Map<String, V> unexpected = new LinkedHashMap<>(found);
    unexpected.keySet().removeAll(expected.keySet());
    return "nobody wrote " + unexpected;
  }

  private static String hex(SplittableRandom random, int digits) {
    byte[] text = new byte[digits];
    long bits = 0;
    for (int i = 0; i < digits; i++) {
      if (i % 16 == 0) {
        bits = random.nextLong();
      }
      text[i] = DIGITS[(int) (bits & 15)];
      bits >>>= 4;
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
