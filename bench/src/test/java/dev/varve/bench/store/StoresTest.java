package dev.varve.bench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StoresTest {
  @Test
  void everyStoreIsFoundByItsName() {
    List<String> names = Stores.all().stream().map(StoreKind::name).toList();
    assertEquals(
        List.of(
            "varve",
            "varve-lz4",
            "rocksdb",
            "rocksdb-lz4",
            "rocksdb-mmap",
            "lmdb",
            "mvstore",
            "xodus",
            "skiplist",
            "sorted-array"),
        names);
    Stores.all().forEach(kind -> assertSame(kind, Stores.named(kind.name())));
  }

  @Test
  void anUnknownNameIsAnsweredWithAllNames() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Stores.named("leveldb")).getMessage();
    assertTrue(message.contains("leveldb"), message);
    Stores.all().forEach(kind -> assertTrue(message.contains(kind.name()), message));
  }

  @Test
  void whatBecomesOfTheDataIsTold() {
    assertTrue(Stores.named("rocksdb").persistent());
    assertFalse(Stores.named("rocksdb").weakerWhenBuffered());
    assertTrue(Stores.named("mvstore").persistent());
    assertTrue(Stores.named("mvstore").weakerWhenBuffered());
    assertFalse(Stores.named("skiplist").persistent());
    assertTrue(Stores.named("skiplist").writable());
    assertFalse(Stores.named("sorted-array").persistent());
    assertFalse(Stores.named("sorted-array").writable());
  }

  @Test
  void heapGrowsWithWhatIsKeptOnIt() {
    long keys = 10_000_000;
    long cache = 1L << 30;
    assertEquals(
        Stores.named("varve").heapBytes(1, 1, 0),
        Stores.named("varve").heapBytes(keys, 116, cache));
    assertTrue(Stores.named("xodus").heapBytes(keys, 116, cache) > cache);
    assertTrue(Stores.named("skiplist").heapBytes(keys, 116, cache) > keys * 116);
    assertTrue(Stores.named("skiplist").heapBytes(keys, 116, cache) < keys * 116 * 4);
  }
}
