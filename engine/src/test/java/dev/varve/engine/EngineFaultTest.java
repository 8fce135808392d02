package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/**
 * One call fails at each of its file operations in turn: the open engine then shows the state from
 * before the call or from after it, never one between, and reopening finds one of the two as well,
 * with all writes that were acknowledged since.
 */
class EngineFaultTest {
  private static final EngineOptions OPTIONS = TestOptions.small(Compression.NONE);
  private static final byte[] LATER = TestOptions.bytes("later");

  private interface Call {
    void on(StorageEngine engine) throws IOException;
  }

  @Test
  void creatingPartitions() throws IOException {
    walk(engine -> engine.createPartitions(2));
  }

  @Test
  void copyingPartitions() throws IOException {
    walk(engine -> {
      try (Checkpoint checkpoint = engine.checkpoint(List.of(1, 3))) {
        engine.createPartitions(
            checkpoint,
            List.of(PartitionOptions.defaults(), PartitionOptions.defaults().asFrozen()));
      }
    });
  }

  @Test
  void splittingAPartition() throws IOException {
    walk(engine -> {
      try (Replacement split =
          engine.split(
              2,
              TestOptions.bytes("key-2"),
              PartitionOptions.defaults(),
              PartitionOptions.defaults())) {
        split.apply();
        split.show();
      }
    });
  }

  @Test
  void mergingPartitions() throws IOException {
    walk(engine -> {
      try (Replacement merge =
          engine.merge(2, 4, TestOptions.bytes("l"), PartitionOptions.defaults())) {
        merge.apply();
        merge.show();
      }
    });
  }

  @Test
  void droppingAPartition() throws IOException {
    walk(engine -> engine.dropPartitions(List.of(2)));
  }

  @Test
  void droppingSeveralPartitions() throws IOException {
    walk(engine -> engine.dropPartitions(List.of(3, 2, 3)));
  }

  @Test
  void flushingAll() throws IOException {
    walk(StorageEngine::flush);
  }

  @Test
  void flushingOne() throws IOException {
    walk(engine -> engine.flush(1));
  }

  @Test
  void compacting() throws IOException {
    walk(engine -> engine.compact(1));
  }

  @Test
  void syncing() throws IOException {
    walk(StorageEngine::sync);
  }

  @Test
  void writingABatch() throws IOException {
    walk(engine ->
        engine.write(
            new WriteBatch().put(1, LATER, new byte[3_000]).delete(2, LATER), Durability.SYNC));
  }

  @Test
  void closing() throws IOException {
    walk(StorageEngine::close);
  }

  @Test
  void droppingOneThatIsThereAndOneThatIsNotDropsNone() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    try (StorageEngine engine = filled(files)) {
      engine.dropPartitions(List.of(2));
      var before = CrashScript.contents(engine);
      int operations = files.operations();
      assertThrows(IllegalArgumentException.class, () -> engine.dropPartitions(List.of(1, 2)));
      assertThrows(IllegalArgumentException.class, () -> engine.dropPartitions(List.of(3, 77)));
      assertEquals(operations, files.operations());
      CrashScript.assertSame(before, engine);
      engine.put(1, LATER, LATER, Durability.SYNC);
      engine.put(3, LATER, LATER, Durability.SYNC);
      engine.dropPartitions(List.of());
    }
  }

  private static void walk(Call call) throws IOException {
    MemoryFileSystem whole = new MemoryFileSystem(new MemoryLedger());
    SortedMap<Integer, NavigableMap<byte[], byte[]>> before;
    int first;
    try (StorageEngine engine = filled(whole)) {
      before = CrashScript.contents(engine);
      first = whole.operations() + 1;
      call.on(engine);
    }
    int last = whole.operations();
    SortedMap<Integer, NavigableMap<byte[], byte[]>> after;
    try (StorageEngine engine = open(whole)) {
      after = CrashScript.contents(engine);
    }
    assertTrue(last > first);
    for (int number = first; number <= last; number++) {
      for (boolean once : new boolean[] {true, false}) {
        try {
          fail(call, number, once, before, after);
        } catch (Throwable failure) {
          throw new AssertionError(
              "operation %d of %d to %d failed%s"
                  .formatted(number, first, last, once ? " once" : ", and all later ones"),
              failure);
        }
      }
    }
  }

  private static void fail(
      Call call,
      int number,
      boolean once,
      SortedMap<Integer, NavigableMap<byte[], byte[]>> before,
      SortedMap<Integer, NavigableMap<byte[], byte[]>> after)
      throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    StorageEngine engine = filled(files);
    files.onOperation(once ? OperationHook.failingAt(number) : OperationHook.failingFrom(number));
    boolean done = false;
    boolean acknowledged = false;
    boolean closed = false;
    try {
      call.on(engine);
      done = true;
    } catch (IOException failure) {
      assertTrue(failure.toString().contains("injected failure"), failure.toString());
    }
    try {
      if (!done || !engine.partitions().equals(List.copyOf(before.keySet()))) {
        assertState(engine, before, after, done);
      }
      try {
        engine.put(1, LATER, LATER, Durability.BUFFERED);
        acknowledged = true;
        assertArrayEquals(LATER, engine.get(1, LATER));
      } catch (IOException readOnly) {
        assertTrue(readOnly.toString().contains("injected failure"), readOnly.toString());
      }
    } catch (IllegalStateException isClosed) {
      closed = true;
    }
    try {
      engine.close();
      assertTrue(done || acknowledged || closed, "close must report what failed");
    } catch (IOException failure) {
      assertTrue(failure.toString().contains("injected failure"), failure.toString());
    }
    files.onOperation(_ -> {});
    Leaks.assertNone(files);
    try (StorageEngine again = open(files)) {
      if (acknowledged) {
        assertArrayEquals(LATER, again.get(1, LATER));
        again.delete(1, LATER, Durability.BUFFERED);
        before.get(1).remove(LATER);
        after.get(1).remove(LATER);
      }
      assertState(again, before, after, done);
      again.createPartitions(1);
    }
  }

  private static void assertState(
      StorageEngine engine,
      SortedMap<Integer, NavigableMap<byte[], byte[]>> before,
      SortedMap<Integer, NavigableMap<byte[], byte[]>> after,
      boolean done)
      throws IOException {
    boolean isAfter = done || engine.partitions().equals(List.copyOf(after.keySet()));
    if (isAfter && !done && engine.get(1, LATER) == null) {
      // What differs may be a write alone.
      isAfter = after.get(1).get(LATER) == null;
    }
    CrashScript.assertSame(isAfter ? after : before, engine);
  }

  /** Partitions 1 to 3, each with tables in several levels and a memtable. */
  private static StorageEngine filled(MemoryFileSystem files) throws IOException {
    StorageEngine engine = open(files);
    engine.createPartitions(4);
    engine.put(4, TestOptions.bytes("later"), new byte[500], Durability.BUFFERED);
    for (int round = 0; round < 4; round++) {
      for (int partition = 1; partition <= 3; partition++) {
        byte[] key = TestOptions.bytes("key-" + round);
        engine.put(partition, key, new byte[500], Durability.BUFFERED);
      }
      if (round < 3) {
        engine.flush();
      }
    }
    return engine;
  }

  private static StorageEngine open(MemoryFileSystem files) throws IOException {
    return StorageEngine.open(CrashScript.env(files), CrashScript.DIRECTORY, OPTIONS);
  }
}
