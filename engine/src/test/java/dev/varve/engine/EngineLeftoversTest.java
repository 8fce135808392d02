package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.sstable.Compression;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files and directories that no version lists: what goes, what stays, what is moved aside. */
class EngineLeftoversTest {
  private static final Path DIRECTORY = CrashScript.DIRECTORY;
  private static final Path ASIDE = DIRECTORY.resolve("aside");
  private static final EngineOptions OPTIONS = TestOptions.tiny(Compression.NONE);

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  @Test
  void whatTheManifestDoesNotKnowIsMovedAsideAndTold() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      assertEquals(List.of(), engine.recovery().movedAside());
    }
    Path table = DIRECTORY.resolve("partition-000001").resolve("000007.sst");
    Path partition = DIRECTORY.resolve("partition-000777");
    for (int time = 0; time < 2; time++) {
      write(table, "table " + time);
      files.createDirectories(partition);
      write(partition.resolve("000003.sst"), "partition " + time);
      String suffix = time == 0 ? "" : ".1";
      try (StorageEngine engine = open()) {
        assertEquals(
            List.of(
                ASIDE.resolve("partition-000001-000007.sst" + suffix),
                ASIDE.resolve("partition-000777" + suffix)),
            engine.recovery().movedAside());
      }
      assertFalse(files.exists(table));
      assertFalse(files.exists(partition));
    }
    assertArrayEquals(
        TestOptions.bytes("table 0"), read(ASIDE.resolve("partition-000001-000007.sst")));
    assertArrayEquals(
        TestOptions.bytes("partition 1"),
        read(ASIDE.resolve("partition-000777.1").resolve("000003.sst")));
  }

  @Test
  void whatWasNeverFinishedIsDeleted() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
    }
    Path unfinished = DIRECTORY.resolve("partition-000001").resolve("000007.sst.tmp");
    write(unfinished, "half a table");
    Path neverCreated = DIRECTORY.resolve("partition-000002");
    files.createDirectories(neverCreated);
    try (StorageEngine engine = open()) {
      assertEquals(List.of(), engine.recovery().movedAside());
    }
    assertFalse(files.exists(unfinished));
    assertFalse(files.exists(neverCreated));
    assertFalse(files.exists(ASIDE));
  }

  @Test
  void foreignNamesAreLeftAlone() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(2);
      engine.dropPartitions(List.of(2));
    }
    List<Path> foreign =
        List.of(
            DIRECTORY.resolve("MANIFEST-backup"),
            DIRECTORY.resolve("MANIFEST-77"),
            DIRECTORY.resolve("MANIFEST-000001.bak"),
            DIRECTORY.resolve("partition-000009"),
            DIRECTORY.resolve("partition-000001").resolve("1.sst"),
            DIRECTORY.resolve("partition-000001").resolve("99999999999999999999.sst"),
            DIRECTORY.resolve("partition-000001").resolve("note.tmp"),
            DIRECTORY.resolve("partition-000002").resolve("note.txt"));
    files.createDirectories(DIRECTORY.resolve("partition-000002"));
    for (Path path : foreign) {
      write(path, "mine");
    }
    try (StorageEngine engine = open()) {
      assertEquals(List.of(), engine.recovery().movedAside());
    }
    for (Path path : foreign) {
      assertArrayEquals(TestOptions.bytes("mine"), read(path), path.toString());
    }
  }

  @Test
  void tablesThatAnEditRemovedAreDeletedByTheNextOpen() throws IOException {
    Path partition = DIRECTORY.resolve("partition-000001");
    MemoryFileSystem killed;
    try (StorageEngine engine = open()) {
      engine.createPartitions(1);
      engine.put(1, new byte[1], new byte[10], Durability.BUFFERED);
      engine.flush();
      try (Cursor reader = engine.cursor(1, CursorOptions.all())) {
        // The reader holds the first table, whatever is merged.
        assertTrue(reader.first());
        for (int i = 0; i < 8; i++) {
          engine.put(1, new byte[1], new byte[20 + i], Durability.BUFFERED);
          engine.flush();
        }
        engine.compact(1);
        killed = files.kill();
        assertTrue(files.list(partition).size() > 1, files.list(partition).toString());
      }
    }
    try (StorageEngine engine = StorageEngine.open(CrashScript.env(killed), DIRECTORY, OPTIONS)) {
      assertEquals(List.of(), engine.recovery().movedAside());
      assertEquals(27, engine.get(1, new byte[1]).length);
      assertEquals(1, killed.list(partition).size(), killed.list(partition).toString());
    }
  }

  @Test
  void directoriesOfDroppedPartitionsGoWithTheirLastReader() throws IOException {
    Path empty = DIRECTORY.resolve("partition-000001");
    Path read = DIRECTORY.resolve("partition-000002");
    MemoryFileSystem killed;
    try (StorageEngine engine = open()) {
      engine.createPartitions(2);
      engine.put(2, new byte[1], new byte[10], Durability.BUFFERED);
      engine.flush();
      try (Cursor reader = engine.cursor(2, CursorOptions.all())) {
        assertTrue(reader.first());
        engine.dropPartitions(List.of(1, 2));
        reclaim(engine);
        assertFalse(files.exists(empty));
        assertTrue(files.exists(read));
        assertEquals(10, reader.valueLength());
        killed = files.kill();
      }
      reclaim(engine);
      assertFalse(files.exists(read));
    }
    StorageEngine.open(CrashScript.env(killed), DIRECTORY, OPTIONS).close();
    assertFalse(killed.exists(read));
  }

  /** Any step that replaces a view lets go of what nobody reads. */
  private static void reclaim(StorageEngine engine) throws IOException {
    int partition = engine.createPartitions(1).getFirst();
    engine.put(partition, new byte[1], new byte[1], Durability.BUFFERED);
    engine.flush();
  }

  private StorageEngine open() throws IOException {
    return StorageEngine.open(CrashScript.env(files), DIRECTORY, OPTIONS);
  }

  private void write(Path path, String text) throws IOException {
    try (StorageFile file = files.create(path)) {
      file.write(0, MemorySegment.ofArray(TestOptions.bytes(text)));
    }
  }

  private byte[] read(Path path) throws IOException {
    try (StorageFile file = files.openReadOnly(path)) {
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, MemorySegment.ofArray(bytes));
      return bytes;
    }
  }
}
