package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.io.MemoryLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedReadsTest {
  private static final int THREADS = 4;

  /** Blocks of many layouts go through nine frames, so that they are often replaced while read. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsBesideReplacedBlocksAreRight(boolean places) throws Exception {
    try (Tables tables = new Tables()) {
      List<Entry> entries = new ArrayList<>(Entries.random(5, Entries.Shape.TEXT, 3_000));
      SSTableOptions options =
          SSTableOptions.DEFAULTS.withCompression(Compression.LZ4).withFilterPlaces(places);
      Path path = tables.nextPath();
      tables.write(path, entries, options).close();
      try (BlockCache cache =
              new BlockCache(tables.env.memory(), MemoryLedger.LARGE_PAGE_BYTES, 200_000);
          SSTableReader table = SSTableReader.open(tables.env, path, Files.size(path), cache);
          ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
        List<Future<Integer>> rights = new ArrayList<>();
        int reads = 200_000;
        for (int thread = 0; thread < THREADS; thread++) {
          rights.add(threads.submit(reader(tables, table, entries, thread, reads)));
        }
        for (Future<Integer> right : rights) {
          assertEquals(reads, right.get());
        }
      }
    }
  }

  private static Callable<Integer> reader(
      Tables tables, SSTableReader table, List<Entry> entries, int seed, int reads) {
    return () -> {
      Random random = new Random(seed);
      int right = 0;
      try (Lookup lookup = new Lookup(tables.env.memory());
          SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
        for (int read = 0; read < reads; read++) {
          Entry entry = entries.get(random.nextInt(entries.size()));
          Entry found = null;
          if (read % 8 != 0) {
            found = Tables.get(table, entry.key(), entry.sequence(), lookup);
          } else if (cursor.seek(entry.key(), entry.sequence())) {
            found = Entry.of(cursor);
          }
          right += entry.equals(found) ? 1 : 0;
        }
      }
      return right;
    };
  }
}
