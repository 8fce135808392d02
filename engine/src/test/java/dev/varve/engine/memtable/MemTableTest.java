package dev.varve.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Bytes;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.sstable.filter.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MemTableTest {
  private static final byte PUT = 1;
  private static final byte DELETE = 2;

  /** Versions of each key, oldest first: sequence number to value; null stands for a tombstone. */
  private static final class Model {
    final TreeMap<byte[], NavigableMap<Long, byte[]>> versions =
        new TreeMap<>(Arrays::compareUnsigned);
    final MemoryLedger ledger = new MemoryLedger();
    final MemTable table = new MemTable(new ChunkPool(ledger, "memtable", Runnable::run, 0), 0);
    long sequence;

    void put(byte[] key, byte[] value) {
      sequence++;
      byte[] source = Arrays.copyOf(key, key.length + (value == null ? 0 : value.length));
      if (value != null) {
        System.arraycopy(value, 0, source, key.length, value.length);
      }
      table.put(
          source,
          0,
          key.length,
          key.length,
          source.length - key.length,
          sequence,
          value == null ? DELETE : PUT);
      versions.computeIfAbsent(key, _ -> new TreeMap<>()).put(sequence, value);
    }

    /** What a snapshot sees: each key's newest version at or below it. */
    NavigableMap<byte[], Map.Entry<Long, byte[]>> visible(long snapshot) {
      TreeMap<byte[], Map.Entry<Long, byte[]>> seen = new TreeMap<>(Arrays::compareUnsigned);
      versions.forEach((key, all) -> {
        if (all.floorEntry(snapshot) != null) {
          seen.put(key, all.floorEntry(snapshot));
        }
      });
      return seen;
    }

    void assertFinds(byte[] key, long snapshot) {
      int record = table.find(key, KeyHash.of(key), snapshot);
      Map.Entry<Long, byte[]> expected =
          versions.containsKey(key) ? versions.get(key).floorEntry(snapshot) : null;
      if (expected == null) {
        assertEquals(MemTable.NONE, record);
        return;
      }
      assertEquals(expected.getKey(), table.sequence(record));
      assertEquals(expected.getValue() == null ? DELETE : PUT, table.kind(record));
      assertArrayEquals(
          key, Bytes.copy(table.segment(record), table.keyOffset(record), table.keyLength(record)));
      if (expected.getValue() != null) {
        assertArrayEquals(
            expected.getValue(),
            Bytes.copy(
                table.segment(record), table.valueOffset(record), table.valueLength(record)));
      }
    }

    void close() {
      table.close();
      assertTrue(ledger.bytesByOwner().isEmpty());
    }
  }

  /**
   * Keys from few letters, so that they repeat and share prefixes of all lengths, some of them
   * long.
   */
  @Provide
  Arbitrary<byte[]> keys() {
    Arbitrary<String> tails =
        Arbitraries.strings().withChars("ab\u0000\u007f").ofMinLength(0).ofMaxLength(12);
    Arbitrary<String> heads =
        Arbitraries.of(
            "", "k", "partition-key-one/", "partition-key-two/", "partition-key-two/sub/");
    return heads
        .flatMap(head -> tails.map(tail -> head + tail))
        .filter(key -> !key.isEmpty())
        .map(key -> key.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Provide
  Arbitrary<List<byte[]>> keyLists() {
    return keys().list().ofMinSize(0).ofMaxSize(1500);
  }

  @Property(tries = 60)
  void agreesWithASortedMapOfVersions(
      @ForAll("keyLists") List<byte[]> keys, @ForAll Random random) {
    Model model = new Model();
    for (byte[] key : keys) {
      byte[] value = new byte[random.nextInt(40)];
      random.nextBytes(value);
      model.put(key, random.nextInt(8) == 0 ? null : value);
    }
    for (long snapshot : new long[] {0, model.sequence / 2, model.sequence, Long.MAX_VALUE >>> 8}) {
      for (byte[] key : keys) {
        model.assertFinds(key, snapshot);
        model.assertFinds(Arrays.copyOf(key, key.length + 1), snapshot);
      }
      assertWalks(model, snapshot, keys, random);
    }
    assertEquals(keys.size(), model.table.recordCount());
    model.close();
  }

  /** So many records that the memtable has an index by hash, which was not there from the start. */
  @Property(tries = 10)
  void agreesWithASortedMapOfVersionsBeyondItsFirstThousands(@ForAll Random random) {
    Model model = new Model();
    int keyCount = 1 + random.nextInt(15_000);
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < 15_000; i++) {
      byte[] key = ("key" + random.nextInt(keyCount)).getBytes(StandardCharsets.ISO_8859_1);
      model.put(key, random.nextInt(8) == 0 ? null : new byte[random.nextInt(40)]);
      keys.add(key);
    }
    for (long snapshot : new long[] {2000, 6000, model.sequence, Long.MAX_VALUE >>> 8}) {
      for (byte[] key : keys) {
        model.assertFinds(key, snapshot);
        model.assertFinds(Arrays.copyOf(key, key.length + 1), snapshot);
      }
      assertWalks(model, snapshot, keys.subList(0, 500), random);
    }
    model.close();
  }

  private static void assertWalks(Model model, long snapshot, List<byte[]> keys, Random random) {
    NavigableMap<byte[], Map.Entry<Long, byte[]>> expected = model.visible(snapshot);
    MemTableCursor cursor = new MemTableCursor(model.table, snapshot);
    byte[] at = cursor.first() ? key(cursor) : null;
    assertEqualKeys(expected.isEmpty() ? null : expected.firstKey(), at);
    while (at != null) {
      assertEquals(expected.get(at).getKey(), cursor.sequence());
      byte[] previous = at;
      at = cursor.next() ? key(cursor) : null;
      assertEqualKeys(expected.higherKey(previous), at);
    }
    at = cursor.last() ? key(cursor) : null;
    assertEqualKeys(expected.isEmpty() ? null : expected.lastKey(), at);
    while (at != null) {
      byte[] previous = at;
      at = cursor.previous() ? key(cursor) : null;
      assertEqualKeys(expected.lowerKey(previous), at);
    }
    for (int step = 0; step < 200 && !keys.isEmpty(); step++) {
      byte[] target = keys.get(random.nextInt(keys.size()));
      if (random.nextBoolean()) {
        target = Arrays.copyOf(target, Math.max(1, random.nextInt(target.length + 2)));
      }
      boolean before = random.nextBoolean();
      boolean valid = before ? cursor.seekBefore(target) : cursor.seek(target);
      byte[] wanted = before ? expected.lowerKey(target) : expected.ceilingKey(target);
      assertEqualKeys(wanted, valid ? key(cursor) : null);
      for (int walk = 0; walk < 3 && valid; walk++) {
        boolean forward = random.nextBoolean();
        wanted = forward ? expected.higherKey(wanted) : expected.lowerKey(wanted);
        valid = forward ? cursor.next() : cursor.previous();
        assertEqualKeys(wanted, valid ? key(cursor) : null);
      }
    }
  }

  @Test
  void keysInAscendingAndDescendingOrderFillTheTree() {
    for (int direction : new int[] {1, -1}) {
      Model model = new Model();
      for (int i = 0; i < 20_000; i++) {
        model.put(
            "time-series/%08d".formatted(50_000 + direction * i).getBytes(StandardCharsets.UTF_8),
            new byte[] {1});
      }
      for (byte[] key : model.versions.keySet()) {
        model.assertFinds(key, model.sequence);
      }
      assertWalks(model, model.sequence, new ArrayList<>(model.versions.keySet()), new Random(7));
      model.close();
    }
  }

  @Test
  void theLongestKeyAndALargeValueFit() {
    Model model = new Model();
    byte[] key = new byte[MemTable.MAX_KEY_BYTES];
    Arrays.fill(key, (byte) 0xff);
    model.put(key, new byte[MemTable.MAX_VALUE_BYTES]);
    model.put(Arrays.copyOf(key, 1), new byte[0]);
    model.assertFinds(key, 1);
    model.assertFinds(Arrays.copyOf(key, 1), 2);
    model.close();
  }

  @Test
  void anUnusedMemtableHoldsNoMemory() {
    MemoryLedger ledger = new MemoryLedger();
    try (MemTable table = new MemTable(new ChunkPool(ledger, "memtable", Runnable::run, 0), 0)) {
      assertEquals(0, table.allocatedBytes());
      assertEquals(MemTable.NONE, find(table, new byte[] {1}, 1));
      assertFalse(new MemTableCursor(table, 1).first());
      assertFalse(new MemTableCursor(table, 1).last());
      assertFalse(new MemTableCursor(table, 1).seek(new byte[] {1}));
      assertFalse(new MemTableCursor(table, 1).seekBefore(new byte[] {1}));
    }
  }

  /**
   * Readers follow the writer's published sequence number; whatever it covers they must find,
   * exactly.
   */
  @Test
  void readersBesideTheWriterSeeAllThatWasPublishedBeforeTheyStarted() throws InterruptedException {
    ChunkPool pool = usedPool(new MemoryLedger());
    MemTable table = new MemTable(pool, ChunkPool.CHUNK_BYTES);
    int keyCount = 3000;
    int writes = 400_000;
    AtomicLong published = new AtomicLong();
    AtomicLong checked = new AtomicLong();
    Map<String, Throwable> failures = new HashMap<>();
    Runnable reader =
        () -> {
          Random random = new Random(Thread.currentThread().threadId());
          while (published.get() < writes) {
            long snapshot = published.get();
            if (snapshot < keyCount) {
              continue;
            }
            if (random.nextInt(200) == 0) {
              walkAll(table, snapshot, keyCount, random.nextBoolean());
            }
            int key = random.nextInt(keyCount);
            int record = find(table, spread(key), snapshot);
            assertTrue(record != MemTable.NONE);
            // Key k is written at every sequence number that is k + 1 modulo the number of keys.
            long expected = snapshot - Math.floorMod(snapshot - (key + 1), (long) keyCount);
            assertEquals(expected, table.sequence(record));
            checked.incrementAndGet();
          }
        };
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread = new Thread(reader, "reader-" + i);
      thread.setUncaughtExceptionHandler((t, failure) -> {
        synchronized (failures) {
          failures.put(t.getName(), failure);
        }
      });
      thread.start();
      readers.add(thread);
    }
    for (int i = 0; i < writes; i++) {
      byte[] key = spread(i % keyCount);
      table.put(key, 0, key.length, 0, key.length, i + 1, PUT);
      published.set(i + 1);
    }
    for (Thread thread : readers) {
      thread.join();
    }
    assertEquals(Map.of(), failures);
    assertTrue(checked.get() > 0);
    table.close();
    pool.close();
  }

  /** New keys split nodes all the time, and inner ones too. */
  @Test
  void readersFindFreshKeysWhileNodesAreSplit() throws Exception {
    ChunkPool pool = usedPool(new MemoryLedger());
    MemTable table = new MemTable(pool, 16L * ChunkPool.CHUNK_BYTES);
    int writes = 150_000;
    AtomicLong published = new AtomicLong();
    Callable<Integer> reader =
        () -> {
          Random random = new Random(Thread.currentThread().threadId());
          MemTableCursor cursor = new MemTableCursor(table, Long.MAX_VALUE >>> 8);
          int checked = 0;
          for (long last = 0; last < writes; last = published.get()) {
            if (last > 0) {
              // Mostly a key of late: it is in the leaf that may be split next.
              int key = (int) (last - 1 - random.nextInt((int) Math.min(last, 100)));
              assertTrue(find(table, spread(key), last) != MemTable.NONE, () -> "get " + key);
              assertTrue(cursor.seek(spread(key)));
              byte[] found =
                  Bytes.copy(cursor.keySegment(), cursor.keyOffset(), cursor.keyLength());
              assertArrayEquals(spread(key), found);
              checked++;
            }
          }
          return checked;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
      for (int i = 0; i < writes; i++) {
        byte[] key = spread(i);
        table.put(key, 0, key.length, 0, key.length, i + 1, PUT);
        published.set(i + 1);
      }
      for (Future<Integer> found : readers) {
        assertTrue(found.get() > 0);
      }
    }
    table.close();
    pool.close();
  }

  @Test
  void whatAnEarlierMemtableLeftInItsMemoryDoesNotShow() {
    MemoryLedger ledger = new MemoryLedger();
    ChunkPool pool = usedPool(ledger);
    MemTable table = new MemTable(pool, ChunkPool.CHUNK_BYTES);
    int keyCount = 60_000;
    for (int key = 0; key < keyCount; key++) {
      byte[] source = spread(key);
      table.put(source, 0, source.length, 0, source.length, key + 1, PUT);
    }
    walkAll(table, keyCount, keyCount, true);
    walkAll(table, keyCount, keyCount, false);
    for (int key = 0; key < keyCount; key++) {
      assertEquals(key + 1, table.sequence(find(table, spread(key), keyCount)));
      assertEquals(MemTable.NONE, find(table, spread(key + keyCount), keyCount));
    }
    table.close();
    pool.close();
    assertEquals(Map.of(), ledger.bytesByOwner());
  }

  /** A pool of chunks full of ones. */
  private static ChunkPool usedPool(MemoryLedger ledger) {
    ChunkPool pool = new ChunkPool(ledger, "memtable", Runnable::run, 32L << 20);
    List<MemoryRegion> chunks = new ArrayList<>();
    for (int chunk = 0; chunk < 8; chunk++) {
      chunks.add(pool.take(ChunkPool.CHUNK_BYTES, 64));
    }
    chunks.forEach(chunk -> chunk.segment().fill((byte) 0xff));
    chunks.forEach(pool::giveBack);
    return pool;
  }

  private static void walkAll(MemTable table, long snapshot, int keyCount, boolean forward) {
    MemTableCursor cursor = new MemTableCursor(table, snapshot);
    int seen = 0;
    byte[] last = null;
    for (boolean valid = forward ? cursor.first() : cursor.last();
        valid;
        valid = forward ? cursor.next() : cursor.previous()) {
      byte[] key = key(cursor);
      assertTrue(
          last == null || Integer.signum(Arrays.compareUnsigned(last, key)) == (forward ? -1 : 1));
      assertTrue(cursor.sequence() <= snapshot);
      last = key;
      seen++;
    }
    assertEquals(keyCount, seen);
  }

  private static byte[] spread(int key) {
    return "shared-prefix/%08x".formatted(key * 0x9E3779B1).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] key(MemTableCursor cursor) {
    return Bytes.copy(cursor.keySegment(), cursor.keyOffset(), cursor.keyLength());
  }

  private static void assertEqualKeys(byte[] expected, byte[] actual) {
    if (expected == null) {
      assertNull(actual);
    } else {
      assertArrayEquals(expected, actual);
    }
  }

  private static int find(MemTable table, byte[] key, long snapshot) {
    return table.find(key, KeyHash.of(key), snapshot);
  }
}
