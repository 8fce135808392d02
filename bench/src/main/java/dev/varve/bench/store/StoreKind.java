package dev.varve.bench.store;

import java.util.List;

/** One of the stores that can be measured; {@link Stores} lists them. Immutable. */
public final class StoreKind {
  /** For what stands on the heap beside a store's own data. */
  private static final long BASE_HEAP_BYTES = 256L << 20;

  private final String name;
  private final String description;
  private final Nature nature;
  private final List<String> jvmArguments;
  private final Heap heap;
  private final Opener opener;

  StoreKind(
      String name,
      String description,
      Nature nature,
      List<String> jvmArguments,
      Heap heap,
      Opener opener) {
    this.name = name;
    this.description = description;
    this.nature = nature;
    this.jvmArguments = List.copyOf(jvmArguments);
    this.heap = heap;
    this.opener = opener;
  }

  /** Its name in commands and results. */
  public String name() {
    return name;
  }

  /** What it is, in a sentence. */
  public String description() {
    return description;
  }

  /** Whether it holds its data after closing and opening again. */
  public boolean persistent() {
    return nature == Nature.PERSISTENT || nature == Nature.WEAKLY_PERSISTENT;
  }

  /** Whether it can still be written after {@link Store#settle} or the first read. */
  public boolean writable() {
    return nature != Nature.LOADED_ONCE;
  }

  /**
   * Whether the end of the process may take acknowledged writes along even though {@link
   * StoreSettings.Durability#BUFFERED} says that they survive.
   */
  public boolean weakerWhenBuffered() {
    return nature == Nature.WEAKLY_PERSISTENT;
  }

  /** What the JVM has to be started with. */
  public List<String> jvmArguments() {
    return jvmArguments;
  }

  /**
   * Heap that the JVM should have for it, with room for garbage collection, without the workload's
   * own needs.
   *
   * @param keys how many keys it will hold
   * @param entryBytes key and value bytes of an entry
   * @param cacheBytes as in {@link StoreSettings}
   */
  public long heapBytes(long keys, int entryBytes, long cacheBytes) {
    return BASE_HEAP_BYTES + heap.bytes(keys, entryBytes, cacheBytes);
  }

  /**
   * Opens it, or creates it in an empty directory.
   *
   * @throws StoreUnavailableException if its native library does not load on this machine
   */
  public Store open(StoreSettings settings) throws Exception {
    return opener.open(name, settings);
  }

  @Override
  public String toString() {
    return name;
  }

  /** What becomes of the data. */
  enum Nature {
    /** It is kept as {@link StoreSettings#durability} says. */
    PERSISTENT,
    /** It is kept, but less surely than {@link StoreSettings.Durability#BUFFERED} says. */
    WEAKLY_PERSISTENT,
    /** It ends with the process. */
    IN_MEMORY,
    /** It ends with the process and does not change once it has been read. */
    LOADED_ONCE
  }

  interface Heap {
    long bytes(long keys, int entryBytes, long cacheBytes);
  }

  interface Opener {
    Store open(String name, StoreSettings settings) throws Exception;
  }
}
