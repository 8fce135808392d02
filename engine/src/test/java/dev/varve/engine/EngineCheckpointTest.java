package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.RamFileSystem;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Partitions that are made of others: what they hold, what they cost, what they refuse. */
class EngineCheckpointTest {
  private static final Path DIRECTORY = CrashScript.DIRECTORY;
  private static final EngineOptions OPTIONS = TestOptions.small(Compression.LZ4);
  private static final byte[] KEY = TestOptions.bytes("key");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  private StorageEngine open() throws IOException {
    return StorageEngine.open(CrashScript.env(files), DIRECTORY, OPTIONS);
  }

  private static byte[] value(int number) {
    return TestOptions.bytes("value " + number);
  }

  private static int copy(StorageEngine engine, int partition) throws IOException {
    return copy(engine, partition, PartitionOptions.defaults());
  }

  private static int copy(StorageEngine engine, int partition, PartitionOptions options)
      throws IOException {
    try (Checkpoint checkpoint = engine.checkpoint(List.of(partition))) {
      return engine.createPartitions(checkpoint, List.of(options)).getFirst();
    }
  }

  @Test
  void aCopyHoldsWhatTablesAndMemtablesHeldAndNothingLater() throws IOException {
    int copy;
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      engine.put(1, KEY, value(1), Durability.BUFFERED);
      engine.flush();
      engine.put(1, KEY, value(2), Durability.BUFFERED);
      try (Checkpoint checkpoint = engine.checkpoint(List.of(1))) {
        engine.put(1, KEY, value(3), Durability.BUFFERED);
        engine.flush();
        engine.compact(1);
        copy = engine.createPartitions(checkpoint, List.of(PartitionOptions.defaults())).getFirst();
      }
      assertArrayEquals(value(2), engine.get(copy, KEY));
      engine.put(copy, KEY, value(4), Durability.SYNC);
      assertArrayEquals(value(3), engine.get(1, KEY));
      engine.dropPartitions(List.of(1));
    }
    try (StorageEngine engine = open()) {
      assertEquals(List.of(copy), engine.partitions());
      assertEquals(List.of(), engine.recovery().movedAside());
      assertArrayEquals(value(4), engine.get(copy, KEY));
    }
    Leaks.assertNone(files);
  }

  @Test
  void noTableIsWrittenAgain() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      for (int i = 0; i < 500; i++) {
        engine.put(1, value(i), new byte[1_000], Durability.BUFFERED);
      }
      engine.flush();
      AtomicInteger created = new AtomicInteger();
      files.onOperation(operation -> {
        if (operation.kind() == Operation.Kind.CREATE) {
          created.incrementAndGet();
        }
      });
      int copy = copy(engine, 1);
      assertEquals(0, created.get());
      assertEquals(Contents.of(engine, 1).size(), Contents.of(engine, copy).size());
    }
  }

  @Test
  void whereLinksAreRefusedTablesAreCopied() throws IOException {
    EngineOptions options = EngineOptions.defaults().withCompression(Compression.NONE);
    byte[] large = new byte[3 << 20];
    new SplittableRandom(1).nextBytes(large);
    int copy;
    try (StorageEngine engine = StorageEngine.open(CrashScript.env(files), DIRECTORY, options)) {
      engine.createPartitions(1);
      engine.put(1, KEY, large, Durability.BUFFERED);
      engine.flush();
      files.onOperation(
          OperationHook.failing(operation -> operation.kind() == Operation.Kind.LINK));
      copy = copy(engine, 1);
      files.onOperation(_ -> {});
    }
    MemoryFileSystem survivor = files.crash(1);
    try (StorageEngine engine = StorageEngine.open(CrashScript.env(survivor), DIRECTORY, options)) {
      assertArrayEquals(large, engine.get(copy, KEY));
    }
  }

  @Test
  void aCopyThatFailsLeavesNothing() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      engine.put(1, KEY, value(1), Durability.BUFFERED);
      engine.flush();
      engine.put(1, KEY, value(2), Durability.BUFFERED);
      Path copy = DIRECTORY.resolve("partition-000002");
      files.onOperation(
          OperationHook.failing(operation ->
              operation.kind() == Operation.Kind.SYNC_DIRECTORY && operation.path().equals(copy)));
      assertThrows(IOException.class, () -> copy(engine, 1));
      files.onOperation(_ -> {});
      assertFalse(files.exists(copy));
      assertEquals(List.of(1), engine.partitions());
      assertEquals(3, copy(engine, 1));
      assertArrayEquals(value(2), engine.get(3, KEY));
    }
    Leaks.assertNone(files);
  }

  @Test
  void whatACrashLeavesOfACopyIsDeleted() throws IOException {
    MemoryFileSystem killed;
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      engine.put(1, KEY, value(1), Durability.BUFFERED);
      engine.flush();
      Path copy = DIRECTORY.resolve("partition-000002");
      MemoryFileSystem[] image = new MemoryFileSystem[1];
      files.onOperation(operation -> {
        if (operation.kind() == Operation.Kind.SYNC_DIRECTORY && operation.path().equals(copy)) {
          image[0] = files.kill();
        }
      });
      copy(engine, 1);
      files.onOperation(_ -> {});
      killed = image[0];
      assertTrue(killed.exists(copy));
    }
    try (StorageEngine engine = StorageEngine.open(CrashScript.env(killed), DIRECTORY, OPTIONS)) {
      assertEquals(List.of(1), engine.partitions());
      assertEquals(List.of(), engine.recovery().movedAside());
      assertFalse(killed.exists(DIRECTORY.resolve("partition-000002")));
    }
  }

  @Test
  void aFrozenPartitionTakesNoWritesAndIsNotCompacted() throws IOException {
    int frozen;
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      for (int round = 0; round < 3; round++) {
        engine.put(1, KEY, value(round), Durability.BUFFERED);
        engine.flush();
      }
      frozen = copy(engine, 1, PartitionOptions.defaults().asFrozen());
      assertEquals(true, engine.partitionOptions(frozen).frozen());
    }
    try (StorageEngine engine = open()) {
      long entries = engine.stats(frozen).entries();
      engine.compact(frozen);
      engine.awaitQuiescence();
      assertEquals(0, engine.stats(frozen).compactions());
      assertEquals(entries, engine.stats(frozen).entries());
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> engine.put(frozen, KEY, KEY, Durability.BUFFERED));
      assertTrue(refusal.getMessage().contains("frozen"), refusal.getMessage());
      assertArrayEquals(value(2), engine.get(frozen, KEY));
      int thawed = copy(engine, frozen);
      engine.put(thawed, KEY, KEY, Durability.BUFFERED);
      engine.dropPartitions(List.of(frozen));
      assertArrayEquals(KEY, engine.get(thawed, KEY));
    }
  }

  @Test
  void misuseIsRefused() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(2);
      List<PartitionOptions> one = List.of(PartitionOptions.defaults());
      assertThrows(IllegalArgumentException.class, () -> engine.checkpoint(List.of(1, 7)));
      try (Checkpoint checkpoint = engine.checkpoint(List.of(1, 2))) {
        assertThrows(
            IllegalArgumentException.class, () -> engine.createPartitions(checkpoint, one));
        assertThrows(
            IllegalArgumentException.class, () -> engine.createPartitions(checkpoint, List.of()));
      }
      Checkpoint closed = engine.checkpoint(List.of(1));
      closed.close();
      closed.close();
      assertThrows(IllegalStateException.class, () -> engine.createPartitions(closed, one));
      assertEquals(List.of(1, 2), engine.partitions());
    }
    Leaks.assertNone(files);
  }

  @Test
  void anOlderSnapshotSeesInACopyWhatItSeesInTheSource() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      engine.put(1, KEY, value(1), Durability.BUFFERED);
      try (Snapshot snapshot = engine.snapshot()) {
        engine.put(1, KEY, value(2), Durability.BUFFERED);
        int copy = copy(engine, 1);
        assertArrayEquals(value(1), engine.get(snapshot, copy, KEY));
        assertArrayEquals(value(2), engine.get(copy, KEY));
      }
    }
  }

  /** A batch over two partitions is in both copies or in neither, whatever is written meanwhile. */
  @Test
  void copiesOfTwoPartitionsAreOfOneMoment()
      throws IOException, InterruptedException, ExecutionException {
    try (RamFileSystem ram = new RamFileSystem(new MemoryLedger())) {
      Env env = Env.inMemory(ram, 2);
      try (var _ = env.scheduler();
          StorageEngine engine = StorageEngine.open(env, DIRECTORY, OPTIONS)) {
        engine.createPartitions(2);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> writer =
            CompletableFuture.runAsync(() -> {
              for (int number = 1; !done.get(); number++) {
                byte[] bytes = ByteBuffer.allocate(100).putInt(number).array();
                try {
                  engine.write(
                      new WriteBatch().put(1, KEY, bytes).put(2, KEY, bytes), Durability.BUFFERED);
                } catch (IOException failure) {
                  throw new AssertionError(failure);
                }
              }
            });
        try {
          for (int round = 0; round < 50; round++) {
            try (Checkpoint checkpoint = engine.checkpoint(List.of(1, 2))) {
              List<Integer> copies =
                  engine.createPartitions(
                      checkpoint,
                      List.of(PartitionOptions.defaults(), PartitionOptions.defaults()));
              assertArrayEquals(engine.get(copies.get(0), KEY), engine.get(copies.get(1), KEY));
              engine.dropPartitions(copies);
            }
          }
        } finally {
          done.set(true);
        }
        writer.get();
      }
    }
  }

  /** Copies of copies, beside writes, flushes and compactions of all of them, against a map. */
  @Property(tries = 40)
  void copiesGoTheirOwnWay(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    MemoryFileSystem storage = new MemoryFileSystem(new MemoryLedger());
    TreeMap<Integer, NavigableMap<byte[], byte[]>> expected = new TreeMap<>();
    StorageEngine engine = StorageEngine.open(CrashScript.env(storage), DIRECTORY, OPTIONS);
    try {
      expected.put(engine.createPartitions(1).getFirst(), new TreeMap<>(Arrays::compareUnsigned));
      for (int step = 0; step < 150; step++) {
        List<Integer> partitions = List.copyOf(expected.keySet());
        int partition = partitions.get(random.nextInt(partitions.size()));
        NavigableMap<byte[], byte[]> keys = expected.get(partition);
        byte[] key = TestOptions.bytes("key " + random.nextInt(30));
        switch (random.nextInt(20)) {
          case 0 -> engine.flush(partition);
          case 1 -> engine.compact(partition);
          case 2 -> {
            if (partitions.size() < 6) {
              NavigableMap<byte[], byte[]> same = new TreeMap<>(Arrays::compareUnsigned);
              same.putAll(keys);
              expected.put(copy(engine, partition), same);
            }
          }
          case 3 -> {
            if (partitions.size() > 1) {
              engine.dropPartitions(List.of(partition));
              expected.remove(partition);
            }
          }
          case 4 -> {
            engine.close();
            engine = StorageEngine.open(CrashScript.env(storage), DIRECTORY, OPTIONS);
          }
          case 5, 6, 7 -> {
            engine.delete(partition, key, Durability.BUFFERED);
            keys.remove(key);
          }
          default -> {
            byte[] written = new byte[random.nextInt(5_000)];
            random.nextBytes(written);
            engine.put(partition, key, written, Durability.BUFFERED);
            keys.put(key, written);
          }
        }
      }
      CrashScript.assertSame(expected, engine);
      assertNull(engine.get(expected.firstKey(), TestOptions.bytes("none")));
    } finally {
      engine.close();
    }
    Leaks.assertNone(storage);
  }
}
