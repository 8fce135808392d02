package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Tables of all shapes and options against a sorted set. */
class SSTableModelTest {
  private static Tables tables;

  @BeforeContainer
  static void open() throws IOException {
    tables = new Tables();
  }

  @AfterContainer
  static void close() throws IOException {
    tables.close();
  }

  @Provide
  Arbitrary<SSTableOptions> options() {
    return Combinators.combine(
            Arbitraries.integers().between(64, 65_536),
            Arbitraries.of(Compression.values()),
            Arbitraries.integers().between(0, 20),
            Arbitraries.of(true, false))
        .as(SSTableOptions::new);
  }

  @Property(tries = 300)
  void readsAndMovesAgreeWithASortedSet(
      @ForAll long seed,
      @ForAll Entries.Shape shape,
      @ForAll @IntRange(min = 1, max = 400) int count,
      @ForAll("options") SSTableOptions options)
      throws IOException {
    NavigableSet<Entry> model = Entries.random(seed, shape, count);
    Random random = new Random(~seed);
    try (SSTableReader table = tables.write(model, options);
        Lookup lookup = new Lookup(tables.env.memory());
        SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
      checkProperties(model, table.properties());
      checkGets(model, shape, random, table, lookup);
      checkScans(model, cursor);
      new RandomMoves(model, shape, random).run(cursor, 150);
    }
    tables.assertNothingHeld();
  }

  private static void checkProperties(NavigableSet<Entry> model, SSTableProperties properties) {
    assertEquals(model.size(), properties.entryCount());
    assertEquals(
        model.stream().filter(entry -> entry.kind() == EntryKind.DELETE).count(),
        properties.tombstoneCount());
    assertEquals(
        model.stream().mapToLong(Entry::sequence).min().orElseThrow(),
        properties.smallestSequence());
    assertEquals(
        model.stream().mapToLong(Entry::sequence).max().orElseThrow(),
        properties.largestSequence());
    assertEquals(Entry.target(model.first().key(), 0), Entry.target(properties.smallestKey(), 0));
    assertEquals(Entry.target(model.last().key(), 0), Entry.target(properties.largestKey(), 0));
  }

  private static void checkGets(
      NavigableSet<Entry> model,
      Entries.Shape shape,
      Random random,
      SSTableReader table,
      Lookup lookup)
      throws IOException {
    for (Entry entry : model) {
      assertEquals(entry, Tables.get(table, entry.key(), entry.sequence(), lookup));
      checkGet(model, entry.key(), InternalKey.MAX_SEQUENCE, table, lookup);
      checkGet(model, entry.key(), entry.sequence() - 1, table, lookup);
    }
    for (int count = 0; count < 100; count++) {
      checkGet(model, Entries.key(random, shape), random.nextLong() >>> 8, table, lookup);
    }
  }

  private static void checkGet(
      NavigableSet<Entry> model, byte[] key, long snapshot, SSTableReader table, Lookup lookup)
      throws IOException {
    Entry next = model.ceiling(Entry.target(key, snapshot));
    boolean present = next != null && java.util.Arrays.equals(next.key(), key);
    Entry found = Tables.get(table, key, snapshot, lookup);
    if (present) {
      assertEquals(next, found);
    } else {
      assertNull(found);
      assertNull(lookup.kind());
    }
  }

  private static void checkScans(NavigableSet<Entry> model, SSTableCursor cursor)
      throws IOException {
    List<Entry> forward = new ArrayList<>();
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      forward.add(Entry.of(cursor));
    }
    assertEquals(List.copyOf(model), forward);
    List<Entry> backward = new ArrayList<>();
    for (boolean more = cursor.last(); more; more = cursor.previous()) {
      backward.add(Entry.of(cursor));
    }
    assertEquals(List.copyOf(model.descendingSet()), backward);
    assertFalse(cursor.isValid());
  }
}
