package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.sstable.block.Scratch;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much memory of their own reads of large compressed blocks hold, and until when. */
class ScratchMemoryTest {
  private static final int LARGE = 4 << 20;

  private static final List<Entry> ENTRIES =
      List.of(
          Entry.put("a", 1, "small"),
          Entry.put("large", 1, "x".repeat(LARGE)),
          Entry.put("z", 1, "y".repeat(5_000)),
          Entry.put("zz", 1, "y".repeat(5_000)));

  private static final SSTableOptions LZ4 =
      SSTableOptions.DEFAULTS.withCompression(Compression.LZ4);

  private static long held(Tables tables, String owner) {
    return tables.env.memory().bytesByOwner().getOrDefault(owner, 0L);
  }

  @Test
  void aReleasedLookupKeepsLittle() throws IOException {
    try (Tables tables = new Tables();
        SSTableReader table = tables.write(ENTRIES, LZ4);
        Lookup lookup = new Lookup(tables.env.memory())) {
      for (int round = 0; round < 3; round++) {
        assertTrue(table.get(Entry.utf8("large"), 1, lookup));
        assertEquals(LARGE, lookup.copyValue().length);
        assertTrue(held(tables, "sstable lookup") >= LARGE);
        lookup.release();
        assertNull(lookup.kind());
        assertTrue(held(tables, "sstable lookup") <= 2 * Scratch.KEPT_BYTES);
        assertEquals(ENTRIES.getFirst(), Tables.get(table, ENTRIES.getFirst().key(), 1, lookup));
        lookup.release();
        // A value that needed no more is still the caller's.
        assertEquals(EntryKind.PUT, lookup.kind());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCursorThatWentOnKeepsLittle(Compression compression) throws IOException {
    try (Tables tables = new Tables();
        SSTableReader table = tables.write(ENTRIES, LZ4.withCompression(compression));
        SSTableCursor cursor = SSTableCursor.verifying(tables.env.memory()).attach(table)) {
      assertTrue(cursor.seek(Entry.utf8("large"), 1));
      assertEquals(ENTRIES.get(1), Entry.of(cursor));
      assertTrue(held(tables, "sstable cursor") >= LARGE);
      for (Entry entry : ENTRIES.subList(2, 4)) {
        assertTrue(cursor.next());
        assertEquals(entry, Entry.of(cursor));
      }
      assertTrue(held(tables, "sstable cursor") <= 3 * Scratch.KEPT_BYTES);
    }
  }

  @Test
  void aTrimmedCursorKeepsLittleAndIsAtNoEntry() throws IOException {
    try (Tables tables = new Tables();
        SSTableReader table = tables.write(ENTRIES, LZ4);
        SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
      assertTrue(cursor.first());
      cursor.trim();
      assertTrue(cursor.isValid(), "there was nothing to give back");
      assertTrue(cursor.seek(Entry.utf8("large"), 1));
      cursor.trim();
      assertFalse(cursor.isValid());
      assertTrue(held(tables, "sstable cursor") <= 3 * Scratch.KEPT_BYTES);
      assertTrue(cursor.seek(Entry.utf8("large"), 1));
      assertEquals(ENTRIES.get(1), Entry.of(cursor));
      cursor.detach();
      assertTrue(held(tables, "sstable cursor") <= 3 * Scratch.KEPT_BYTES);
    }
  }
}
