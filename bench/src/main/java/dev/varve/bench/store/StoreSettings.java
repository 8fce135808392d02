package dev.varve.bench.store;

import java.nio.file.Path;

/**
 * What a store is opened with; the rest of its options is the adapter's.
 *
 * @param directory where its files are or are to be; exists
 * @param durability when a write is acknowledged
 * @param keys how many keys there will be, about; for stores that have to be told a size
 * @param entryBytes key and value bytes of an entry, about
 * @param cacheBytes memory for the store's own cache of blocks or pages, where it has one
 */
public record StoreSettings(
    Path directory, Durability durability, long keys, int entryBytes, long cacheBytes) {
  /** When a write is acknowledged; the same for all stores of a run. */
  public enum Durability {
    /** With the operating system: it survives the end of the process, not a loss of power. */
    BUFFERED,
    /** On storage: it survives a loss of power. */
    SYNC
  }
}
