package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageEngineTest {
  @TempDir Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatWasWrittenIsReadBackBeforeAndAfterReopening() throws Exception {
    EngineOptions options =
        EngineOptions.defaults().withMemtables(256 << 10, 1 << 20).withTables(128 << 10, 512 << 10);
    NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
    Random random = new Random(3);
    int partition;
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      partition = engine.createPartitions(1).getFirst();
      for (int i = 0; i < 60_000; i++) {
        byte[] key = bytes("key-%05d".formatted(random.nextInt(20_000)));
        if (random.nextInt(5) == 0) {
          engine.delete(partition, key, Durability.BUFFERED);
          model.remove(key);
        } else {
          byte[] value = bytes("value-" + i + "-".repeat(random.nextInt(100)));
          engine.put(partition, key, value, Durability.BUFFERED);
          model.put(key, value);
        }
      }
      assertSame(model, engine, partition);
      engine.compact(partition);
      assertSame(model, engine, partition);
      assertTrue(engine.stats(partition).compactions() > 0);
    }
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      assertSame(model, engine, partition);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64 << 10, 1 << 20, 2 << 20, 20 << 20})
  void memtablesAreFlushedWhenTheirRecordsFillThem(int memtableBytes) throws Exception {
    int valueBytes = 10_000;
    int writes = 4 * memtableBytes / valueBytes;
    EngineOptions options = EngineOptions.defaults().withMemtables(memtableBytes, 64L << 20);
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      int partition = engine.createPartitions(1).getFirst();
      for (int i = 0; i < writes; i++) {
        engine.put(
            partition, bytes("%08d".formatted(i)), new byte[valueBytes], Durability.BUFFERED);
      }
      engine.flush(partition);
      long flushes = engine.stats(partition).flushes();
      assertTrue(flushes == 4 || flushes == 5, "4 memtables were filled: " + flushes + " flushes");
    }
  }

  @Test
  void cursorsOpenedAgainShowWhatWasWrittenMeanwhile() throws Exception {
    try (StorageEngine engine = StorageEngine.open(directory, EngineOptions.defaults())) {
      List<Integer> partitions = engine.createPartitions(2);
      int partition = partitions.getFirst();
      for (int round = 0; round < 40; round++) {
        try (Snapshot before = engine.snapshot()) {
          engine.put(partition, bytes("%03d".formatted(round)), bytes("new"), Durability.BUFFERED);
          if (round % 7 == 3) {
            engine.flush();
          }
          if (round == 30) {
            engine.compact(partition);
          }
          assertEquals(0, count(engine, partitions.getLast(), CursorOptions.all()));
          assertEquals(round, count(engine, partition, CursorOptions.all().at(before)));
          assertEquals(round + 1, count(engine, partition, CursorOptions.all()));
          assertEquals(
              1, count(engine, partition, CursorOptions.range(bytes("000"), bytes("001"))));
        }
      }
    }
  }

  @Test
  void cursorsOpenAtATimeDoNotShareAPlace() throws Exception {
    try (StorageEngine engine = StorageEngine.open(directory, EngineOptions.defaults())) {
      int partition = engine.createPartitions(1).getFirst();
      engine.put(partition, bytes("a"), bytes("1"), Durability.BUFFERED);
      engine.put(partition, bytes("b"), bytes("2"), Durability.BUFFERED);
      Cursor closed = engine.cursor(partition, CursorOptions.all());
      closed.close();
      try (Cursor first = engine.cursor(partition, CursorOptions.all())) {
        assertTrue(first.first());
        closed.close();
        try (Cursor second = engine.cursor(partition, CursorOptions.all())) {
          assertTrue(second.last());
          assertArrayEquals(bytes("a"), first.key());
          assertArrayEquals(bytes("b"), second.key());
        }
        assertTrue(first.next());
        assertArrayEquals(bytes("b"), first.key());
        assertThrows(IllegalStateException.class, closed::first);
      }
    }
  }

  @Test
  void aClosedCursorKeepsNoTableThatWasReplaced() throws Exception {
    try (StorageEngine engine = StorageEngine.open(directory, EngineOptions.defaults())) {
      int partition = engine.createPartitions(1).getFirst();
      for (int table = 0; table < 4; table++) {
        for (int key = 0; key < 10; key++) {
          engine.put(partition, bytes("" + key), bytes("" + table), Durability.BUFFERED);
        }
        engine.flush();
        assertEquals(10, count(engine, partition, CursorOptions.all()));
      }
      engine.compact(partition);
      engine.awaitQuiescence();
      engine.dropPartitions(engine.createPartitions(1)); // also lets go of what nobody reads
      assertEquals(1, tableFiles());
      assertEquals(10, count(engine, partition, CursorOptions.all()));
    }
  }

  @Test
  void tablesOfALoadInKeyOrderAreWalkedAsOneRunInBothDirections() throws Exception {
    NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
    try (StorageEngine engine = StorageEngine.open(directory, EngineOptions.defaults())) {
      int partition = engine.createPartitions(1).getFirst();
      for (int key = 0; key < 3000; key++) {
        byte[] name = bytes("key-%05d".formatted(key));
        engine.put(partition, name, bytes("old"), Durability.BUFFERED);
        model.put(name, bytes("old"));
        if (key % 1000 == 999) {
          engine.flush();
        }
      }
      assertSame(model, engine, partition);
      // A fourth table that overlaps the first two, and a memtable over all.
      for (int key = 500; key < 1500; key += 3) {
        byte[] name = bytes("key-%05d".formatted(key));
        engine.delete(partition, name, Durability.BUFFERED);
        model.remove(name);
      }
      engine.flush();
      for (int key = 0; key < 3000; key += 7) {
        byte[] name = bytes("key-%05d".formatted(key));
        engine.put(partition, name, bytes("new"), Durability.BUFFERED);
        model.put(name, bytes("new"));
      }
      assertSame(model, engine, partition);
    }
  }

  private long tableFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".sst")).count();
    }
  }

  private static int count(StorageEngine engine, int partition, CursorOptions options)
      throws IOException {
    try (Cursor cursor = engine.cursor(partition, options)) {
      int count = 0;
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        count++;
      }
      return count;
    }
  }

  private static void assertSame(
      NavigableMap<byte[], byte[]> model, StorageEngine engine, int partition) throws Exception {
    for (int i = 0; i < 20_000; i++) {
      byte[] key = bytes("key-%05d".formatted(i));
      assertArrayEquals(model.get(key), engine.get(partition, key));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(256);
      byte[] first = model.firstKey();
      assertEquals(model.get(first).length, engine.get(partition, first, target));
      assertEquals(StorageEngine.NOT_FOUND, engine.get(partition, bytes("absent"), target));
      assertNull(engine.get(partition, bytes("absent")));
    }
    try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
      boolean more = cursor.first();
      for (var entry : model.entrySet()) {
        assertTrue(more);
        assertArrayEquals(entry.getKey(), cursor.key());
        assertArrayEquals(entry.getValue(), cursor.value());
        more = cursor.next();
      }
      assertTrue(!more);
      more = cursor.last();
      for (var entry : model.descendingMap().entrySet()) {
        assertTrue(more);
        assertArrayEquals(entry.getKey(), cursor.key());
        assertArrayEquals(entry.getValue(), cursor.value());
        more = cursor.previous();
      }
      assertTrue(!more);
    }
  }
}
