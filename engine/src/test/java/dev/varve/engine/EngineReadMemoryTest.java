package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reads of large compressed values leave behind. */
class EngineReadMemoryTest {
  private static final int LARGE = 4 << 20;
  private static final int THREADS = 40;

  /** As docs/engine.md says, per slot of a read and per sorted run of an idle cursor. */
  private static final long KEPT_PER_GET = 256 << 10;

  private static final long KEPT_PER_RUN = 384 << 10;

  @Test
  void readsGiveBackWhatALargeValueNeeded(@TempDir Path directory) throws Exception {
    EngineOptions options =
        EngineOptions.defaults().withCompression(Compression.LZ4).withBlockCacheBytes(0);
    byte[] key = TestOptions.bytes("k");
    Env env = Env.system(1);
    try (StorageEngine engine = StorageEngine.open(env, directory, options)) {
      int partition = engine.createPartitions(1).getFirst();
      engine.put(partition, key, new byte[LARGE], Durability.BUFFERED);
      engine.flush();
      for (int thread = 0; thread < THREADS; thread++) {
        Thread reader = Thread.ofPlatform().start(() -> read(engine, partition, key));
        reader.join();
        assertTrue(held(engine, "sstable lookup") <= (thread + 1) * KEPT_PER_GET);
        assertTrue(held(engine, "sstable cursor") <= (thread + 1) * KEPT_PER_RUN);
      }
      assertTrue(held(engine, "sstable lookup") > 0, "nothing was read");
    } finally {
      env.scheduler().close();
    }
    Leaks.assertNone(env.memory());
  }

  private static void read(StorageEngine engine, int partition, byte[] key) {
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(LARGE, engine.get(partition, key).length);
      MemorySegment target = arena.allocate(LARGE);
      assertEquals(LARGE, engine.get(partition, key, target));
      int[] lengths = new int[1];
      engine.get(null, partition, new byte[][] {key}, new MemorySegment[] {target}, lengths);
      assertEquals(LARGE, lengths[0]);
      try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
        assertTrue(cursor.first());
        assertEquals(LARGE, cursor.value().length);
      }
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static long held(StorageEngine engine, String owner) {
    return engine.stats().nativeBytes().getOrDefault(owner, 0L);
  }
}
