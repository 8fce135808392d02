package dev.varve.bench.items;

/** The secondary indexes of the table of items. */
enum ItemIndexes {
  /** None. */
  NONE,
  /**
   * Two global ones with all attributes. A new generation of an item moves its entry in the first
   * to another sort key, and changes the entry in the second where it is.
   */
  TWO;

  /** Of the first index: by {@link ItemModel#PARTITION_KEY} and {@link ItemModel#AMOUNT}. */
  static final String BY_AMOUNT = "by-amount";

  /** Of the second index: by {@link ItemModel#DIGEST} alone, which one item has each. */
  static final String BY_DIGEST = "by-digest";
}
