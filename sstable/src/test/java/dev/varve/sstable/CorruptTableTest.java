package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables with wrong bytes. */
class CorruptTableTest {
  private Tables tables;
  private Path path;

  @BeforeEach
  void open() throws IOException {
    tables = new Tables();
    path = tables.nextPath();
  }

  @AfterEach
  void close() throws IOException {
    tables.close();
  }

  private static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int id = 0; id < 30; id++) {
      entries.add(Entry.put("key%03d".formatted(id), 2 * id + 2, "again and again ".repeat(3)));
      if (id % 5 == 0) {
        entries.add(Entry.delete("key%03d".formatted(id), 2 * id + 1));
      }
    }
    return entries;
  }

  private byte[] write(Compression compression, boolean keyLocator) throws IOException {
    SSTableOptions options = new SSTableOptions(512, compression, 10, keyLocator);
    tables.write(path, entries(), options).close();
    return Files.readAllBytes(path);
  }

  private SSTableReader open(long length) throws IOException {
    return SSTableReader.open(tables.env, path, length, tables.reading());
  }

  @ParameterizedTest
  @CsvSource({"NONE,false", "NONE,true", "LZ4,false", "LZ4,true"})
  void noFlippedByteGivesAWrongAnswer(Compression compression, boolean keyLocator)
      throws IOException {
    byte[] right = write(compression, keyLocator);
    List<Entry> entries = entries();
    int reported = 0;
    try (Lookup lookup = new Lookup(tables.env.memory());
        SSTableCursor cursor = new SSTableCursor(tables.env.memory())) {
      for (int at = 0; at < right.length; at++) {
        byte[] wrong = right.clone();
        wrong[at] ^= (byte) (1 << at % 8 | 0x10);
        Files.write(path, wrong);
        boolean noticed = false;
        try (SSTableReader table = open(wrong.length)) {
          cursor.attach(table);
          noticed |= getsAreWrong(table, entries, lookup);
          noticed |= scanIsWrong(cursor, entries, true);
          noticed |= scanIsWrong(cursor, entries, false);
        } catch (CorruptionException | UnsupportedFormatException _) {
          noticed = true;
        }
        reported += noticed ? 1 : 0;
      }
    }
    tables.assertNothingHeld();
    // Only the gap in front of the filter, less than 64 bytes, is covered by no checksum.
    assertTrue(reported > right.length - 64, reported + " of " + right.length);
  }

  private static boolean getsAreWrong(SSTableReader table, List<Entry> entries, Lookup lookup)
      throws IOException {
    boolean noticed = false;
    for (Entry entry : entries) {
      byte[] absent = Arrays.copyOf(entry.key(), entry.key().length + 1);
      try {
        assertEquals(entry, Tables.get(table, entry.key(), entry.sequence(), lookup));
        assertNull(Tables.get(table, absent, entry.sequence(), lookup));
      } catch (CorruptionException _) {
        noticed = true;
      }
    }
    return noticed;
  }

  private static boolean scanIsWrong(SSTableCursor cursor, List<Entry> entries, boolean forward)
      throws IOException {
    List<Entry> expected = forward ? entries : entries.reversed();
    List<Entry> found = new ArrayList<>();
    try {
      for (boolean more = forward ? cursor.first() : cursor.last();
          more;
          more = forward ? cursor.next() : cursor.previous()) {
        found.add(Entry.of(cursor));
      }
      assertEquals(expected, found);
      return false;
    } catch (CorruptionException _) {
      assertEquals(expected.subList(0, found.size()), found);
      return true;
    }
  }

  @Test
  void aWrongLengthIsReportedBeforeAnythingIsMapped() throws IOException {
    byte[] right = write(Compression.NONE, false);
    for (int length = 0; length < right.length; length += 7) {
      Files.write(path, Arrays.copyOf(right, length));
      assertThrows(CorruptionException.class, () -> open(right.length));
      // The footer's place in a shorter file holds no footer, even if the length is believed.
      long believed = length;
      assertThrows(CorruptionException.class, () -> open(believed));
      tables.assertNothingHeld();
    }
    Files.write(path, Arrays.copyOf(right, right.length + 1));
    assertThrows(CorruptionException.class, () -> open(right.length));
  }

  @Test
  void anUnknownVersionIsRefusedByName() throws IOException {
    byte[] bytes = write(Compression.NONE, false);
    bytes[bytes.length - 12] = SSTableFooter.VERSION + 1;
    Files.write(path, bytes);
    UnsupportedFormatException refusal =
        assertThrows(UnsupportedFormatException.class, () -> open(bytes.length));
    assertEquals(SSTableFooter.VERSION + 1, refusal.foundVersion());
    assertEquals(SSTableFooter.VERSION, refusal.supportedVersion());
  }

  @Test
  void aVersionThatBecameAnOlderOneIsCorruption() throws IOException {
    byte[] bytes = write(Compression.NONE, false);
    bytes[bytes.length - 12] = SSTableFooter.OLDEST_VERSION;
    Files.write(path, bytes);
    CorruptionException corruption =
        assertThrows(CorruptionException.class, () -> open(bytes.length));
    assertTrue(corruption.getMessage().contains("footer checksum"), corruption::toString);
  }

  @Test
  void aMissingFileIsNoCorruption() {
    assertThrows(NoSuchFileException.class, () -> open(1000));
  }

  @Test
  void aWrongBlockIsNamedWithFileAndOffset() throws IOException {
    byte[] bytes = write(Compression.NONE, false);
    bytes[20] ^= 1;
    Files.write(path, bytes);
    try (SSTableReader table = open(bytes.length);
        Lookup lookup = new Lookup(tables.env.memory())) {
      CorruptionException corruption =
          assertThrows(
              CorruptionException.class,
              () -> table.get(Entry.utf8("key000"), InternalKey.MAX_SEQUENCE, lookup));
      assertEquals(path.toString(), corruption.file());
      assertEquals(0, corruption.offset());
      assertTrue(corruption.getMessage().contains("data block checksum"), corruption.getMessage());
      // The other blocks can be read.
      assertTrue(table.get(Entry.utf8("key029"), InternalKey.MAX_SEQUENCE, lookup));
    }
  }
}
