package dev.varve.bench.items;

/**
 * Items by number: {@value #COLLECTION} of each partition key, an item collection, in the order of
 * their sort keys; the last collection may have fewer.
 *
 * @param count numbers {@code 0 .. count-1}
 */
record ItemKeys(long count) {
  /** Items of a partition key. */
  static final int COLLECTION = 100;

  /** How many partition keys there are. */
  long collections() {
    return (count + COLLECTION - 1) / COLLECTION;
  }

  /** The partition key of an item. */
  static long collection(long number) {
    return number / COLLECTION;
  }

  /** The place of an item among those of its partition key. */
  static int index(long number) {
    return (int) (number % COLLECTION);
  }

  static long number(long collection, int index) {
    return collection * COLLECTION + index;
  }

  /** How many items a partition key has. */
  int size(long collection) {
    return (int) Math.min(COLLECTION, count - collection * COLLECTION);
  }
}
