package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Everything that a partition shows, read in every way that there is. */
final class Contents {
  private Contents() {}

  /** All live keys, by a cursor forwards. */
  static NavigableMap<byte[], byte[]> of(StorageEngine engine, int partition) throws IOException {
    NavigableMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
    byte[] last = new byte[0];
    try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        byte[] key = cursor.key();
        assertTrue(Arrays.compareUnsigned(last, key) < 0, "keys in ascending order");
        found.put(key, cursor.value());
        last = key;
      }
    }
    return found;
  }

  static boolean equal(NavigableMap<byte[], byte[]> left, NavigableMap<byte[], byte[]> right) {
    if (left.size() != right.size()) {
      return false;
    }
    var others = right.entrySet().iterator();
    for (var entry : left.entrySet()) {
      var other = others.next();
      if (!Arrays.equals(entry.getKey(), other.getKey())
          || !Arrays.equals(entry.getValue(), other.getValue())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Fails unless a partition shows exactly these keys to cursors in both directions and to gets.
   */
  static void check(NavigableMap<byte[], byte[]> expected, StorageEngine engine, int partition)
      throws IOException {
    try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
      boolean more = cursor.first();
      for (var entry : expected.entrySet()) {
        assertTrue(more, "the cursor ends too soon");
        assertArrayEquals(entry.getKey(), cursor.key());
        assertArrayEquals(entry.getValue(), cursor.value());
        more = cursor.next();
      }
      assertFalse(more, "the cursor shows too much");
      more = cursor.last();
      for (var entry : expected.descendingMap().entrySet()) {
        assertTrue(more, "the cursor ends too soon, backwards");
        assertArrayEquals(entry.getKey(), cursor.key());
        assertEquals(entry.getValue().length, cursor.valueLength());
        more = cursor.previous();
      }
      assertFalse(more, "the cursor shows too much, backwards");
    }
    for (var entry : expected.entrySet()) {
      assertArrayEquals(entry.getValue(), engine.get(partition, entry.getKey()));
    }
  }
}
