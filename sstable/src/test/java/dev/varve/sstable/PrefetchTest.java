package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;

/** Reads after a prefetch find what is there, whatever was prefetched. */
class PrefetchTest {
  private static Tables tables;

  @BeforeContainer
  static void open() throws IOException {
    tables = new Tables();
  }

  @AfterContainer
  static void close() throws IOException {
    tables.close();
  }

  @Property(tries = 100)
  void readsAfterItFindWhatIsThere(
      @ForAll long seed,
      @ForAll Entries.Shape shape,
      @ForAll Compression compression,
      @ForAll boolean keyLocator)
      throws IOException {
    NavigableSet<Entry> model = Entries.random(seed, shape, 300);
    Random random = new Random(~seed);
    SSTableOptions options =
        SSTableOptions.DEFAULTS.withCompression(compression).withKeyLocator(keyLocator);
    try (SSTableReader table = tables.write(model, options);
        Lookup lookup = new Lookup(tables.env.memory())) {
      Prefetch prefetch = new Prefetch(lookup);
      List<byte[]> keys = new ArrayList<>(model.stream().map(Entry::key).toList());
      for (int absent = 0; absent < 30; absent++) {
        keys.add(Entries.key(random, shape));
      }
      Collections.shuffle(keys, random);
      for (int from = 0; from < keys.size(); from += Prefetch.CAPACITY) {
        List<byte[]> some = keys.subList(from, Math.min(keys.size(), from + Prefetch.CAPACITY));
        for (byte[] key : some) {
          prefetch.add(table, SSTableReader.hash(key));
        }
        prefetch.run();
        for (byte[] key : some) {
          Entry newest = model.ceiling(Entry.target(key, InternalKey.MAX_SEQUENCE));
          Entry found = Tables.get(table, key, InternalKey.MAX_SEQUENCE, lookup);
          if (newest == null || !Arrays.equals(newest.key(), key)) {
            assertNull(found);
          } else {
            assertEquals(newest, found);
          }
        }
      }
    }
    tables.assertNothingHeld();
  }

  @Test
  void aTableWithAWrongIndexLeavesNothingBehind() throws IOException {
    SSTableOptions options = SSTableOptions.DEFAULTS.withKeyLocator(true);
    long hash = SSTableReader.hash(Entry.utf8("a"));
    try (Tables own = new Tables();
        SSTableReader table = own.write(List.of(Entry.put("a", 1, "x")), options);
        Lookup lookup = new Lookup(own.env.memory())) {
      Path path = own.nextPath();
      own.write(path, List.of(Entry.put("a", 1, "x")), options).close();
      byte[] wrong = Files.readAllBytes(path);
      Prefetch prefetch = new Prefetch(lookup);
      try (SSTableReader first = SSTableReader.open(own.env, path, wrong.length, own.reading())) {
        wrong[Math.toIntExact(first.indexOffset())] ^= 1;
      }
      Files.write(path, wrong);
      try (SSTableReader damaged = SSTableReader.open(own.env, path, wrong.length, own.reading())) {
        for (int key = 0; key < 2 * Prefetch.CAPACITY; key++) {
          prefetch.add(table, hash);
          assertThrows(CorruptionException.class, () -> prefetch.add(damaged, hash));
        }
      }
      for (int key = 0; key < Prefetch.CAPACITY; key++) {
        prefetch.add(table, hash);
      }
      prefetch.run();
      assertEquals(Entry.put("a", 1, "x"), Tables.get(table, Entry.utf8("a"), 1, lookup));
    }
  }

  @Test
  void anEmptyOneDoesNothingAndTooManyAreRefused() throws IOException {
    try (Tables own = new Tables();
        SSTableReader table =
            own.write(
                List.of(Entry.put("a", 1, "x")), SSTableOptions.DEFAULTS.withKeyLocator(true));
        Lookup lookup = new Lookup(own.env.memory())) {
      Prefetch prefetch = new Prefetch(lookup);
      prefetch.run();
      long hash = SSTableReader.hash(Entry.utf8("a"));
      for (int key = 0; key < Prefetch.CAPACITY; key++) {
        prefetch.add(table, hash);
      }
      assertThrows(IndexOutOfBoundsException.class, () -> prefetch.add(table, hash));
      prefetch.run();
      assertEquals(Entry.put("a", 1, "x"), Tables.get(table, Entry.utf8("a"), 1, lookup));
    }
  }
}
