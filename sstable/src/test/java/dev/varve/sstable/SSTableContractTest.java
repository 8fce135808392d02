package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Bytes;
import dev.varve.io.Env;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What writers, readers, cursors and options promise beside right answers. */
class SSTableContractTest {
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

  private SSTableWriter writer() throws IOException {
    return SSTableWriter.create(tables.env, path, SSTableOptions.DEFAULTS);
  }

  @Test
  void entriesOutOfOrderAreRefusedAndLeaveTheTableAsItWas() throws IOException {
    Entry first = Entry.put("b", 5, "one");
    Entry second = Entry.put("ba", 5, "two");
    SSTableProperties properties;
    try (SSTableWriter writer = writer()) {
      Tables.add(writer, first);
      for (Entry wrong :
          List.of(
              first,
              Entry.put("b", 6, "newer behind older"),
              Entry.put("a", 9, "smaller"),
              Entry.put("B", 1, "smaller"))) {
        assertThrows(IllegalArgumentException.class, () -> Tables.add(writer, wrong));
      }
      Tables.add(writer, second);
      assertThrows(
          IllegalArgumentException.class, () -> Tables.add(writer, Entry.put("b", 1, "shorter")));
      properties = writer.finish();
    }
    try (SSTableReader table =
            SSTableReader.open(tables.env, path, properties.fileLength(), tables.reading());
        Lookup lookup = new Lookup(tables.env.memory())) {
      assertEquals(2, table.properties().entryCount());
      assertEquals(first, Tables.get(table, first.key(), 9, lookup));
      assertEquals(second, Tables.get(table, second.key(), 9, lookup));
    }
  }

  @Test
  void keysValuesAndSequenceNumbersHaveBounds() throws IOException {
    MemorySegment bytes = MemorySegment.ofArray(new byte[70_000]);
    try (SSTableWriter writer = writer()) {
      for (int keyLength : new int[] {-1, 0, 65_536}) {
        assertThrows(
            IllegalArgumentException.class,
            () -> writer.add(bytes, 0, keyLength, 1, EntryKind.PUT, bytes, 0, 0));
      }
      for (long sequence : new long[] {-1, 1L << 56}) {
        assertThrows(
            IllegalArgumentException.class,
            () -> writer.add(bytes, 0, 1, sequence, EntryKind.PUT, bytes, 0, 0));
      }
      for (int valueLength : new int[] {-1, InternalKey.MAX_VALUE_LENGTH + 1}) {
        assertThrows(
            IllegalArgumentException.class,
            () -> writer.add(bytes, 0, 1, 1, EntryKind.PUT, bytes, 0, valueLength));
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.add(bytes, 0, 1, 1, EntryKind.DELETE, bytes, 0, 1));
      writer.add(bytes, 0, 65_535, InternalKey.MAX_SEQUENCE, EntryKind.PUT, bytes, 0, 70_000);
      assertEquals(1, writer.entryCount());
    }
  }

  @Test
  void aTableHasAtLeastOneEntry() throws IOException {
    try (SSTableWriter writer = writer()) {
      assertThrows(IllegalStateException.class, writer::finish);
    }
  }

  @Test
  void abandonedAndUnfinishedFilesAreGone() throws IOException {
    SSTableWriter abandoned = writer();
    Tables.add(abandoned, Entry.put("a", 1, "x"));
    abandoned.abandon();
    assertFalse(Files.exists(path));
    assertThrows(IllegalStateException.class, abandoned::finish);
    assertThrows(IllegalStateException.class, abandoned::abandon);
    assertThrows(IllegalStateException.class, () -> Tables.add(abandoned, Entry.put("b", 1, "x")));
    writer().close();
    assertFalse(Files.exists(path));
    tables.assertNothingHeld();
  }

  @Test
  void aTakenNameIsLeftAlone() throws IOException {
    Files.writeString(path, "something else");
    assertThrows(FileAlreadyExistsException.class, this::writer);
    assertEquals("something else", Files.readString(path));
  }

  @Test
  void theEstimateIsCloseToTheLength() throws IOException {
    SSTableOptions options = SSTableOptions.DEFAULTS.withBlockBytes(1024);
    try (SSTableWriter writer = SSTableWriter.create(tables.env, path, options)) {
      for (Entry entry : Entries.random(1, Entries.Shape.TEXT, 2_000)) {
        Tables.add(writer, entry);
      }
      long estimate = writer.estimatedBytes();
      long length = writer.finish().fileLength();
      assertTrue(Math.abs(estimate - length) < length / 20, estimate + " for " + length);
    }
  }

  @Test
  void everyFailingStepOfAWriterLeavesNothingBehind() throws IOException {
    List<Entry> entries = new ArrayList<>(Entries.random(1, Entries.Shape.LARGE_VALUES, 30));
    // Large enough that it takes more than one write.
    byte[] last = {(byte) 0xff, (byte) 0xff};
    entries.add(new Entry(last, 1, EntryKind.PUT, new byte[5 << 20]));
    int failed = 0;
    for (boolean done = false; !done; failed++) {
      FailingFiles failing = new FailingFiles(tables.env.files(), failed);
      Env env =
          new Env(failing.files(), tables.env.clock(), tables.env.scheduler(), tables.env.memory());
      try (SSTableWriter writer = SSTableWriter.create(env, path, SSTableOptions.DEFAULTS)) {
        for (Entry entry : entries) {
          Tables.add(writer, entry);
        }
        writer.finish();
        done = true;
      } catch (IOException injected) {
        assertTrue(injected.getMessage().startsWith("injected"), injected.getMessage());
        assertFalse(Files.exists(path));
      }
      assertEquals(done, failing.isUntouched());
      tables.assertNothingHeld();
    }
    // Create, some writes, sync; and the run without a failure.
    assertTrue(failed > 4, failed + " runs");
  }

  @Test
  void everyFailingStepOfOpeningLeavesNothingBehind() throws IOException {
    SSTableReader whole =
        tables.write(path, List.of(Entry.put("a", 1, "x")), SSTableOptions.DEFAULTS);
    long length = whole.properties().fileLength();
    whole.close();
    int failed = 0;
    for (boolean done = false; !done; failed++) {
      FailingFiles failing = new FailingFiles(tables.env.files(), failed);
      Env env =
          new Env(failing.files(), tables.env.clock(), tables.env.scheduler(), tables.env.memory());
      try (SSTableReader table =
          SSTableReader.open(
              env, path, length, TableReading.with(new BlockCache(env.memory(), 0, 4096)))) {
        done = true;
        assertTrue(failing.isUntouched());
        assertEquals(1, table.properties().entryCount());
      } catch (IOException injected) {
        assertTrue(injected.getMessage().startsWith("injected"), injected.getMessage());
      }
      tables.assertNothingHeld();
    }
    // Open, length, two reads, map; and the run without a failure.
    assertEquals(6, failed);
  }

  @Test
  void aClosedTableRefusesReads() throws IOException {
    SSTableReader table =
        tables.write(path, List.of(Entry.put("a", 1, "x")), SSTableOptions.DEFAULTS);
    try (Lookup lookup = new Lookup(tables.env.memory());
        SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
      assertTrue(table.get(Entry.utf8("a"), 1, lookup));
      table.close();
      assertThrows(IllegalStateException.class, () -> table.get(Entry.utf8("a"), 1, lookup));
      assertThrows(IllegalStateException.class, cursor::first);
      assertThrows(IllegalStateException.class, table::close);
    }
  }

  @Test
  void aCursorCountsTheEntriesOfItsBlockUpToAPrefix() throws IOException {
    for (String common : List.of("", "abc", "12345678", "longer than that")) {
      List<Entry> entries = new ArrayList<>();
      for (String last : List.of("b", "d", "f", "h")) {
        entries.add(Entry.put(common + last, 1, "x"));
      }
      try (SSTableReader table = tables.write(path, entries, SSTableOptions.DEFAULTS);
          SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
        boolean told = common.length() < Long.BYTES;
        cursor.first();
        assertEquals(told ? 2 : 0, cursor.countTo(prefix(common + "g"), true));
        assertEquals(told ? 1 : 0, cursor.countTo(prefix(common + "f"), true));
        assertEquals(0, cursor.countTo(prefix(common + "a"), true));
        assertEquals(3, cursor.countTo(-1L, true));
        assertEquals(0, cursor.countTo(0, true));
        cursor.last();
        assertEquals(told ? 2 : 0, cursor.countTo(prefix(common + "c"), false));
        assertEquals(told ? 1 : 0, cursor.countTo(prefix(common + "d"), false));
        assertEquals(3, cursor.countTo(0, false));
        assertEquals(0, cursor.countTo(-1L, false));
      }
      Files.delete(path);
    }
  }

  private static long prefix(String key) {
    return Bytes.prefix(Entry.utf8(key), 0);
  }

  @Test
  void aCursorAtNoEntryRefusesToStep() throws IOException {
    try (SSTableReader table =
            tables.write(path, List.of(Entry.put("a", 1, "x")), SSTableOptions.DEFAULTS);
        SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
      assertThrows(IllegalStateException.class, cursor::next);
      assertTrue(cursor.first());
      assertFalse(cursor.next());
      assertThrows(IllegalStateException.class, cursor::previous);
      assertFalse(cursor.seekBefore(Entry.utf8("a"), 1));
      assertThrows(IllegalStateException.class, cursor::next);
      assertTrue(cursor.seekBefore(Entry.utf8("a"), 0));
    }
  }

  @Test
  void cursorsWithoutTablesAndLookupsWithoutEntriesRefuse() throws IOException {
    try (SSTableReader table =
            tables.write(path, List.of(Entry.put("a", 1, "x")), SSTableOptions.DEFAULTS);
        Lookup lookup = new Lookup(tables.env.memory());
        SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
      assertThrows(IllegalStateException.class, lookup::copyValue);
      cursor.first();
      cursor.detach();
      assertFalse(cursor.isValid());
      assertThrows(IllegalStateException.class, cursor::first);
      assertThrows(IllegalStateException.class, cursor::next);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyThreadsReadAFreshTableAlike(Compression compression) throws Exception {
    List<Entry> entries = new ArrayList<>(Entries.random(5, Entries.Shape.TEXT, 3_000));
    SSTableOptions options = SSTableOptions.DEFAULTS.withCompression(compression);
    try (SSTableReader table = tables.write(entries, options);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int reader = 0; reader < 4; reader++) {
        readers.add(threads.submit(() -> countRightReads(table, entries)));
      }
      for (Future<Integer> reader : readers) {
        assertEquals(2 * entries.size(), reader.get());
      }
    }
  }

  private int countRightReads(SSTableReader table, List<Entry> entries) throws IOException {
    int right = 0;
    try (Lookup lookup = new Lookup(tables.env.memory());
        SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
      cursor.first();
      for (Entry entry : entries) {
        right += entry.equals(Tables.get(table, entry.key(), entry.sequence(), lookup)) ? 1 : 0;
        right += entry.equals(Entry.of(cursor)) ? 1 : 0;
        cursor.next();
      }
    }
    return right;
  }

  @Test
  void oneCursorAndOneLookupServeManyTables() throws IOException {
    SSTableOptions packed = SSTableOptions.DEFAULTS.withCompression(Compression.LZ4);
    try (SSTableReader one = tables.write(List.of(Entry.put("a", 1, "one")), packed);
        SSTableReader two = tables.write(List.of(Entry.put("a", 1, "two ".repeat(100))), packed);
        Lookup lookup = new Lookup(tables.env.memory());
        SSTableCursor cursor = new SSTableCursor(tables.env.memory())) {
      for (int round = 0; round < 3; round++) {
        cursor.attach(one).first();
        assertEquals(Entry.put("a", 1, "one"), Entry.of(cursor));
        cursor.attach(two).first();
        assertEquals(Entry.put("a", 1, "two ".repeat(100)), Entry.of(cursor));
        assertEquals("one", text(one, lookup));
        assertEquals("two ".repeat(100), text(two, lookup));
        assertFalse(one.get(Entry.utf8("b"), 1, lookup));
        assertNull(lookup.kind());
      }
    }
  }

  private static String text(SSTableReader table, Lookup lookup) throws IOException {
    assertTrue(table.get(Entry.utf8("a"), 1, lookup));
    return new String(lookup.copyValue(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void optionsHaveBounds() {
    SSTableOptions good = SSTableOptions.DEFAULTS;
    assertThrows(IllegalArgumentException.class, () -> good.withBlockBytes(63));
    assertThrows(IllegalArgumentException.class, () -> good.withFilterBitsPerKey(33));
    assertThrows(IllegalArgumentException.class, () -> good.withCompression(null));
  }

  @Test
  void kindsKeepTheirCodes() {
    assertEquals(1, EntryKind.PUT.code());
    assertEquals(2, EntryKind.DELETE.code());
    for (EntryKind kind : EntryKind.values()) {
      assertEquals(kind, EntryKind.ofCode(kind.code()));
    }
    assertNull(EntryKind.ofCode(0));
    assertNull(EntryKind.ofCode(3));
    assertNull(EntryKind.ofCode(-1));
  }
}
