package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.CorruptionException;
import dev.varve.sstable.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with one partition's tables stops that partition's writes and no other's. */
class EngineDamagedPartitionTest {
  private static final EngineOptions OPTIONS = TestOptions.small(Compression.NONE);
  private static final int DAMAGED = 1;
  private static final int SOUND = 2;
  private static final int KEYS = 2_000;

  @TempDir private Path directory;

  /** Two tables in level 0 of each partition; the first block of one is damaged. */
  @BeforeEach
  void damage() throws IOException {
    try (StorageEngine engine = open()) {
      engine.createPartitions(2);
      for (int partition : List.of(DAMAGED, SOUND)) {
        fill(engine, partition);
        engine.compact(partition);
      }
    }
    try (Stream<Path> tables = Files.list(directory.resolve("partition-000001"))) {
      Path table = tables.filter(file -> file.toString().endsWith(".sst")).sorted().toList().get(0);
      byte[] bytes = Files.readAllBytes(table);
      bytes[10] ^= 1;
      Files.write(table, bytes);
    }
  }

  private StorageEngine open() throws IOException {
    return StorageEngine.open(directory, OPTIONS);
  }

  private static void fill(StorageEngine engine, int partition) throws IOException {
    for (int at = 0; at < KEYS; at++) {
      engine.put(partition, key(at), new byte[100], Durability.BUFFERED);
    }
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  /** Writes until compactions in the background have met the damage. */
  private static IOException refusal(StorageEngine engine) {
    return assertThrows(
        IOException.class,
        () -> {
          while (true) {
            fill(engine, DAMAGED);
          }
        });
  }

  @Test
  void aCompactionThatMeetsDamageEndsThatPartitionsWritesAndNoOthers() throws IOException {
    try (StorageEngine engine = open()) {
      IOException refused = refusal(engine);
      assertTrue(refused.getCause() instanceof CorruptionException, refused.toString());
      assertTrue(
          refused.getMessage().startsWith("partition 1 takes no writes"), refused.toString());
      assertTrue(refused.getMessage().contains("partition-000001"), refused.toString());
      assertTrue(engine.stats(DAMAGED).damage().isPresent());
      assertTrue(engine.stats(SOUND).damage().isEmpty());

      long compactions = engine.stats(SOUND).compactions();
      for (int round = 0; round < 10; round++) {
        fill(engine, SOUND);
      }
      engine.flush();
      engine.compact(SOUND);
      engine.awaitQuiescence();
      assertTrue(engine.stats(SOUND).compactions() > compactions);
      WriteBatch both = new WriteBatch().put(SOUND, key(0), key(7)).put(DAMAGED, key(0), key(7));
      assertThrows(IOException.class, () -> engine.write(both, Durability.BUFFERED));
      assertEquals(100, engine.get(SOUND, key(0)).length, "nothing of a batch that is refused");
      assertEquals(100, engine.get(DAMAGED, key(KEYS - 1)).length, "what is newer, or undamaged");
      assertThrows(CorruptionException.class, () -> engine.compact(DAMAGED));
      engine.dropPartitions(List.of(DAMAGED));
      engine.put(SOUND, key(1), key(1), Durability.SYNC);
    }
    try (StorageEngine engine = open()) {
      assertEquals(List.of(SOUND), engine.partitions());
      assertEquals(Integer.BYTES, engine.get(SOUND, key(1)).length);
    }
  }

  @Test
  void aCallThatCompactsSaysSoAndOthersGoOn() throws IOException {
    try (StorageEngine engine = open()) {
      engine.put(DAMAGED, key(0), key(0), Durability.BUFFERED);
      engine.flush(DAMAGED);
      assertThrows(CorruptionException.class, () -> engine.compact(DAMAGED));
      fill(engine, SOUND);
      engine.compact(SOUND);
      assertThrows(IOException.class, () -> fill(engine, DAMAGED));
    }
  }
}
