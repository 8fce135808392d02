package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.CorruptionException;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables whose file is cut while they are open. */
class TruncatedTableTest {
  private static final int ENTRIES = 20_000;

  private Tables tables;

  @BeforeEach
  void open() throws IOException {
    tables = new Tables();
  }

  @AfterEach
  void close() throws IOException {
    tables.close();
  }

  static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int id = 0; id < ENTRIES; id++) {
      entries.add(
          Entry.put("user%08d".formatted(id), id + 1, "value of %8d ".formatted(id).repeat(5)));
    }
    return entries;
  }

  private void truncate(Path path, long length) throws IOException {
    try (StorageFile file = tables.env.files().open(path)) {
      file.truncate(length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsOfATruncatedFileReportCorruption(Compression compression) throws IOException {
    List<Entry> entries = entries();
    SSTableOptions options = SSTableOptions.DEFAULTS.withCompression(compression);
    for (boolean touched : new boolean[] {false, true}) {
      try (SSTableReader table = tables.write(entries, options.withKeyLocator(touched));
          Lookup lookup = new Lookup(tables.env.memory());
          SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
        if (touched) {
          for (Entry entry : entries) {
            assertEquals(entry, Tables.get(table, entry.key(), entry.sequence(), lookup));
          }
        }
        truncate(table.path(), 0);
        for (int at = 0; at < ENTRIES; at += 100) {
          Entry entry = entries.get(at);
          assertCorrupt(table, () -> table.get(entry.key(), entry.sequence(), lookup));
          if (compression == Compression.NONE) {
            assertCorrupt(table, () -> cursor.seek(entry.key(), entry.sequence()));
          } else {
            // A block may be in the cache, where it is right.
            assertRightOrCorrupt(cursor, entry);
          }
        }
        if (compression == Compression.NONE) {
          assertCorrupt(table, cursor::first);
          assertCorrupt(table, cursor::last);
        }
        if (!touched) {
          byte[] absent = Entry.utf8("absent");
          assertCorrupt(table, () -> table.get(absent, InternalKey.MAX_SEQUENCE, lookup));
        }
      }
    }
  }

  /** Behind the cut, the last page that is left reads as zeros and does not fail. */
  @ParameterizedTest
  @EnumSource
  void aCutWithinAPageIsReportedWhereverItIs(Compression compression) throws IOException {
    List<Entry> entries = entries().subList(0, 40);
    for (int cut = 1; cut < 1_000; cut += 37) {
      SSTableOptions options = new SSTableOptions(512, compression, 10, cut % 2 == 0);
      try (SSTableReader table = tables.write(entries, options);
          Lookup lookup = new Lookup(tables.env.memory());
          SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
        for (Entry entry : entries) {
          assertEquals(entry, Tables.get(table, entry.key(), entry.sequence(), lookup));
        }
        truncate(table.path(), table.properties().fileLength() - cut);
        for (Entry entry : entries) {
          assertCorrupt(table, () -> table.get(entry.key(), entry.sequence(), lookup));
          if (compression == Compression.NONE) {
            assertCorrupt(table, () -> cursor.seek(entry.key(), entry.sequence()));
          } else {
            // A block in front of the cut is still whole, and a copy of it is right.
            assertRightOrCorrupt(cursor, entry);
          }
        }
      }
    }
  }

  private interface Read {
    boolean run() throws IOException;
  }

  private static void assertCorrupt(SSTableReader table, Read read) throws IOException {
    try {
      boolean answer = read.run();
      throw new AssertionError("answered " + answer);
    } catch (CorruptionException corruption) {
      assertEquals(table.path().toString(), corruption.file());
    }
  }

  private static void assertRightOrCorrupt(SSTableCursor cursor, Entry entry) throws IOException {
    try {
      assertTrue(cursor.seek(entry.key(), entry.sequence()));
      assertEquals(entry, Entry.of(cursor));
    } catch (CorruptionException corruption) {
      assertTrue(corruption.file().endsWith(".sst"));
    }
  }

  @Test
  void aVerifyingCursorKeepsTheBlockItHasCopied() throws IOException {
    List<Entry> entries = entries();
    try (SSTableReader table = tables.write(entries, SSTableOptions.DEFAULTS);
        SSTableCursor cursor = SSTableCursor.verifying(tables.env.memory()).attach(table)) {
      cursor.first();
      truncate(table.path(), 0);
      assertEquals(entries.get(0), Entry.of(cursor));
      cursor.next();
      assertEquals(entries.get(1), Entry.of(cursor));
      cursor.previous();
      assertEquals(entries.get(0), Entry.of(cursor));
    }
  }

  private interface CursorRead {
    void run(SSTableCursor cursor) throws IOException;
  }

  @Test
  void anEntryCutOffAfterTheCursorCameToItIsReportedOnceAndLeft() throws IOException {
    List<Entry> entries = entries();
    Entry entry = entries.get(ENTRIES / 2);
    byte[] key = new byte[entry.key().length];
    byte[] value = new byte[entry.value().length];
    List<CursorRead> reads =
        List.of(
            SSTableCursor::prefix,
            SSTableCursor::keySegment,
            cursor -> cursor.copyKey(key),
            cursor -> cursor.copyValue(value),
            cursor -> cursor.copyEntry(key, value),
            cursor -> cursor.countTo(-1, true));
    for (CursorRead read : reads) {
      try (SSTableReader table = tables.write(entries, SSTableOptions.DEFAULTS);
          SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
        assertTrue(cursor.seek(entry.key(), entry.sequence()));
        truncate(table.path(), 0);
        assertThrows(CorruptionException.class, () -> read.run(cursor));
        assertFalse(cursor.isValid());
        // What was read wrongly is not shown the second time either.
        assertThrows(IllegalStateException.class, () -> read.run(cursor));
      }
    }
  }

  @Test
  void aValueCutOffAfterItWasFoundIsReported() throws IOException {
    List<Entry> entries = entries();
    try (SSTableReader table = tables.write(entries, SSTableOptions.DEFAULTS);
        Lookup lookup = new Lookup(tables.env.memory())) {
      Entry entry = entries.get(ENTRIES / 2);
      assertTrue(table.get(entry.key(), entry.sequence(), lookup));
      assertArrayEquals(entry.value(), lookup.copyValue());
      truncate(table.path(), 0);
      assertCorrupt(
          table,
          () -> {
            lookup.copyValue();
            return true;
          });
    }
  }

  /** Cuts a file under compiled reads, again and again, in a process that may die of it. */
  @Test
  void aProcessSurvivesTruncationUnderCompiledReads() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TruncationChild.class.getName())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, child.exitValue(), output);
    assertEquals(TruncationChild.SURVIVED, output.strip());
  }
}
