package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which flushes have to sync the log first; that the others need not, power-loss tests show. */
class EngineLogSyncTest {
  private static final byte[] KEY = TestOptions.bytes("key");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  @Test
  void aFlushOfTheOnlyPartitionSyncsNoLog() throws IOException {
    try (StorageEngine engine = open()) {
      int partition = engine.createPartitions(1).getFirst();
      long before = engine.stats().walSyncs();
      write(engine, partition);
      engine.flush(partition);
      write(engine, partition);
      engine.flush(partition);
      assertEquals(before, engine.stats().walSyncs());
    }
  }

  @Test
  void aFlushBesideAnOlderWriteOfAnotherPartitionSyncsTheLog() throws IOException {
    try (StorageEngine engine = open()) {
      List<Integer> partitions = engine.createPartitions(2);
      write(engine, partitions.getFirst());
      write(engine, partitions.getLast());
      long before = engine.stats().walSyncs();
      engine.flush(partitions.getLast());
      assertEquals(before + 1, engine.stats().walSyncs());
      engine.flush(partitions.getFirst());
      assertEquals(before + 1, engine.stats().walSyncs(), "nobody else has a write");
    }
  }

  @Test
  void aFlushBesideYoungerWritesOnlySyncsNoLog() throws IOException {
    try (StorageEngine engine = open()) {
      List<Integer> partitions = engine.createPartitions(2);
      write(engine, partitions.getFirst());
      write(engine, partitions.getLast());
      long before = engine.stats().walSyncs();
      engine.flush(partitions.getFirst());
      assertEquals(before, engine.stats().walSyncs());
    }
  }

  private StorageEngine open() throws IOException {
    EngineOptions options = TestOptions.small(Compression.NONE).withSyncInterval(Duration.ZERO);
    return StorageEngine.open(CrashScript.env(files), CrashScript.DIRECTORY, options);
  }

  private static void write(StorageEngine engine, int partition) throws IOException {
    engine.put(partition, KEY, KEY, Durability.BUFFERED);
  }
}
