package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cursors over several levels, while the cache has room for a fraction of the blocks. */
class EngineSmallCacheTest {
  private static final int KEYS = 20_000;
  private static final int THREADS = 3;
  private static final int WALKS = 60;
  private static final int STEPS = 60;
  private static final long SEED = 5;

  /** A piece of the cache, 2 MiB, holds some thirty blocks of this size. */
  private static final int BLOCK_BYTES = 64 << 10;

  @ParameterizedTest
  @EnumSource
  void walksOfSeveralThreadsAgreeWithASortedMap(Compression compression, @TempDir Path directory)
      throws Exception {
    EngineOptions options =
        EngineOptions.defaults()
            .withMemtables(512 << 10, 4 << 20)
            .withTables(128 << 10, 128 << 10)
            .withBlockBytes(BLOCK_BYTES)
            .withBlockCacheBytes(2 << 20)
            .withCompression(compression);
    Env env = Env.system(2);
    try (StorageEngine engine = StorageEngine.open(env, directory, options);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      int partition = engine.createPartitions(1).getFirst();
      NavigableMap<byte[], byte[]> model = fill(engine, partition);
      engine.flush();
      engine.awaitQuiescence();
      long levels =
          engine.stats(partition).levels().stream().filter(level -> level.tables() > 0).count();
      assertTrue(levels >= 2, "levels: " + levels);
      // Overwrites that no table below has, in level 0 and in memory.
      Random random = new Random(SEED);
      for (int i = 0; i < 500; i++) {
        if (i == 250) {
          engine.flush();
        }
        byte[] key = key(random.nextInt(KEYS));
        engine.put(partition, key, key, Durability.BUFFERED);
        model.put(key, key);
      }
      List<Future<Void>> walks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        walks.add(threads.submit(walks(engine, partition, model, new Random(SEED + thread))));
      }
      for (Future<Void> walk : walks) {
        walk.get();
      }
    } finally {
      env.scheduler().close();
    }
    Leaks.assertNone(env.memory());
  }

  private static NavigableMap<byte[], byte[]> fill(StorageEngine engine, int partition)
      throws IOException {
    NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
    Random random = new Random(SEED);
    for (int i = 0; i < 2 * KEYS; i++) {
      byte[] key = key(random.nextInt(KEYS));
      if (random.nextInt(5) == 0) {
        engine.delete(partition, key, Durability.BUFFERED);
        model.remove(key);
      } else {
        byte[] value = new byte[200 + random.nextInt(200)];
        // The first half does not compress.
        for (int at = 0; at < value.length / 2; at++) {
          value[at] = (byte) random.nextInt();
        }
        engine.put(partition, key, value, Durability.BUFFERED);
        model.put(key, value);
      }
    }
    return model;
  }

  private static Callable<Void> walks(
      StorageEngine engine, int partition, NavigableMap<byte[], byte[]> model, Random random) {
    return () -> {
      for (int walk = 0; walk < WALKS; walk++) {
        byte[] one = bound(random);
        byte[] other = bound(random);
        boolean ordered = Arrays.compareUnsigned(one, other) < 0;
        byte[] lower = random.nextInt(4) == 0 ? null : ordered ? one : other;
        byte[] upper = random.nextInt(4) == 0 ? null : ordered ? other : one;
        NavigableMap<byte[], byte[]> within = model;
        within = lower == null ? within : within.tailMap(lower, true);
        within = upper == null ? within : within.headMap(upper, false);
        try (Cursor cursor = engine.cursor(partition, CursorOptions.range(lower, upper))) {
          walk(cursor, within, random);
        }
        for (int read = 0; read < 100; read++) {
          byte[] key = key(random.nextInt(KEYS));
          assertArrayEquals(model.get(key), engine.get(partition, key));
        }
      }
      return null;
    };
  }

  private static void walk(Cursor cursor, NavigableMap<byte[], byte[]> within, Random random)
      throws IOException {
    byte[] at = null;
    for (int step = 0; step < STEPS; step++) {
      byte[] target = bound(random);
      boolean found;
      switch (random.nextInt(at == null ? 4 : 20)) {
        case 0 -> {
          at = within.isEmpty() ? null : within.firstKey();
          found = cursor.first();
        }
        case 1 -> {
          at = within.isEmpty() ? null : within.lastKey();
          found = cursor.last();
        }
        case 2 -> {
          at = within.ceilingKey(target);
          found = cursor.seek(target);
        }
        case 3 -> {
          at = within.lowerKey(target);
          found = cursor.seekBefore(target);
        }
        case 4, 5, 6, 7, 8, 9, 10, 11 -> {
          at = within.higherKey(at);
          found = cursor.next();
        }
        default -> {
          at = within.lowerKey(at);
          found = cursor.previous();
        }
      }
      assertEquals(at != null, found);
      if (found) {
        assertArrayEquals(at, cursor.key());
        assertArrayEquals(within.get(at), cursor.value());
      }
    }
  }

  private static byte[] key(int number) {
    return TestOptions.bytes("key-%07d".formatted(number));
  }

  /** Before all keys, behind all, between two, or one. */
  private static byte[] bound(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> TestOptions.bytes("a");
      case 1 -> TestOptions.bytes("z");
      case 2 -> TestOptions.bytes("key-%07d+".formatted(random.nextInt(KEYS)));
      default -> key(random.nextInt(KEYS));
    };
  }
}
