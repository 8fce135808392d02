package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.varve.sstable.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A directory with a bit of everything: tables in level 0 and below, in both compressions, deleted
 * keys, and writes that only the log holds. Each format has one among the test data that a release
 * with that format wrote, by {@link #main}; later releases have to read it.
 */
final class StoredDirectory {
  /** Partition 1 has the engine's options, partition 2 is compressed and has a descriptor. */
  static final byte[] DESCRIPTOR = utf8("orders");

  private static final int KEYS = 600;

  private StoredDirectory() {}

  static EngineOptions options() {
    return EngineOptions.defaults()
        .withSyncInterval(Duration.ZERO)
        .withMemtables(64 << 10, 1 << 20)
        .withWal(16 << 10, 1 << 20)
        .withTables(64 << 10, 1 << 20);
  }

  /** Writes the directory that the first argument names. */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]));
  }

  static void write(Path directory) throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, options())) {
      engine.createPartitions(
          List.of(
              PartitionOptions.defaults(),
              PartitionOptions.defaults()
                  .withCompression(Compression.LZ4)
                  .withDescriptor(DESCRIPTOR)));
      for (int partition = 1; partition <= 2; partition++) {
        for (int i = 0; i < KEYS; i++) {
          engine.put(partition, key(i), value(partition, i, 0), Durability.BUFFERED);
        }
        engine.compact(partition);
        for (int i = 0; i < KEYS; i += 3) {
          engine.delete(partition, key(i), Durability.BUFFERED);
        }
        engine.flush(partition);
        for (int i = 1; i < KEYS; i += 30) {
          engine.put(partition, key(i), value(partition, i, 1), Durability.SYNC);
        }
      }
    }
  }

  /** Fails unless the engine holds all that was written, and nothing else. */
  static void verify(StorageEngine engine) throws IOException {
    assertEquals(List.of(1, 2), engine.partitions());
    for (int partition = 1; partition <= 2; partition++) {
      try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
        boolean more = cursor.first();
        for (int i = 0; i < KEYS; i++) {
          if (i % 3 == 0) {
            assertNull(engine.get(partition, key(i)));
            continue;
          }
          byte[] expected = value(partition, i, i % 30 == 1 ? 1 : 0);
          assertArrayEquals(expected, engine.get(partition, key(i)));
          assertArrayEquals(key(i), cursor.key());
          assertArrayEquals(expected, cursor.value());
          more = cursor.next();
        }
        assertFalse(more);
      }
    }
  }

  private static byte[] key(int i) {
    return utf8("key-%05d".formatted(i));
  }

  private static byte[] value(int partition, int i, int generation) {
    byte[] value = new byte[40 + i % 50];
    Arrays.fill(value, (byte) 'x');
    byte[] head = utf8("%d/%d/%d".formatted(partition, i, generation));
    System.arraycopy(head, 0, value, 0, head.length);
    return value;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
