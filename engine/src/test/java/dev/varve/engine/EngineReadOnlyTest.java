package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A read-only engine shows everything, changes nothing, and keeps no other reader out. */
class EngineReadOnlyTest {
  private static final EngineOptions OPTIONS = TestOptions.small(Compression.LZ4);
  private static final EngineOptions READ_ONLY = OPTIONS.withReadOnly(true);
  private static final byte[] KEY = TestOptions.bytes("key");

  @Test
  void everyStateOfADirectoryIsShownWithoutAChange() throws IOException {
    int steps = 30;
    for (int seed = 0; seed < 12; seed++) {
      MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
      CrashScript script = new CrashScript(seed, steps, OPTIONS);
      files.killAt(60 + 40 * seed);
      try {
        script.run(files);
      } catch (IOException ended) {
        assertEquals(true, files.stopped(), ended.toString());
      }
      MemoryFileSystem left = files.crashImage();
      left.onOperation(OperationHook.failing(_ -> true));
      int before = left.operations();
      Map<Integer, ?> shown;
      try (StorageEngine engine = open(left, READ_ONLY)) {
        script.checkAfterKill(engine);
        shown = CrashScript.contents(engine);
      } catch (NotAnEngineDirectoryException none) {
        continue; // killed before there was one
      }
      assertEquals(before, left.operations());
      Leaks.assertNone(left);
      left.onOperation(_ -> {});
      try (StorageEngine engine = open(left, OPTIONS)) {
        assertEquals(shown.keySet(), CrashScript.contents(engine).keySet());
        script.checkAfterKill(engine);
      }
    }
  }

  @Test
  void whateverWritesIsRefused() throws IOException {
    MemoryFileSystem files = filled();
    int before = files.operations();
    try (StorageEngine engine = open(files, READ_ONLY)) {
      assertRefused(() -> engine.put(1, KEY, KEY, Durability.BUFFERED));
      assertRefused(() -> engine.put(1, KEY, KEY, Durability.SYNC));
      assertRefused(() -> engine.delete(1, KEY, Durability.SYNC));
      assertRefused(() -> engine.createPartitions(1));
      assertRefused(() -> engine.checkpoint(List.of(1)));
      assertRefused(() -> engine.dropPartitions(List.of(1)));
      assertRefused(engine::flush);
      assertRefused(() -> engine.flush(1));
      assertRefused(() -> engine.compact(1));
      assertRefused(engine::awaitQuiescence);
      assertRefused(engine::sync);
      assertEquals(List.of(1, 2), engine.partitions());
      assertArrayEquals(KEY, engine.get(1, KEY));
      assertArrayEquals(KEY, engine.get(2, KEY));
      try (Snapshot snapshot = engine.snapshot();
          Cursor cursor = engine.cursor(2, CursorOptions.all().at(snapshot))) {
        assertEquals(true, cursor.last());
      }
      assertEquals(2, engine.stats(1).entries() + engine.stats(2).entries());
    }
    assertEquals(before, files.operations());
    Leaks.assertNone(files);
  }

  @Test
  void readersStandBesideEachOtherAndBesideNoWriter() throws IOException {
    MemoryFileSystem files = filled();
    try (StorageEngine first = open(files, READ_ONLY);
        StorageEngine second = open(files, READ_ONLY)) {
      assertArrayEquals(KEY, first.get(1, KEY));
      assertArrayEquals(KEY, second.get(1, KEY));
      assertThrows(DirectoryInUseException.class, () -> open(files, OPTIONS));
    }
    try (StorageEngine writer = open(files, OPTIONS)) {
      assertThrows(DirectoryInUseException.class, () -> open(files, READ_ONLY));
      writer.put(1, KEY, KEY, Durability.SYNC);
    }
  }

  @Test
  void nothingIsCreated() {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    assertThrows(NotAnEngineDirectoryException.class, () -> open(files, READ_ONLY));
    assertEquals(0, files.operations());
    Leaks.assertNone(files);
  }

  @Test
  void theMachinesFilesStayAsTheyAre(@TempDir Path directory) throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      fill(engine);
    }
    Files.delete(directory.resolve("LOCK")); // as copies may leave it out
    Map<Path, List<Object>> before = image(directory);
    for (int round = 0; round < 2; round++) {
      try (StorageEngine engine = StorageEngine.open(directory, READ_ONLY);
          StorageEngine other = StorageEngine.open(directory, READ_ONLY)) {
        assertArrayEquals(KEY, engine.get(1, KEY));
        assertArrayEquals(KEY, other.get(2, KEY));
      }
    }
    assertEquals(before, image(directory));
    assertFalse(Files.exists(directory.resolve("LOCK")));
  }

  private static Map<Path, List<Object>> image(Path directory) throws IOException {
    Map<Path, List<Object>> image = new HashMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        List<Object> file = new ArrayList<>();
        file.add(Files.getLastModifiedTime(path));
        if (Files.isRegularFile(path)) {
          file.add(Arrays.hashCode(Files.readAllBytes(path)));
        }
        image.put(path, file);
      }
    }
    return image;
  }

  /** In partition 1 a table, in partition 2 a record of the log. */
  private static void fill(StorageEngine engine) throws IOException {
    engine.createPartitions(2);
    engine.put(1, KEY, KEY, Durability.SYNC);
    engine.flush();
    engine.put(2, KEY, KEY, Durability.SYNC);
  }

  private static MemoryFileSystem filled() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    try (StorageEngine engine = open(files, OPTIONS)) {
      fill(engine);
    }
    return files;
  }

  private static StorageEngine open(MemoryFileSystem files, EngineOptions options)
      throws IOException {
    return StorageEngine.open(CrashScript.env(files), CrashScript.DIRECTORY, options);
  }

  private static void assertRefused(Executable call) {
    assertThrows(ReadOnlyEngineException.class, call);
  }
}
