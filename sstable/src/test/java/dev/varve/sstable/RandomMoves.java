package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.io.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;

/** A random walk of a cursor over a table, beside one over a sorted set. */
final class RandomMoves {
  private static final byte[] BELOW_ALL = {0};
  private static final byte[] ABOVE_ALL =
      "\uffff".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final NavigableSet<Entry> model;
  private final List<Entry> known;
  private final Entries.Shape shape;
  private final Random random;
  private Entry at;

  RandomMoves(NavigableSet<Entry> model, Entries.Shape shape, Random random) {
    this.model = model;
    known = List.copyOf(model);
    this.shape = shape;
    this.random = random;
  }

  /** Goes so many steps, to begin with from no entry. */
  void run(SSTableCursor cursor, int steps) throws IOException {
    for (int step = 0; step < steps; step++) {
      boolean found = move(cursor);
      assertEquals(at != null, found);
      assertEquals(found, cursor.isValid());
      if (found) {
        assertEquals(at, Entry.of(cursor));
        long prefix = Bytes.prefix(key(some()), 0);
        checkCount(model.tailSet(at, false), prefix, cursor.countTo(prefix, true), 1);
        checkCount(
            model.headSet(at, false).descendingSet(), prefix, cursor.countTo(prefix, false), -1);
      }
    }
  }

  private boolean move(SSTableCursor cursor) throws IOException {
    Entry some = some();
    byte[] key = key(some);
    long sequence =
        switch (random.nextInt(4)) {
          case 0 -> InternalKey.MAX_SEQUENCE;
          case 1 -> 0;
          default -> some.sequence() + random.nextInt(3) - 1;
        };
    Entry target = Entry.target(key, sequence);
    return switch (random.nextInt(at == null ? 4 : 12)) {
      case 0 -> {
        at = model.first();
        yield cursor.first();
      }
      case 1 -> {
        at = model.last();
        yield cursor.last();
      }
      case 2 -> {
        at = model.ceiling(target);
        yield cursor.seek(key, sequence);
      }
      case 3 -> {
        at = model.lower(target);
        yield cursor.seekBefore(key, sequence);
      }
      case 4, 5, 6, 7 -> {
        at = model.higher(at);
        yield cursor.next();
      }
      default -> {
        at = model.lower(at);
        yield cursor.previous();
      }
    };
  }

  private Entry some() {
    return known.get(random.nextInt(known.size()));
  }

  /** A key of an entry, or one like it, or one that is outside of all. */
  private byte[] key(Entry some) {
    return switch (random.nextInt(12)) {
      case 0 -> BELOW_ALL;
      case 1 -> ABOVE_ALL;
      case 2, 3, 4 -> Entries.key(random, shape);
      default -> some.key();
    };
  }

  /** As many as are counted are short of the prefix; where a block ends nobody knows here. */
  private static void checkCount(
      NavigableSet<Entry> coming, long prefix, int counted, int direction) {
    assertEquals(
        counted,
        coming.stream()
            .limit(counted)
            .filter(entry ->
                Long.signum(Long.compareUnsigned(Bytes.prefix(entry.key(), 0), prefix))
                    == -direction)
            .count());
  }
}
