package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.CorruptionException;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that change on disk are reported or do no harm; they are never a wrong answer. */
class EngineCorruptionTest {
  private static final Path DIRECTORY = CrashScript.DIRECTORY;

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyFlippedByteIsTheRightAnswerOrReported(Compression compression) throws IOException {
    EngineOptions options = TestOptions.tiny(compression).withBlockBytes(256);
    MemoryFileSystem sound = new MemoryFileSystem(new MemoryLedger());
    SortedMap<Integer, NavigableMap<byte[], byte[]>> expected = fill(sound, options);
    Counts counts = new Counts();
    for (Path file : files(sound)) {
      int length = length(sound, file);
      for (int at = 0; at < length; at++) {
        // Where the machine has restarted since, the log is judged otherwise.
        MemoryFileSystem flipped = at % 4 == 3 ? sound.crash(at) : sound.kill();
        int mask = at % 2 == 0 ? 0xff : 1 << at / 2 % 8;
        if (at < length(flipped, file)) {
          // The manifest's last mark may be lost.
          flip(flipped, file, at, mask);
        }
        try {
          readEverything(flipped, options, expected, counts);
          Leaks.assertNone(flipped);
        } catch (Throwable failure) {
          throw new AssertionError("%s @%d ^ 0x%02x".formatted(file, at, mask), failure);
        }
      }
    }
    assertTrue(counts.reported > 1_000, "reported: " + counts.reported);
    assertTrue(counts.right > 100, "did no harm: " + counts.right);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aTableTruncatedUnderItsReaderIsReported(Compression compression, @TempDir Path directory)
      throws IOException {
    // What a cache holds would still be right.
    EngineOptions options = TestOptions.small(compression).withBlockCacheBytes(0);
    Env env = Env.system(2);
    try (StorageEngine engine = StorageEngine.open(env, directory, options)) {
      int partition = engine.createPartitions(1).getFirst();
      for (int i = 0; i < 2_000; i++) {
        engine.put(partition, key(i), new byte[40], Durability.BUFFERED);
      }
      engine.compact(partition);
      assertNotNull(engine.get(partition, key(1)));
      try (Stream<Path> tables = Files.list(directory.resolve("partition-000001"))) {
        for (Path table : tables.toList()) {
          try (FileChannel channel = FileChannel.open(table, StandardOpenOption.WRITE)) {
            channel.truncate(0);
          }
        }
      }
      int last = 1_999;
      CorruptionException found =
          assertThrows(CorruptionException.class, () -> engine.get(partition, key(last)));
      assertTrue(found.file().endsWith(".sst"), found.file());
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment target = arena.allocate(64);
        assertThrows(CorruptionException.class, () -> engine.get(partition, key(last), target));
      }
      try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
        assertThrows(CorruptionException.class, cursor::first);
        assertThrows(CorruptionException.class, cursor::last);
        assertThrows(CorruptionException.class, () -> cursor.seek(key(1_000)));
      }
      // New writes are readable beside the broken table.
      engine.put(partition, key(1), new byte[1], Durability.SYNC);
      assertEquals(1, engine.get(partition, key(1)).length);
    } finally {
      env.scheduler().close();
    }
    Leaks.assertNone(env.memory());
    assertThrows(CorruptionException.class, () -> StorageEngine.open(directory, options));
  }

  @Test
  void aMissingTableIsReported() throws IOException {
    EngineOptions options = TestOptions.tiny(Compression.NONE);
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    fill(files, options);
    Path table =
        files(files).stream().filter(file -> file.toString().endsWith(".sst")).findFirst().get();
    files.delete(table);
    CorruptionException found =
        assertThrows(CorruptionException.class, () -> open(files, options).close());
    assertEquals(table.toString(), found.file());
    Leaks.assertNone(files);
  }

  private static final class Counts {
    int right;
    int reported;
  }

  /** Tables in level 0 and below, deletes, and writes that only the log has. */
  private static SortedMap<Integer, NavigableMap<byte[], byte[]>> fill(
      MemoryFileSystem files, EngineOptions options) throws IOException {
    try (StorageEngine engine = open(files, options)) {
      engine.createPartitions(2);
      for (int i = 0; i < 30; i++) {
        engine.put(1, key(i % 20), new byte[10 + i], Durability.BUFFERED);
      }
      engine.compact(1);
      for (int i = 0; i < 10; i++) {
        engine.delete(1, key(2 * i), Durability.BUFFERED);
        engine.put(2, key(i), TestOptions.bytes("value-" + i), Durability.BUFFERED);
      }
      engine.flush(1);
    }
    try (StorageEngine engine = open(files, options)) {
      engine.createPartitions(1);
      for (int i = 0; i < 6; i++) {
        WriteBatch batch = new WriteBatch();
        engine.partitions().forEach(partition -> batch.put(partition, key(100), new byte[8]));
        engine.write(batch, i % 2 == 0 ? Durability.SYNC : Durability.BUFFERED);
      }
      return CrashScript.contents(engine);
    }
  }

  private static void readEverything(
      MemoryFileSystem files,
      EngineOptions options,
      SortedMap<Integer, NavigableMap<byte[], byte[]>> expected,
      Counts counts)
      throws IOException {
    try (StorageEngine engine = open(files, options)) {
      CrashScript.assertSame(expected, engine);
      counts.right++;
    } catch (CorruptionException | UnsupportedFormatException _) {
      counts.reported++;
    }
  }

  private static StorageEngine open(MemoryFileSystem files, EngineOptions options)
      throws IOException {
    return StorageEngine.open(CrashScript.env(files), DIRECTORY, options);
  }

  private static byte[] key(int number) {
    return TestOptions.bytes("key-%05d".formatted(number));
  }

  private static List<Path> files(MemoryFileSystem files) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String name : files.list(DIRECTORY)) {
      Path path = DIRECTORY.resolve(name);
      if (name.equals("wal") || name.startsWith("partition-")) {
        for (String inner : files.list(path)) {
          all.add(path.resolve(inner));
        }
      } else {
        all.add(path);
      }
    }
    return all;
  }

  private static int length(MemoryFileSystem files, Path path) throws IOException {
    try (StorageFile file = files.openReadOnly(path)) {
      return (int) file.length();
    }
  }

  private static void flip(MemoryFileSystem files, Path path, int at, int mask) throws IOException {
    try (StorageFile file = files.open(path)) {
      byte[] one = new byte[1];
      file.read(at, MemorySegment.ofArray(one));
      one[0] ^= (byte) mask;
      file.write(at, MemorySegment.ofArray(one));
    }
  }
}
