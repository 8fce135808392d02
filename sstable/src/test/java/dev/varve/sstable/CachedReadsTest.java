package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Bytes;
import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedReadsTest {
  private static final int THREADS = 4;

  /** Blocks of many layouts go through nine frames, so that they are often replaced while read. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsBesideReplacedBlocksAreRight(boolean keyLocator) throws Exception {
    try (Tables tables = new Tables()) {
      List<Entry> entries = texts(3_000);
      SSTableOptions options =
          SSTableOptions.DEFAULTS.withCompression(Compression.LZ4).withKeyLocator(keyLocator);
      Path path = tables.nextPath();
      tables.write(path, entries, options).close();
      try (BlockCache cache =
              new BlockCache(tables.env.memory(), MemoryLedger.LARGE_PAGE_BYTES, 200_000);
          SSTableReader table =
              SSTableReader.open(tables.env, path, Files.size(path), TableReading.with(cache));
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

  /** A cursor is at one entry while its block is replaced in the cache, many times. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCursorWhoseBlockWasReplacedGoesOn(boolean equalLengths) throws Exception {
    try (Tables tables = new Tables()) {
      List<Entry> entries = equalLengths ? ofEqualLengths(3_000) : texts(3_000);
      Path path = tables.nextPath();
      tables.write(path, entries, SSTableOptions.DEFAULTS.withCompression(Compression.LZ4)).close();
      try (BlockCache cache =
              new BlockCache(tables.env.memory(), MemoryLedger.LARGE_PAGE_BYTES, 200_000);
          SSTableReader table =
              SSTableReader.open(tables.env, path, Files.size(path), TableReading.with(cache));
          Lookup others = new Lookup(tables.env.memory());
          SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
        Random random = new Random(7);
        int at = 0;
        assertTrue(cursor.first());
        for (int step = 0; step < 20_000; step++) {
          for (int read = random.nextInt(20); read > 0; read--) {
            Entry other = entries.get(random.nextInt(entries.size()));
            assertEquals(other, Tables.get(table, other.key(), other.sequence(), others));
          }
          int to = at + random.nextInt(3) - 1;
          switch (random.nextInt(4)) {
            case 0 -> {
              to = random.nextInt(entries.size());
              assertTrue(cursor.seek(entries.get(to).key(), entries.get(to).sequence()));
            }
            case 1 -> {
              to = at;
              assertEquals(0, cursor.countTo(0, true));
            }
            default -> {
              to = Math.clamp(to, 0, entries.size() - 1);
              assertTrue(to == at || (to > at ? cursor.next() : cursor.previous()));
            }
          }
          at = to;
          assertEquals(entries.get(at), random.nextBoolean() ? Entry.of(cursor) : borrowed(cursor));
        }
      }
    }
  }

  private interface Read {
    void run(SSTableCursor cursor) throws IOException;
  }

  /** What a cursor needs once more of the file may be gone. */
  @Test
  void aReplacedBlockWhoseFileWasCutIsReported() throws IOException {
    List<Entry> entries = ofEqualLengths(3_000);
    byte[] key = new byte[entries.getFirst().key().length];
    byte[] value = new byte[entries.getFirst().value().length];
    List<Read> reads =
        List.of(
            SSTableCursor::prefix,
            SSTableCursor::keySegment,
            SSTableCursor::valueSegment,
            cursor -> cursor.copyKey(key),
            cursor -> cursor.copyEntry(key, value),
            cursor -> cursor.countTo(0, true));
    for (Read read : reads) {
      try (Tables tables = new Tables()) {
        Path path = tables.nextPath();
        SSTableOptions options = SSTableOptions.DEFAULTS.withCompression(Compression.LZ4);
        tables.write(path, entries, options).close();
        try (BlockCache cache =
                new BlockCache(tables.env.memory(), MemoryLedger.LARGE_PAGE_BYTES, 200_000);
            SSTableReader table =
                SSTableReader.open(tables.env, path, Files.size(path), TableReading.with(cache));
            Lookup others = new Lookup(tables.env.memory());
            SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
          for (int at : new int[] {0, 2_000, 0}) { // so that it comes from the cache
            assertTrue(cursor.seek(entries.get(at).key(), InternalKey.MAX_SEQUENCE));
          }
          for (int at = 500; at < 3_000; at++) {
            assertEquals(
                entries.get(at),
                Tables.get(table, entries.get(at).key(), InternalKey.MAX_SEQUENCE, others));
          }
          try (StorageFile file = tables.env.files().open(path)) {
            file.truncate(0);
          }
          assertThrows(CorruptionException.class, () -> read.run(cursor));
          assertFalse(cursor.isValid());
        }
      }
    }
  }

  private static Entry borrowed(SSTableCursor cursor) throws IOException {
    byte[] value = Bytes.copy(cursor.valueSegment(), cursor.valueOffset(), cursor.valueLength());
    byte[] key = Bytes.copy(cursor.keySegment(), cursor.keyOffset(), cursor.keyLength());
    return new Entry(key, cursor.sequence(), cursor.kind(), value);
  }

  private static List<Entry> texts(int count) {
    return new ArrayList<>(Entries.random(5, Entries.Shape.TEXT, count));
  }

  private static List<Entry> ofEqualLengths(int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(Entry.put("key%08d".formatted(i), 1, "value %090d".formatted(i)));
    }
    return entries;
  }

  private static Callable<Integer> reader(
      Tables tables, SSTableReader table, List<Entry> entries, int seed, int reads) {
    return () -> {
      Random random = new Random(seed);
      int right = 0;
      try (Lookup lookup = new Lookup(tables.env.memory());
          SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
        for (int read = 0; read < reads; read++) {
          int at = random.nextInt(entries.size() - 1);
          Entry entry = entries.get(at);
          Entry found = null;
          if (read % 8 != 0) {
            found = Tables.get(table, entry.key(), entry.sequence(), lookup);
          } else if (cursor.seek(entry.key(), entry.sequence())
              && entries.get(at).equals(Entry.of(cursor))
              && cursor.next()
              && entries.get(at + 1).equals(Entry.of(cursor))
              && cursor.previous()) {
            found = Entry.of(cursor);
          }
          right += entry.equals(found) ? 1 : 0;
        }
      }
      return right;
    };
  }
}
