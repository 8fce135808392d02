package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables of real sizes beside a cache of nine frames: whatever a cursor stands in gives way. */
class DisplacedBlocksTest {
  private static final int THREADS = 3;
  private static final int STEPS = 6_000;
  private static final long SEED = 11;

  /** Of so large blocks few fit into a piece of the cache. */
  private static final int FRAME_BYTES = 200_000;

  @ParameterizedTest
  @EnumSource
  void walksOfSeveralThreadsAgreeWithASortedSet(Compression compression) throws Exception {
    NavigableSet<Entry> model = Entries.random(SEED, Entries.Shape.TEXT, 20_000);
    try (Tables tables = new Tables()) {
      Path path = tables.nextPath();
      tables.write(path, model, SSTableOptions.DEFAULTS.withCompression(compression)).close();
      try (BlockCache cache = smallCache(tables);
          SSTableReader table =
              SSTableReader.open(tables.env, path, Files.size(path), TableReading.with(cache));
          ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
        List<Future<Void>> walks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          walks.add(threads.submit(walk(tables, table, model, new Random(SEED + thread))));
        }
        for (Future<Void> walk : walks) {
          walk.get();
        }
      }
    }
  }

  private static Callable<Void> walk(
      Tables tables, SSTableReader table, NavigableSet<Entry> model, Random random) {
    return () -> {
      RandomMoves moves = new RandomMoves(model, Entries.Shape.TEXT, random);
      List<Entry> known = List.copyOf(model);
      try (SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table);
          Lookup lookup = new Lookup(tables.env.memory())) {
        for (int done = 0; done < STEPS; done++) {
          moves.run(cursor, 1);
          for (int reads = random.nextInt(12); reads > 0; reads--) {
            Entry other = known.get(random.nextInt(known.size()));
            assertEquals(other, Tables.get(table, other.key(), other.sequence(), lookup));
          }
        }
      }
      return null;
    };
  }

  /** Nothing is asked of the block that the cursor stood in, so its fate does not matter. */
  @Test
  void aSeekBehindTheLastKeyFromADisplacedBlockEnds() throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      entries.add(Entry.put("key%08d".formatted(i), 1, "value %090d".formatted(i)));
    }
    try (Tables tables = new Tables()) {
      Path path = tables.nextPath();
      tables.write(path, entries, SSTableOptions.DEFAULTS.withCompression(Compression.LZ4)).close();
      try (BlockCache cache = smallCache(tables);
          SSTableReader table =
              SSTableReader.open(tables.env, path, Files.size(path), TableReading.with(cache));
          Lookup others = new Lookup(tables.env.memory());
          SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
        for (int round = 0; round < 2; round++) {
          for (int at : new int[] {0, 2_000, 0}) { // so that it comes from the cache
            assertTrue(cursor.seek(entries.get(at).key(), InternalKey.MAX_SEQUENCE));
          }
          for (int at = 500; at < 3_000; at++) {
            Entry other = entries.get(at);
            assertEquals(other, Tables.get(table, other.key(), other.sequence(), others));
          }
          byte[] behindAll = Entry.utf8("z");
          if (round == 0) {
            assertFalse(cursor.seek(behindAll, InternalKey.MAX_SEQUENCE));
          } else {
            assertTrue(cursor.seekBefore(behindAll, InternalKey.MAX_SEQUENCE));
            assertEquals(entries.getLast(), Entry.of(cursor));
          }
        }
      }
    }
  }

  private static BlockCache smallCache(Tables tables) {
    return new BlockCache(tables.env.memory(), MemoryLedger.LARGE_PAGE_BYTES, FRAME_BYTES);
  }
}
