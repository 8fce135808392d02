package dev.varve.engine.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.sstable.EntryKind;
import dev.varve.testing.Generators;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private record Entry(String key, long sequence, EntryKind kind, String value) {}

  /** Its value says what its sequence number was at first. */
  private static Entry put(String key, long sequence) {
    return new Entry(key, sequence, EntryKind.PUT, "written as " + sequence);
  }

  private static Entry delete(String key, long sequence) {
    return new Entry(key, sequence, EntryKind.DELETE, "");
  }

  private static Entry put(String key, long storedSequence, long sequence) {
    return new Entry(key, storedSequence, EntryKind.PUT, "written as " + sequence);
  }

  private static long[] snapshots(long... sequences) {
    return sequences;
  }

  /** What stays of entries in internal key order, with the sequence numbers that are stored. */
  private static List<Entry> keep(long[] snapshots, boolean bottommost, List<Entry> entries) {
    Retention retention = new Retention(snapshots, bottommost);
    List<Entry> kept = new ArrayList<>();
    String last = null;
    for (Entry entry : entries) {
      byte[] key = entry.key.getBytes(StandardCharsets.UTF_8);
      boolean keeps =
          retention.keep(MemorySegment.ofArray(key), 0, key.length, entry.sequence, entry.kind);
      assertEquals(!entry.key.equals(last), retention.atNewKey());
      last = entry.key;
      if (keeps) {
        kept.add(
            new Entry(
                entry.key, retention.storedSequence(entry.sequence), entry.kind, entry.value));
      }
    }
    return kept;
  }

  @Test
  void withoutSnapshotsOnlyTheNewestVersionStays() {
    assertEquals(
        List.of(put("a", 9), delete("b", 8)),
        keep(
            snapshots(),
            false,
            List.of(put("a", 9), put("a", 5), delete("a", 2), delete("b", 8), put("b", 3))));
  }

  @Test
  void aSnapshotKeepsTheVersionThatItSees() {
    assertEquals(
        List.of(put("a", 9), put("a", 5)),
        keep(snapshots(6), false, List.of(put("a", 9), put("a", 7), put("a", 5), put("a", 4))));
    // The snapshot's own number belongs to it.
    assertEquals(
        List.of(put("a", 9), put("a", 6)),
        keep(snapshots(6), false, List.of(put("a", 9), put("a", 6), put("a", 5))));
  }

  @Test
  void atTheBottomATombstoneThatAllSnapshotsSeeGoes() {
    List<Entry> entries = List.of(delete("a", 9), put("a", 5), put("b", 7));
    assertEquals(List.of(put("b", 0, 7)), keep(snapshots(), true, entries));
    assertEquals(List.of(put("b", 0, 7)), keep(snapshots(9), true, entries));
    // Hidden from a snapshot that still sees the value.
    assertEquals(
        List.of(delete("a", 9), put("a", 0, 5), put("b", 7)), keep(snapshots(6), true, entries));
  }

  @Test
  void aboveOtherLevelsNeitherTombstonesGoNorNumbers() {
    List<Entry> entries = List.of(delete("a", 9), put("b", 7));
    assertEquals(entries, keep(snapshots(), false, entries));
  }

  @Test
  void aKeyThatBeginsLikeTheOneBeforeIsAnother() {
    List<Entry> entries = List.of(put("a", 5), put("ab", 4), put("abc", 3));
    assertEquals(entries, keep(snapshots(), false, entries));
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Generators.seeds();
  }

  @Property(tries = 500)
  void everySnapshotAndThePresentSeeTheSameAsBefore(@ForAll("seeds") long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Entry> entries = new ArrayList<>();
    TreeSet<Long> used = new TreeSet<>();
    for (String key : List.of("a", "b", "c")) {
      TreeSet<Long> versions = new TreeSet<>();
      for (int version = random.nextInt(8); version > 0; version--) {
        long sequence = random.nextLong(1, 61);
        if (used.add(sequence)) {
          versions.add(sequence);
        }
      }
      for (long sequence : versions.descendingSet()) {
        entries.add(random.nextInt(3) == 0 ? delete(key, sequence) : put(key, sequence));
      }
    }
    TreeSet<Long> moments = new TreeSet<>();
    for (int snapshot = random.nextInt(5); snapshot > 0; snapshot--) {
      moments.add((long) random.nextInt(61));
    }
    boolean bottommost = random.nextBoolean();
    long[] snapshots = moments.stream().mapToLong(Long::longValue).toArray();
    List<Entry> kept = keep(snapshots, bottommost, entries);
    moments.add(60L);
    for (long moment : moments) {
      for (String key : List.of("a", "b", "c")) {
        assertEquals(seen(entries, key, moment), seen(kept, key, moment));
      }
    }
    assertTrue(kept.size() <= 3 * (snapshots.length + 1));
    assertEquals(kept, keep(snapshots, bottommost, kept), "a second time changes nothing");
  }

  /** The value that a reader at a moment sees; a tombstone is as good as nothing. */
  private static String seen(List<Entry> entries, String key, long moment) {
    for (Entry entry : entries) {
      if (entry.key.equals(key) && entry.sequence <= moment) {
        return entry.kind == EntryKind.DELETE ? "nothing" : entry.value;
      }
    }
    return "nothing";
  }
}
