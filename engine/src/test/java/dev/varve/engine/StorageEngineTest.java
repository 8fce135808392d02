package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
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
