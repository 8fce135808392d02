package dev.varve.io;

/**
 * What the file system knows of the pages of one mapping, and can be asked to do with them.
 * Thread-safe. No call waits for the device.
 */
public interface MappedPages {
  /** Pages that always are in memory. */
  MappedPages IN_MEMORY = new MappedPages() {};

  /** Whether reads are likely to find their pages in memory; if not, {@link #willNeed} pays. */
  default boolean areInMemory() {
    return true;
  }

  /** Whether every page is in memory at this moment; yes where the system does not tell. */
  default boolean areAllInMemory() {
    return true;
  }

  /**
   * Begins to bring a range in; reads of it wait for what has not come yet. What cannot be brought
   * in is left to these reads.
   *
   * @param offset within the mapping, in bytes
   * @param length in bytes; what lies beyond the mapping's end is left out
   */
  default void willNeed(long offset, long length) {}

  /** Is told that the mapping is about to be closed. */
  default void closing() {}
}
