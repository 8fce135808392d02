package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.testing.FormatPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The worked example of docs/formats/sstable.md is what this code writes and reads. */
class FormatPageTest {
  private static final List<Entry> ENTRIES =
      List.of(
          Entry.put("apple", 7, "red"),
          Entry.delete("apricot", 300),
          Entry.put("apricot", 5, "orange"));

  private static final SSTableOptions OPTIONS = SSTableOptions.DEFAULTS;

  private Tables tables;

  @BeforeEach
  void open() throws IOException {
    tables = new Tables();
  }

  @AfterEach
  void close() throws IOException {
    tables.close();
  }

  private static byte[] page() throws IOException {
    return FormatPage.example("sstable.md");
  }

  @Test
  void thePageShowsWhatTheWriterWrites() throws IOException {
    SSTableReader table = tables.write(ENTRIES, OPTIONS);
    table.close();
    assertEquals(dump(Files.readAllBytes(table.path())), dump(page()));
  }

  @Test
  void theReaderReadsWhatThePageShows() throws IOException {
    readsTheEntries(page());
  }

  @Test
  void aTableOfVersion4IsStillRead() throws IOException {
    readsTheEntries(
        FormatPage.example(Path.of("src", "test", "resources", "formats", "sstable-4.txt")));
  }

  private void readsTheEntries(byte[] bytes) throws IOException {
    Path path = tables.nextPath();
    Files.write(path, bytes);
    try (SSTableReader table =
            SSTableReader.open(tables.env, path, bytes.length, tables.reading());
        Lookup lookup = new Lookup(tables.env.memory());
        SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
      SSTableProperties properties = table.properties();
      assertEquals(3, properties.entryCount());
      assertEquals(300, properties.largestSequence());
      assertArrayEquals(Entry.utf8("apple"), properties.smallestKey());
      assertArrayEquals(Entry.utf8("apricot"), properties.largestKey());
      List<Entry> entries = new ArrayList<>();
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        entries.add(Entry.of(cursor));
      }
      assertEquals(ENTRIES, entries);
      assertEquals(ENTRIES.get(2), Tables.get(table, Entry.utf8("apricot"), 299, lookup));
    }
  }

  /** Sixteen bytes per line, as the page has them. */
  private static String dump(byte[] bytes) {
    StringBuilder dump = new StringBuilder();
    for (int at = 0; at < bytes.length; at += 16) {
      int end = Math.min(bytes.length, at + 16);
      dump.append("%08x ".formatted(at))
          .append(HexFormat.ofDelimiter(" ").formatHex(bytes, at, end))
          .append('\n');
    }
    return dump.toString();
  }
}
