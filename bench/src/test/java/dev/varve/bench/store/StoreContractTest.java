package dev.varve.bench.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.store.StoreSettings.Durability;
import dev.varve.bench.store.Subject.Activity;
import dev.varve.bench.store.Subject.LevelFigures;
import dev.varve.testing.Generators;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a workload relies on, of every store. */
class StoreContractTest {
  private static final int BUFFERED_STEPS = 200;
  private static final int SYNC_STEPS = 25;
  private static final int VALUE_BYTES = 100;

  @TempDir Path directory;

  static Stream<StoreKind> stores() {
    return Stores.all().stream();
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Generators.seeds();
  }

  @Property(tries = 2)
  void everyStoreIsASortedMap(@ForAll("seeds") long seed) throws Exception {
    for (StoreKind kind : Stores.all()) {
      for (Durability durability : Durability.values()) {
        Path fresh = Files.createTempDirectory("varve-stores");
        try {
          new StoreHistory(seed, kind, settings(fresh, durability))
              .run(durability == Durability.SYNC ? SYNC_STEPS : BUFFERED_STEPS);
        } catch (Throwable failure) {
          throw new AssertionError("seed " + seed + ", " + kind + ", " + durability, failure);
        } finally {
          delete(fresh);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void sessionsOfSeveralThreadsShareTheStore(StoreKind kind) throws Exception {
    int threads = 3;
    int each = 400;
    try (Store store = kind.open(settings(directory, Durability.BUFFERED));
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread * each;
        writers.add(
            pool.submit(() -> {
              put(store, first, each);
              return null;
            }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      store.settle();
      List<Future<?>> readers = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        readers.add(
            pool.submit(() -> {
              assertHolds(store, threads * each);
              return null;
            }));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"varve", "varve-lz4", "rocksdb", "rocksdb-lz4", "rocksdb-mmap"})
  void logStructuredStoresTellWhatTheyDoInTheBackground(String name) throws Exception {
    try (Store store = Stores.named(name).open(settings(directory, Durability.BUFFERED))) {
      assertEquals(Activity.NONE, store.activity());
      long written = 0;
      for (int round = 0; round < 6; round++) {
        put(store, 0, 2_000);
        store.settle();
        written = Math.max(written, levelBytes(store));
      }
      assertTrue(store.activity().flushes() >= 6, store.activity().toString());
      assertTrue(store.activity().compactions() > 0, store.activity().toString());
      List<LevelFigures> levels = store.levels();
      assertTrue(levels.getFirst().files() < 4, "due for compaction: " + levels);
      assertTrue(levels.getFirst().writtenBytes() > levelBytes(store), levels.toString());
      assertEquals(levels.size(), levels.stream().map(LevelFigures::level).distinct().count());
      for (LevelFigures level : levels) {
        assertEquals(level.files() > 0, level.bytes() > 0, level.toString());
      }
      assertTrue(levels.getLast().writtenBytes() > 0, levels.toString());
      assertTrue(written > 0);
    }
  }

  @Test
  void theSortedArrayIsOnlyLoadedOnce() throws Exception {
    try (Store store = Stores.named("sorted-array").open(settings(directory, Durability.SYNC));
        Session session = store.session()) {
      session.put(new byte[] {1}, new byte[] {2}, 1);
      assertThrows(UnsupportedOperationException.class, () -> session.delete(new byte[] {1}));
      assertEquals(1, session.get(new byte[] {1}, new byte[1]));
      assertThrows(
          IllegalStateException.class, () -> session.put(new byte[] {2}, new byte[] {2}, 1));
    }
  }

  static StoreSettings settings(Path directory, Durability durability) {
    return new StoreSettings(directory, durability, 10_000, 16 + VALUE_BYTES, 32 << 20);
  }

  static void put(Store store, int first, int count) throws Exception {
    try (Session session = store.session()) {
      for (int i = first; i < first + count; i++) {
        session.put(key(i), value(i), VALUE_BYTES);
      }
    }
  }

  /** Holds what was put from 0 on, and nothing else. */
  static void assertHolds(Store store, int count) throws Exception {
    byte[] target = new byte[VALUE_BYTES];
    try (Session session = store.session();
        Session.Cursor cursor = session.cursor()) {
      boolean found = cursor.first();
      for (int i = 0; i < count; i++) {
        assertTrue(found, "missing from " + i + " on");
        assertEquals(VALUE_BYTES, cursor.value(target));
        assertArrayEquals(value(i), target);
        assertEquals(VALUE_BYTES, session.get(key(i), target));
        assertArrayEquals(value(i), target);
        found = cursor.next();
      }
      assertTrue(!found);
    }
  }

  private static long levelBytes(Store store) throws Exception {
    return store.levels().stream().mapToLong(LevelFigures::bytes).sum();
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(16).putInt(12, number).array();
  }

  private static byte[] value(int number) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) number);
    return ByteBuffer.wrap(value).putInt(number).array();
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
