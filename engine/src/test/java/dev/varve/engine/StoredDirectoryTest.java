package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.sstable.Compression;
import dev.varve.testing.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that releases with older formats wrote, and this one, are read. */
class StoredDirectoryTest {
  private static final Path STORED = Path.of("src", "test", "resources", "stored");

  @TempDir private Path folder;

  /** Named by the format that was raised last. */
  @ParameterizedTest
  @ValueSource(strings = {"manifest-2", "manifest-3", "sstable-5"})
  void aStoredDirectoryIsReadAndWrittenOn(String name) throws IOException {
    Path directory = folder.resolve("engine");
    Folders.copy(STORED.resolve(name), directory);
    try (StorageEngine engine = StorageEngine.open(directory, StoredDirectory.options())) {
      StoredDirectory.verify(engine);
      assertEquals(PartitionOptions.defaults(), engine.partitionOptions(1));
      PartitionOptions options = engine.partitionOptions(2);
      boolean has = !name.equals("manifest-2"); // which has no place for options
      assertArrayEquals(has ? StoredDirectory.DESCRIPTOR : new byte[0], options.descriptor());
      assertEquals(has, options.compression().isPresent());
      engine.put(1, new byte[] {'z'}, new byte[] {1}, Durability.SYNC);
      engine.compact(2);
      engine.delete(1, new byte[] {'z'}, Durability.SYNC);
      engine.flush();
    }
    try (StorageEngine engine = StorageEngine.open(directory, StoredDirectory.options())) {
      StoredDirectory.verify(engine);
      assertTrue(engine.recovery().movedAside().isEmpty());
    }
  }

  @Test
  void aPartitionKeepsItsOptions() throws IOException {
    Path directory = folder.resolve("engine");
    StoredDirectory.write(directory);
    for (int opening = 0; opening < 3; opening++) {
      try (StorageEngine engine = StorageEngine.open(directory, StoredDirectory.options())) {
        StoredDirectory.verify(engine);
        assertEquals(PartitionOptions.defaults(), engine.partitionOptions(1));
        PartitionOptions options = engine.partitionOptions(2);
        assertEquals(Optional.of(Compression.LZ4), options.compression());
        assertArrayEquals(StoredDirectory.DESCRIPTOR, options.descriptor());
        // The values are mostly alike, so that compressed tables are much smaller.
        engine.compact(1);
        engine.compact(2);
        assertTrue(engine.stats(2).tableBytes() < engine.stats(1).tableBytes() / 2);
      }
    }
  }
}
