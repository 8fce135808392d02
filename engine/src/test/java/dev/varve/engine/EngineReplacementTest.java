package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.event.EngineEvent;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.RamFileSystem;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Partitions that are split and merged: what they hold, what that costs, what is refused. */
class EngineReplacementTest {
  private static final Path DIRECTORY = CrashScript.DIRECTORY;
  private static final EngineOptions OPTIONS = TestOptions.small(Compression.LZ4);
  private static final PartitionOptions PLAIN = PartitionOptions.defaults();
  private static final byte[] A = TestOptions.bytes("a");
  private static final byte[] M = TestOptions.bytes("m");
  private static final byte[] Z = TestOptions.bytes("z");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  private StorageEngine open() throws IOException {
    return StorageEngine.open(CrashScript.env(files), DIRECTORY, OPTIONS);
  }

  private static List<Integer> split(StorageEngine engine, int partition, byte[] boundary)
      throws IOException {
    try (Replacement split = engine.split(partition, boundary, PLAIN, PLAIN)) {
      split.apply();
      split.show();
      return split.partitions();
    }
  }

  private static int merge(StorageEngine engine, int first, int second, byte[] boundary)
      throws IOException {
    try (Replacement merge = engine.merge(first, second, boundary, PLAIN)) {
      merge.apply();
      merge.show();
      return merge.partitions().getFirst();
    }
  }

  @Test
  void aSplitDividesTablesAndMemtables() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      engine.put(1, A, A, Durability.BUFFERED);
      engine.put(1, Z, A, Durability.BUFFERED);
      engine.flush();
      try (Replacement split = engine.split(1, M, PLAIN, PLAIN)) {
        assertEquals(List.of(2, 3), split.partitions());
        assertEquals(List.of(1), engine.partitions());
        engine.put(1, Z, A, Durability.BUFFERED);
        split.apply();
        assertEquals(List.of(1), engine.partitions());
        engine.put(1, Z, Z, Durability.BUFFERED);
        split.show();
        assertEquals(List.of(2, 3), engine.partitions());
        assertArrayEquals(Z, engine.get(1, Z)); // readable until it is closed
        assertThrows(
            IllegalArgumentException.class, () -> engine.put(1, A, M, Durability.BUFFERED));
      }
      assertThrows(IllegalArgumentException.class, () -> engine.get(1, Z));
      assertArrayEquals(A, engine.get(2, A));
      assertArrayEquals(Z, engine.get(3, Z));
      Contents.check(Contents.of(engine, 2), engine, 2);
      assertEquals(1, Contents.of(engine, 2).size());
      assertEquals(1, Contents.of(engine, 3).size());
    }
    try (StorageEngine engine = open()) {
      assertEquals(List.of(2, 3), engine.partitions());
      assertEquals(List.of(), engine.recovery().movedAside());
      assertFalse(files.exists(DIRECTORY.resolve("partition-000001")));
      assertArrayEquals(Z, engine.get(3, Z));
    }
    Leaks.assertNone(files);
  }

  @Test
  void keysOfOtherPartitionsAreRefused() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      List<Integer> halves = split(engine, 1, M);
      int below = halves.getFirst();
      for (byte[] other : List.of(M, Z)) {
        assertThrows(IllegalArgumentException.class, () -> engine.get(below, other));
        assertThrows(
            IllegalArgumentException.class, () -> engine.put(below, other, A, Durability.BUFFERED));
        WriteBatch batch = new WriteBatch().put(below, A, A).put(below, other, A);
        assertThrows(
            IllegalArgumentException.class, () -> engine.write(batch, Durability.BUFFERED));
      }
      assertNull(engine.get(below, A));
      assertThrows(IllegalArgumentException.class, () -> engine.get(halves.getLast(), A));
      assertThrows(IllegalArgumentException.class, () -> engine.split(below, Z, PLAIN, PLAIN));
      assertThrows(IllegalArgumentException.class, () -> engine.split(below, M, PLAIN, PLAIN));
      assertThrows(
          IllegalArgumentException.class, () -> engine.split(below, new byte[0], PLAIN, PLAIN));
    }
  }

  @Test
  void noTableIsWrittenAndCompactionsSeparateThem() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      for (int i = 0; i < 500; i++) {
        byte[] key = TestOptions.bytes("%04d".formatted(i));
        engine.put(1, key, new byte[1_000], Durability.BUFFERED);
      }
      engine.flush();
      engine.compact(1);
      AtomicInteger created = new AtomicInteger();
      files.onOperation(operation -> {
        if (operation.kind() == Operation.Kind.CREATE) {
          created.incrementAndGet();
        }
      });
      List<Integer> halves;
      try (Replacement split = engine.split(1, TestOptions.bytes("0240"), PLAIN, PLAIN)) {
        split.apply();
        split.show();
        assertEquals(0, created.get());
        halves = split.partitions();
        assertEquals(240, Contents.of(engine, halves.get(0)).size());
        assertEquals(260, Contents.of(engine, halves.get(1)).size());
      }
      for (int half : halves) {
        engine.compact(half);
        assertEquals(0, engine.stats(half).sharedTables());
      }
      assertEquals(240, engine.stats(halves.get(0)).entries());
      assertEquals(260, engine.stats(halves.get(1)).entries());
      assertEquals(240, Contents.of(engine, halves.get(0)).size());
      int whole = merge(engine, halves.get(0), halves.get(1), TestOptions.bytes("0240"));
      assertEquals(500, Contents.of(engine, whole).size());
    }
    Leaks.assertNone(files);
  }

  @Test
  void sharedTablesAreSeparatedBeforeAMerge() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      engine.put(1, A, A, Durability.BUFFERED);
      engine.put(1, Z, A, Durability.BUFFERED);
      engine.flush();
      List<Integer> halves = split(engine, 1, M);
      // The first lets go of its part; the second still shares the table that holds it.
      engine.delete(halves.get(0), A, Durability.BUFFERED);
      engine.compact(halves.get(0));
      int whole = merge(engine, halves.get(0), halves.get(1), M);
      assertNull(engine.get(whole, A));
      assertArrayEquals(A, engine.get(whole, Z));
      assertEquals(1, Contents.of(engine, whole).size());
    }
  }

  @Test
  void partitionsThatWereNeverBoundedAreMergedIfTheyHoldNothingElse() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(2);
      engine.put(1, A, A, Durability.BUFFERED);
      engine.put(2, Z, Z, Durability.BUFFERED);
      assertThrows(IllegalArgumentException.class, () -> merge(engine, 2, 1, M));
      assertEquals(List.of(1, 2), engine.partitions());
      engine.put(1, Z, A, Durability.BUFFERED);
      assertThrows(IllegalArgumentException.class, () -> merge(engine, 1, 2, M));
      engine.delete(1, Z, Durability.BUFFERED);
      engine.compact(1);
      try (Replacement merge = engine.merge(1, 2, M, PLAIN)) {
        assertThrows(
            IllegalArgumentException.class, () -> engine.put(1, Z, A, Durability.BUFFERED));
        engine.put(1, A, M, Durability.BUFFERED);
        merge.apply();
        merge.show();
      }
      int whole = engine.partitions().getFirst();
      assertArrayEquals(M, engine.get(whole, A));
      assertArrayEquals(Z, engine.get(whole, Z));
    }
    Leaks.assertNone(files);
  }

  @Test
  void whatIsPreparedIsTakenBack() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      engine.put(1, A, A, Durability.BUFFERED);
      Replacement split = engine.split(1, M, PLAIN, PLAIN);
      assertTrue(files.exists(DIRECTORY.resolve("partition-000002")));
      assertThrows(IllegalArgumentException.class, () -> engine.split(1, M, PLAIN, PLAIN));
      assertThrows(IllegalArgumentException.class, () -> engine.dropPartitions(List.of(1)));
      split.close();
      split.close();
      assertFalse(files.exists(DIRECTORY.resolve("partition-000002")));
      assertEquals(List.of(1), engine.partitions());
      engine.put(1, A, Z, Durability.BUFFERED);
      assertEquals(List.of(4, 5), split(engine, 1, M));
      assertArrayEquals(Z, engine.get(4, A));
    }
    Leaks.assertNone(files);
  }

  @Test
  void aFullDiskChangesNothing() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      engine.put(1, A, A, Durability.BUFFERED);
      engine.flush();
      Path child = DIRECTORY.resolve("partition-000003");
      files.onOperation(
          OperationHook.failing(operation ->
              operation.kind() == Operation.Kind.CREATE_DIRECTORIES
                  && operation.path().equals(child)));
      assertThrows(IOException.class, () -> engine.split(1, M, PLAIN, PLAIN));
      files.onOperation(_ -> {});
      assertEquals(List.of(1), engine.partitions());
      engine.put(1, Z, Z, Durability.BUFFERED);
      List<Integer> halves = split(engine, 1, M);
      assertArrayEquals(Z, engine.get(halves.getLast(), Z));
    }
    Leaks.assertNone(files);
  }

  @Test
  void theListenerIsToldWhatTookWhosePlace() throws IOException {
    List<EngineEvent.PartitionsReplaced> replaced = new ArrayList<>();
    EngineOptions options =
        OPTIONS.withListener(event -> {
          if (event instanceof EngineEvent.PartitionsReplaced some) {
            replaced.add(some);
          }
        });
    try (StorageEngine engine = StorageEngine.open(CrashScript.env(files), DIRECTORY, options)) {
      engine.createPartitions(1);
      split(engine, 1, M);
      merge(engine, 2, 3, M);
    }
    assertEquals(
        List.of(List.of(1), List.of(2, 3)),
        replaced.stream().map(EngineEvent.PartitionsReplaced::partitions).toList());
    assertEquals(
        List.of(List.of(2, 3), List.of(4)),
        replaced.stream().map(EngineEvent.PartitionsReplaced::successors).toList());
  }

  @Test
  void frozenPartitionsAreNotSplit() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      try (Checkpoint checkpoint = engine.checkpoint(List.of(1))) {
        engine.createPartitions(checkpoint, List.of(PLAIN.asFrozen()));
      }
      assertThrows(IllegalArgumentException.class, () -> engine.split(2, M, PLAIN, PLAIN));
      assertThrows(IllegalArgumentException.class, () -> engine.split(7, M, PLAIN, PLAIN));
    }
  }

  @Test
  void aCopyOfHalfAPartitionHoldsHalf() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      engine.put(1, A, A, Durability.BUFFERED);
      engine.put(1, Z, Z, Durability.BUFFERED);
      List<Integer> halves = split(engine, 1, M);
      try (Checkpoint checkpoint = engine.checkpoint(halves)) {
        List<Integer> copies = engine.createPartitions(checkpoint, List.of(PLAIN, PLAIN));
        assertEquals(1, Contents.of(engine, copies.get(0)).size());
        assertArrayEquals(Z, engine.get(copies.get(1), Z));
        assertThrows(IllegalArgumentException.class, () -> engine.get(copies.get(0), Z));
      }
    }
  }

  private record Moment(Snapshot snapshot, NavigableMap<byte[], byte[]> keys) {}

  private record Walk(Cursor cursor, List<byte[]> keys, List<byte[]> values) {}

  /** Whatever happens, all partitions together are one map, and an older view stays what it was. */
  @Property(tries = 60)
  void splitsAndMergesChangeNothing(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    MemoryFileSystem storage = new MemoryFileSystem(new MemoryLedger());
    StorageEngine engine = StorageEngine.open(CrashScript.env(storage), DIRECTORY, OPTIONS);
    RangedMap map = RangedMap.of(engine);
    List<Moment> moments = new ArrayList<>();
    List<Walk> walks = new ArrayList<>();
    try {
      for (int step = 0; step < 160; step++) {
        switch (random.nextInt(24)) {
          case 0 -> engine.flush(map.anyPartition(random));
          case 1 -> engine.compact(map.anyPartition(random));
          case 2, 3 -> split(map, engine, random);
          case 4, 5 -> merge(map, engine, random);
          case 6 -> {
            if (moments.size() < 3) {
              moments.add(new Moment(engine.snapshot(), copy(map.keys())));
            }
          }
          case 7 -> {
            if (!moments.isEmpty()) {
              moments.remove(random.nextInt(moments.size())).snapshot().close();
            }
          }
          case 8 -> walks.add(walk(map, engine, random));
          case 9 -> {
            for (Moment moment : moments) {
              map.check(moment.snapshot(), moment.keys());
            }
          }
          case 10 -> map.check();
          case 11 -> {
            finish(walks);
            moments.forEach(moment -> moment.snapshot().close());
            moments.clear();
            engine.close();
            engine = StorageEngine.open(CrashScript.env(storage), DIRECTORY, OPTIONS);
            map.attach(engine);
          }
          default -> write(map, engine, random);
        }
      }
      for (Moment moment : moments) {
        map.check(moment.snapshot(), moment.keys());
      }
      finish(walks);
      map.check();
    } finally {
      walks.forEach(walk -> walk.cursor().close());
      moments.forEach(moment -> moment.snapshot().close());
      engine.close();
    }
    Leaks.assertNone(storage);
    StorageEngine again = StorageEngine.open(CrashScript.env(storage), DIRECTORY, OPTIONS);
    try (again) {
      assertTrue(Contents.equal(map.keys(), RangedMap.contents(again)));
      assertEquals(List.of(), again.recovery().movedAside());
    }
  }

  private static NavigableMap<byte[], byte[]> copy(NavigableMap<byte[], byte[]> keys) {
    NavigableMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
    copy.putAll(keys);
    return copy;
  }

  private static void write(RangedMap map, StorageEngine engine, SplittableRandom random)
      throws IOException {
    engine.write(map.change(random, 4_000), Durability.BUFFERED);
  }

  private static void split(RangedMap map, StorageEngine engine, SplittableRandom random)
      throws IOException {
    byte[] boundary = RangedMap.key(random);
    Replacement split = map.size() > 6 ? null : map.split(boundary);
    if (split != null) {
      try (split) {
        meanwhile(map, engine, random);
        if (random.nextInt(5) > 0) {
          split.apply();
          meanwhile(map, engine, random);
          split.show();
          map.splitApplied(boundary, split);
        }
      }
    }
  }

  private static void merge(RangedMap map, StorageEngine engine, SplittableRandom random)
      throws IOException {
    List<byte[]> boundaries = map.boundaries();
    if (!boundaries.isEmpty()) {
      byte[] boundary = boundaries.get(random.nextInt(boundaries.size()));
      try (Replacement merge = map.merge(boundary)) {
        meanwhile(map, engine, random);
        if (random.nextInt(5) > 0) {
          merge.apply();
          meanwhile(map, engine, random);
          merge.show();
          map.mergeApplied(boundary, merge);
        }
      }
    }
  }

  /** Between preparation and edit writes go on, and so do flushes and compactions. */
  private static void meanwhile(RangedMap map, StorageEngine engine, SplittableRandom random)
      throws IOException {
    for (int more = random.nextInt(4); more > 0; more--) {
      write(map, engine, random);
      switch (random.nextInt(6)) {
        case 0 -> engine.flush(map.anyPartition(random));
        case 1 -> engine.compact(map.anyPartition(random));
        default -> {}
      }
    }
  }

  private static Walk walk(RangedMap map, StorageEngine engine, SplittableRandom random)
      throws IOException {
    int partition = map.anyPartition(random);
    NavigableMap<byte[], byte[]> expected = map.keysOf(partition);
    return new Walk(
        engine.cursor(partition, CursorOptions.all()),
        List.copyOf(expected.keySet()),
        List.copyOf(expected.values()));
  }

  private static void finish(List<Walk> walks) throws IOException {
    for (Walk walk : walks) {
      try (Cursor cursor = walk.cursor()) {
        boolean more = cursor.first();
        for (int at = 0; at < walk.keys().size(); at++) {
          assertTrue(more);
          assertArrayEquals(walk.keys().get(at), cursor.key());
          assertArrayEquals(walk.values().get(at), cursor.value());
          more = cursor.next();
        }
        assertFalse(more);
      }
    }
    walks.clear();
  }

  /** Writers and readers that name a partition of today never see less than they have written. */
  @Test
  void readersAndWritersGoOnBesideSplitsAndMerges()
      throws IOException, InterruptedException, ExecutionException {
    try (RamFileSystem ram = new RamFileSystem(new MemoryLedger())) {
      Env env = Env.inMemory(ram, 2);
      try (var _ = env.scheduler();
          StorageEngine engine = StorageEngine.open(env, DIRECTORY, OPTIONS);
          ExecutorService threads = Executors.newFixedThreadPool(2)) {
        engine.createPartitions(1);
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(2);
        Future<Integer> low = threads.submit(() -> count(engine, A, 0, begun, done));
        Future<Integer> high = threads.submit(() -> count(engine, Z, -1, begun, done));
        try {
          begun.await();
          for (int round = 0; round < 40; round++) {
            List<Integer> halves = split(engine, engine.partitions().getFirst(), M);
            merge(engine, halves.get(0), halves.get(1), M);
          }
        } finally {
          done.set(true);
        }
        int partition = engine.partitions().getFirst();
        assertEquals(low.get(), number(engine.get(partition, A)));
        assertEquals(high.get(), number(engine.get(partition, Z)));
      }
    }
  }

  /** Counts up a key's value in the first or the last partition, and reads it each time. */
  private static int count(
      StorageEngine engine, byte[] key, int place, CountDownLatch begun, AtomicBoolean done)
      throws IOException {
    int written = 0;
    try {
      while (!done.get()) {
        List<Integer> partitions = engine.partitions();
        int partition = place < 0 ? partitions.getLast() : partitions.getFirst();
        try {
          engine.put(partition, key, TestOptions.bytes("" + (written + 1)), Durability.BUFFERED);
          written++;
          if (written == 1) {
            begun.countDown();
          }
          assertEquals(written, number(engine.get(partition, key)));
        } catch (IllegalArgumentException replaced) {
          assertFalse(engine.partitions().contains(partition), replaced.toString());
        }
      }
    } finally {
      begun.countDown(); // nobody waits for one that has failed
    }
    return written;
  }

  private static int number(byte[] value) {
    return Integer.parseInt(new String(value, StandardCharsets.UTF_8));
  }
}
