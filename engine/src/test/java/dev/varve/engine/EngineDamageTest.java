package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ends of files that are lost, whole files that are lost, and files that are restored from older
 * copies or exchanged: each is noticed, names the file, and changes nothing; or the data are right.
 */
class EngineDamageTest {
  private static final Path DIRECTORY = CrashScript.DIRECTORY;
  private static final EngineOptions OPTIONS = TestOptions.tiny(Compression.NONE);

  /** Writes behind the last statement of how far the log is durable, in a directory killed. */
  private static final int TAIL = 3;

  /** A directory, and what it held at other times. */
  private static final class Directory {
    final MemoryFileSystem files;
    final SortedMap<Integer, NavigableMap<byte[], byte[]>> expected;
    final Map<Path, byte[]> before;
    final boolean closed;

    /**
     * Two partitions with one table each, alike but for their values; then a session that flushes,
     * creates a partition and leaves writes in the log.
     */
    Directory(boolean closed, int salt) throws IOException {
      this.closed = closed;
      MemoryFileSystem live = new MemoryFileSystem(new MemoryLedger());
      try (StorageEngine engine = open(live)) {
        engine.createPartitions(2);
        for (int partition = 1; partition <= 2; partition++) {
          putAll(engine, partition, salt + 10 * partition);
          engine.flush();
        }
        engine.put(1, key(50), value(salt), Durability.SYNC);
      }
      before = image(live);
      StorageEngine engine = open(live);
      putAll(engine, 2, salt + 50);
      engine.put(1, key(51), value(salt), Durability.SYNC);
      engine.flush();
      for (int i = 0; i < 8; i++) {
        engine.put(1, key(60 + i), value(salt + i), Durability.SYNC);
      }
      engine.createPartitions(1);
      for (int i = 0; i < TAIL; i++) {
        engine.put(3, key(i), value(salt + i), Durability.BUFFERED);
      }
      expected = CrashScript.contents(engine);
      if (closed) {
        engine.close();
        files = live;
      } else {
        files = live.kill();
        engine.close();
      }
    }

    private static void putAll(StorageEngine engine, int partition, int salt) throws IOException {
      for (int i = 0; i < 20; i++) {
        engine.put(partition, key(i), value(salt + i), Durability.BUFFERED);
      }
    }

    /** Opens a damaged copy: it is as before, or refused by name and unchanged. */
    boolean isRefused(String what, Path damaged, Damage damage) throws IOException {
      MemoryFileSystem copy = files.kill();
      damage.apply(copy);
      Map<Path, byte[]> image = image(copy);
      try {
        try (StorageEngine engine = open(copy)) {
          requireRight(engine, damaged);
        } catch (CorruptionException
            | UnsupportedFormatException
            | NotAnEngineDirectoryException refusal) {
          assertUnchanged(image, copy);
          assertTrue(refusal.getMessage().contains(DIRECTORY.toString()), refusal.getMessage());
          return true;
        }
      } catch (Throwable failure) {
        throw new AssertionError(
            what + " " + damaged + (closed ? ", closed" : ", killed"), failure);
      } finally {
        Leaks.assertNone(copy);
      }
      return false;
    }

    private void requireRight(StorageEngine engine, Path damaged) throws IOException {
      if (!closed && damaged.toString().endsWith(".wal") && engine.partitions().contains(3)) {
        // What came behind the last statement may be lost, the latest first.
        NavigableMap<byte[], byte[]> tail = expected.get(3);
        for (int lost = TAIL; lost > 0 && engine.get(3, key(lost - 1)) == null; lost--) {
          tail = tail.headMap(key(lost - 1), false);
        }
        SortedMap<Integer, NavigableMap<byte[], byte[]>> shorter = new TreeMap<>(expected);
        shorter.put(3, tail);
        CrashScript.assertSame(shorter, engine);
      } else {
        CrashScript.assertSame(expected, engine);
      }
    }

    List<Path> paths() throws IOException {
      return image(files).keySet().stream().filter(path -> !path.endsWith("LOCK")).toList();
    }
  }

  private interface Damage {
    void apply(MemoryFileSystem files) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostEndIsNoticedOrDoesNoHarm(boolean closed) throws IOException {
    Directory directory = new Directory(closed, 0);
    int refused = 0;
    for (Path path : directory.paths()) {
      int length = image(directory.files).get(path).length;
      int step = path.toString().endsWith("sst") ? 128 : path.toString().endsWith("wal") ? 16 : 4;
      for (int from = 0; from < length; from += step) {
        int at = from;
        refused += directory.isRefused("cut at " + at, path, files -> cut(files, path, at)) ? 1 : 0;
        refused +=
            directory.isRefused("zero from " + at, path, files -> zero(files, path, at, length))
                ? 1
                : 0;
      }
    }
    assertTrue(refused > 100, "refused: " + refused);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostOrOlderFileIsNoticedOrDoesNoHarm(boolean closed) throws IOException {
    Directory directory = new Directory(closed, 0);
    for (Path path : directory.paths()) {
      directory.isRefused("deleted", path, files -> files.delete(path));
      byte[] older = directory.before.get(path);
      if (older != null) {
        directory.isRefused("older", path, files -> write(files, path, older));
      }
    }
    Path log = DIRECTORY.resolve("wal");
    assertTrue(
        directory.isRefused(
            "no log",
            log,
            files -> {
              for (String name : files.list(log)) {
                files.delete(log.resolve(name));
              }
            }));
    for (List<String> part : List.of(List.of("CURRENT", "MANIFEST"), List.of("wal"))) {
      assertTrue(
          directory.isRefused(
              "older " + part, DIRECTORY, files -> restore(files, directory.before, part)),
          part.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anExchangedTableIsNoticed(boolean closed) throws IOException {
    Directory directory = new Directory(closed, 0);
    Map<Path, byte[]> other = image(new Directory(closed, 100).files);
    List<Path> tables =
        directory.paths().stream().filter(path -> path.toString().endsWith(".sst")).toList();
    assertTrue(tables.size() >= 2, tables.toString());
    int sameLength = 0;
    Map<Path, byte[]> own = image(directory.files);
    for (Path table : tables) {
      for (Path source : tables) {
        if (source.equals(table)) {
          // One of the same number and the same keys, of another directory.
          sameLength += other.get(source).length == own.get(table).length ? 1 : 0;
          assertNames(table, directory.files, files -> write(files, table, other.get(source)));
        } else {
          assertNames(table, directory.files, files -> write(files, table, own.get(source)));
        }
      }
    }
    assertTrue(sameLength > 0);
  }

  @Test
  void aCutManifestIsNamed() throws IOException {
    Directory directory = new Directory(true, 0);
    Path manifest = named(directory, "MANIFEST-");
    byte[] bytes = image(directory.files).get(manifest);
    boolean changed = false;
    for (int cut = bytes.length - 1; cut > 16; cut--) {
      int at = cut;
      assertNames(manifest, directory.files, files -> cut(files, manifest, at));
      changed |= bytes[at] != 0; // the padding of the last record is zero
      if (changed) {
        assertNames(manifest, directory.files, files -> zero(files, manifest, at, bytes.length));
      }
    }
  }

  /** A write to a partition whose creation the manifest has lost is no fault of the log. */
  @Test
  void aManifestThatHasLostAPartitionIsNamed() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    StorageEngine engine = StorageEngine.open(CrashScript.env(files), DIRECTORY, OPTIONS);
    engine.createPartitions(1);
    engine.put(1, key(1), value(1), Durability.SYNC);
    engine.createPartitions(1);
    engine.put(2, key(1), value(1), Durability.SYNC);
    MemoryFileSystem killed = files.kill();
    engine.close();
    Path manifest = DIRECTORY.resolve("MANIFEST-000001");
    byte[] bytes = image(killed).get(manifest);
    int refused = 0;
    for (int cut = bytes.length - 1; cut > 16; cut--) {
      MemoryFileSystem copy = killed.kill();
      cut(copy, manifest, cut);
      try (StorageEngine opened = open(copy)) {
        assertEquals(List.of(1, 2), opened.partitions());
        assertArrayEquals(value(1), opened.get(2, key(1)));
      } catch (CorruptionException found) {
        assertEquals(manifest.toString(), found.file(), "cut at " + cut);
        refused++;
      }
    }
    assertTrue(refused > 0);
  }

  /** Where the manifest has lost a compaction, the tables that this has replaced are missing. */
  @Test
  void aManifestThatHasLostACompactionIsNamed() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    StorageEngine engine = StorageEngine.open(CrashScript.env(files), DIRECTORY, OPTIONS);
    engine.createPartitions(1);
    for (int table = 0; table < 2; table++) {
      engine.put(1, key(table), value(table), Durability.SYNC);
      engine.flush();
    }
    engine.compact(1);
    MemoryFileSystem killed = files.kill();
    engine.close();
    Path manifest = DIRECTORY.resolve("MANIFEST-000001");
    int length = image(killed).get(manifest).length;
    int refused = 0;
    for (int cut = length - 1; cut > 16; cut--) {
      MemoryFileSystem copy = killed.kill();
      cut(copy, manifest, cut);
      try (StorageEngine opened = open(copy)) {
        assertArrayEquals(value(1), opened.get(1, key(1)));
      } catch (CorruptionException found) {
        assertTrue(found.getMessage().contains(manifest.toString()), found.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 0);
  }

  @Test
  void aLogWithoutItsLastPageIsNamed() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    EngineOptions options = OPTIONS.withWal(1 << 20, 4 << 20);
    try (StorageEngine engine = StorageEngine.open(CrashScript.env(files), DIRECTORY, options)) {
      engine.createPartitions(1);
      for (int i = 0; i < 100; i++) {
        engine.put(1, key(i), value(i), Durability.SYNC);
      }
    }
    Path log = DIRECTORY.resolve("wal").resolve("000001.wal");
    byte[] bytes = image(files).get(log);
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    int page = end - 1 & -4096;
    assertNames(log, files, damaged -> zero(damaged, log, page, page + 4096));
  }

  private static Path named(Directory directory, String name) throws IOException {
    return directory.paths().stream()
        .filter(path -> path.getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertNames(Path file, MemoryFileSystem sound, Damage damage)
      throws IOException {
    MemoryFileSystem copy = sound.kill();
    damage.apply(copy);
    Map<Path, byte[]> image = image(copy);
    CorruptionException found =
        assertThrows(CorruptionException.class, () -> open(copy).close(), file.toString());
    assertEquals(file.toString(), found.file());
    assertUnchanged(image, copy);
    Leaks.assertNone(copy);
  }

  private static void assertUnchanged(Map<Path, byte[]> before, MemoryFileSystem files)
      throws IOException {
    Map<Path, byte[]> after = image(files);
    assertEquals(before.keySet(), after.keySet());
    before.forEach(
        (path, bytes) -> assertTrue(Arrays.equals(bytes, after.get(path)), "changed: " + path));
  }

  private static StorageEngine open(MemoryFileSystem files) throws IOException {
    return StorageEngine.open(CrashScript.env(files), DIRECTORY, OPTIONS);
  }

  private static byte[] key(int number) {
    return TestOptions.bytes("key-%05d".formatted(number));
  }

  private static byte[] value(int salt) {
    return TestOptions.bytes("value-%06d".formatted(salt).repeat(3));
  }

  /** All files of the engine with their bytes. */
  private static Map<Path, byte[]> image(MemoryFileSystem files) throws IOException {
    Map<Path, byte[]> image = new TreeMap<>();
    for (String name : files.list(DIRECTORY)) {
      Path path = DIRECTORY.resolve(name);
      if (name.equals("wal") || name.equals("aside") || name.startsWith("partition-")) {
        for (String inner : files.list(path)) {
          image.put(path.resolve(inner), bytes(files, path.resolve(inner)));
        }
      } else {
        image.put(path, bytes(files, path));
      }
    }
    return image;
  }

  /** Brings back the older files whose names begin with a word, in place of the newer ones. */
  private static void restore(MemoryFileSystem files, Map<Path, byte[]> before, List<String> words)
      throws IOException {
    Map<Path, byte[]> now = new HashMap<>(image(files));
    for (String word : words) {
      String prefix = DIRECTORY.resolve(word).toString();
      for (Path path : now.keySet()) {
        if (path.toString().startsWith(prefix)) {
          files.delete(path);
        }
      }
      for (Map.Entry<Path, byte[]> older : before.entrySet()) {
        if (older.getKey().toString().startsWith(prefix)) {
          write(files, older.getKey(), older.getValue());
        }
      }
    }
  }

  private static byte[] bytes(MemoryFileSystem files, Path path) throws IOException {
    try (StorageFile file = files.openReadOnly(path)) {
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, MemorySegment.ofArray(bytes));
      return bytes;
    }
  }

  private static void write(MemoryFileSystem files, Path path, byte[] bytes) throws IOException {
    try (StorageFile file = files.exists(path) ? files.open(path) : files.create(path)) {
      file.truncate(0);
      file.write(0, MemorySegment.ofArray(bytes));
    }
  }

  private static void cut(MemoryFileSystem files, Path path, int length) throws IOException {
    try (StorageFile file = files.open(path)) {
      file.truncate(length);
    }
  }

  private static void zero(MemoryFileSystem files, Path path, int from, int to) throws IOException {
    try (StorageFile file = files.open(path)) {
      file.write(from, MemorySegment.ofArray(new byte[to - from]));
    }
  }
}
