package dev.varve.bench.store;

import dev.varve.bench.store.StoreKind.Nature;
import dev.varve.sstable.Compression;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All stores that can be measured, and by name also those of {@link StoreProvider}s. */
public final class Stores {
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  private static final List<StoreKind> ALL =
      List.of(
          new StoreKind(
              "varve",
              "Varve's engine: log-structured merge tree in Java, tables read in place",
              Nature.PERSISTENT,
              List.of(NATIVE_ACCESS),
              Stores::nothingOnHeap,
              (_, settings) -> VarveStore.open(settings, Compression.NONE)),
          new StoreKind(
              "varve-lz4",
              "Varve's engine with tables compressed by LZ4",
              Nature.PERSISTENT,
              List.of(NATIVE_ACCESS),
              Stores::nothingOnHeap,
              (_, settings) -> VarveStore.open(settings, Compression.LZ4)),
          new StoreKind(
              "rocksdb",
              "RocksDB through its Java binding: log-structured merge tree in C++, block cache, no compression",
              Nature.PERSISTENT,
              List.of(NATIVE_ACCESS),
              Stores::nothingOnHeap,
              (name, settings) -> RocksDbStore.open(name, settings, RocksDbStore.Setup.CACHED)),
          new StoreKind(
              "rocksdb-lz4",
              "RocksDB with blocks compressed by LZ4",
              Nature.PERSISTENT,
              List.of(NATIVE_ACCESS),
              Stores::nothingOnHeap,
              (name, settings) -> RocksDbStore.open(name, settings, RocksDbStore.Setup.LZ4)),
          new StoreKind(
              "rocksdb-mmap",
              "RocksDB set up for its fastest reads: mapped files, no block cache, no checksums on reads, a hash index in each block",
              Nature.PERSISTENT,
              List.of(NATIVE_ACCESS),
              Stores::nothingOnHeap,
              (name, settings) -> RocksDbStore.open(name, settings, RocksDbStore.Setup.MAPPED)),
          new StoreKind(
              "lmdb",
              "LMDB through lmdbjava: copy-on-write B+ tree in a mapped file, in C",
              Nature.PERSISTENT,
              List.of(
                  NATIVE_ACCESS,
                  // For ByteBufferProxy.PROXY_OPTIMAL, which points buffers at LMDB's memory.
                  "--add-opens=java.base/java.nio=ALL-UNNAMED",
                  "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-Dlmdbjava.disable.checks=true"),
              Stores::nothingOnHeap,
              LmdbStore::open),
          new StoreKind(
              "mvstore",
              "H2's MVStore: append-only copy-on-write B+ tree in Java",
              Nature.WEAKLY_PERSISTENT,
              List.of(),
              Stores::cacheOnHeap,
              (_, settings) -> MvStoreStore.open(settings)),
          new StoreKind(
              "xodus",
              "JetBrains Xodus: append-only copy-on-write Patricia tree in Java",
              Nature.PERSISTENT,
              List.of("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"),
              Stores::cacheOnHeap,
              (_, settings) -> XodusStore.open(settings)),
          new StoreKind(
              "skiplist",
              "ConcurrentSkipListMap of byte arrays: what memory alone can do, nothing durable",
              Nature.IN_MEMORY,
              List.of(),
              Stores::entriesOnHeap,
              (_, _) -> new SkipListStore()),
          new StoreKind(
              "sorted-array",
              "Binary search in a sorted array: a ceiling for reads from memory, nothing durable, loaded once",
              Nature.LOADED_ONCE,
              List.of(),
              Stores::entriesOnHeap,
              (_, _) -> new SortedArrayStore()));

  private Stores() {}

  /** All stores, in the order to be shown. */
  public static List<StoreKind> all() {
    return ALL;
  }

  /**
   * The store with a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static StoreKind named(String name) {
    return Stream.concat(ALL.stream(), provided())
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no store named "
                    + name
                    + "; there are "
                    + ALL.stream().map(StoreKind::name).collect(Collectors.joining(", "))));
  }

  private static Stream<StoreKind> provided() {
    return ServiceLoader.load(StoreProvider.class).stream()
        .flatMap(provider -> provider.get().stores().stream());
  }

  private static long nothingOnHeap(long keys, int entryBytes, long cacheBytes) {
    return 0;
  }

  private static long cacheOnHeap(long keys, int entryBytes, long cacheBytes) {
    // As much again for the garbage of reads and writes.
    return 2 * cacheBytes;
  }

  private static long entriesOnHeap(long keys, int entryBytes, long cacheBytes) {
    // Two arrays' headers and padding, and a node of the list or two places in arrays; a third of
    // the heap is free for the collector.
    return keys * (entryBytes + 100L) * 3 / 2;
  }
}
