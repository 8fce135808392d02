package dev.varve.engine.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Bytes;
import dev.varve.sstable.EntryKind;
import dev.varve.testing.Generators;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MergingCursorTest {
  /** So far ahead a source sees. */
  private static final int MOST_KNOWN = 3;

  /** A source in a map, where {@code null} is a tombstone. */
  private static final class MapCursor extends EntryCursor {
    final NavigableMap<byte[], byte[]> entries;
    private byte[] at;
    boolean closed;

    MapCursor(NavigableMap<byte[], byte[]> entries) {
      this.entries = entries;
    }

    @Override
    public boolean first() {
      return stand(entries.isEmpty() ? null : entries.firstKey());
    }

    @Override
    public boolean last() {
      return stand(entries.isEmpty() ? null : entries.lastKey());
    }

    @Override
    public boolean seek(byte[] key) {
      return stand(entries.ceilingKey(key));
    }

    @Override
    public boolean seekBefore(byte[] key) {
      return stand(entries.lowerKey(key));
    }

    @Override
    public boolean next() {
      assertTrue(isValid(), "moved from nowhere");
      return stand(entries.higherKey(at));
    }

    @Override
    public boolean previous() {
      assertTrue(isValid(), "moved from nowhere");
      return stand(entries.lowerKey(at));
    }

    @Override
    public EntryKind kind() {
      return entries.get(at) == null ? EntryKind.DELETE : EntryKind.PUT;
    }

    @Override
    public long prefix() {
      return Bytes.prefix(at, 0);
    }

    @Override
    public int countTo(long prefix, boolean forward) {
      int count = 0;
      for (byte[] key :
          (forward ? entries.tailMap(at, false) : entries.headMap(at, false).descendingMap())
              .keySet()) {
        int order = Long.compareUnsigned(Bytes.prefix(key, 0), prefix);
        if (count == MOST_KNOWN || (forward ? order >= 0 : order <= 0)) {
          break;
        }
        count++;
      }
      return count;
    }

    @Override
    public int keyLength() {
      return at.length;
    }

    @Override
    public void copyKey(byte[] target) {
      System.arraycopy(at, 0, target, 0, at.length);
    }

    @Override
    public MemorySegment keySegment() {
      return MemorySegment.ofArray(at);
    }

    @Override
    public long keyOffset() {
      return 0;
    }

    @Override
    public int valueLength() {
      return entries.get(at).length;
    }

    @Override
    public void copyValue(byte[] target) {
      byte[] value = entries.get(at);
      System.arraycopy(value, 0, target, 0, value.length);
    }

    @Override
    public void close() {
      closed = true;
    }

    private boolean stand(byte[] key) {
      at = key;
      if (key == null) {
        return leave();
      }
      return stand();
    }
  }

  @Provide
  Arbitrary<List<byte[]>> keys() {
    return Arbitraries.oneOf(Generators.shortKeys(), Generators.keysSharingPrefixes())
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Generators.seeds();
  }

  @Property(tries = 500)
  void sourcesTogetherAreOneMapInBothDirections(
      @ForAll("keys") List<byte[]> keys, @ForAll("seeds") long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    NavigableMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
    List<EntryCursor> sources = new ArrayList<>();
    int count = random.nextInt(8);
    // Oldest first into the map, newest first into the cursor.
    for (int source = 0; source < count; source++) {
      NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
      int density = 1 + random.nextInt(6);
      for (byte[] key : keys) {
        if (random.nextInt(density) == 0) {
          byte[] value = random.nextInt(3) == 0 ? null : new byte[] {(byte) source};
          entries.put(key, value);
        }
      }
      entries.forEach((key, value) -> {
        if (value == null) {
          expected.remove(key);
        } else {
          expected.put(key, value);
        }
      });
      sources.addFirst(new MapCursor(entries));
    }
    MergingCursor cursor = new MergingCursor(sources, _ -> {});
    assertFalse(cursor.isValid());
    walk(cursor, expected, keys, random);
    cursor.close();
    assertFalse(cursor.isValid());
    sources.forEach(source -> assertTrue(((MapCursor) source).closed));
  }

  private static void walk(
      MergingCursor cursor,
      NavigableMap<byte[], byte[]> expected,
      List<byte[]> keys,
      SplittableRandom random)
      throws IOException {
    byte[] at = null;
    for (int move = 0; move < 120; move++) {
      byte[] key = keys.get(random.nextInt(keys.size()));
      boolean found;
      switch (at == null ? random.nextInt(4) : random.nextInt(16)) {
        case 0 -> {
          found = cursor.first();
          at = expected.isEmpty() ? null : expected.firstKey();
        }
        case 1 -> {
          found = cursor.last();
          at = expected.isEmpty() ? null : expected.lastKey();
        }
        case 2 -> {
          found = cursor.seek(key);
          at = expected.ceilingKey(key);
        }
        case 3 -> {
          found = cursor.seekBefore(key);
          at = expected.lowerKey(key);
        }
        case 4, 5, 6, 7, 8, 9 -> {
          found = cursor.next();
          at = expected.higherKey(at);
        }
        default -> {
          found = cursor.previous();
          at = expected.lowerKey(at);
        }
      }
      assertEquals(at != null, found);
      assertEquals(found, cursor.isValid());
      if (found) {
        EntryCursor entry = cursor.entry();
        byte[] copy = new byte[entry.keyLength()];
        entry.copyKey(copy);
        assertArrayEquals(at, copy);
        assertEquals(EntryKind.PUT, entry.kind());
        byte[] value = new byte[entry.valueLength()];
        entry.copyValue(value);
        assertArrayEquals(expected.get(at), value);
      }
    }
  }

  @Test
  void aCursorWithoutSourcesIsEmpty() throws IOException {
    MergingCursor cursor = new MergingCursor(List.of(), _ -> {});
    assertFalse(cursor.first());
    assertFalse(cursor.last());
    assertFalse(cursor.seek(new byte[0]));
    assertFalse(cursor.seekBefore(new byte[] {1}));
    assertFalse(cursor.isValid());
  }
}
