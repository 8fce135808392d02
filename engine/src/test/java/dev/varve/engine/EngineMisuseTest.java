package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What callers get wrong is refused, and nothing is written. */
class EngineMisuseTest {
  private static final EngineOptions OPTIONS = TestOptions.small(Compression.NONE);
  private static final byte[] KEY = TestOptions.bytes("key");
  private static final byte[] VALUE = TestOptions.bytes("value");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private StorageEngine engine;

  @BeforeEach
  void open() throws IOException {
    engine = open(files, OPTIONS);
    engine.createPartitions(2);
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    Leaks.assertNone(files);
  }

  private static StorageEngine open(MemoryFileSystem files, EngineOptions options)
      throws IOException {
    return StorageEngine.open(CrashScript.env(files), CrashScript.DIRECTORY, options);
  }

  @Test
  void keysHaveOneTo65535Bytes() throws IOException {
    byte[] longest = new byte[WriteBatch.MAX_KEY_BYTES];
    Arrays.fill(longest, (byte) 0xff);
    byte[] tooLong = new byte[WriteBatch.MAX_KEY_BYTES + 1];
    WriteBatch batch = new WriteBatch().put(1, KEY, VALUE);
    assertThrows(IllegalArgumentException.class, () -> batch.put(1, new byte[0], VALUE));
    assertThrows(IllegalArgumentException.class, () -> batch.put(1, tooLong, VALUE));
    assertThrows(IllegalArgumentException.class, () -> batch.delete(1, new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> batch.delete(1, tooLong));
    assertEquals(1, batch.count());
    engine.write(batch, Durability.SYNC);
    assertArrayEquals(VALUE, engine.get(1, KEY));
    try (StorageEngine large =
        open(new MemoryFileSystem(new MemoryLedger()), OPTIONS.withWal(256 << 10, 512 << 10))) {
      large.createPartitions(1);
      large.put(1, longest, VALUE, Durability.SYNC);
      assertArrayEquals(VALUE, large.get(1, longest));
      large.flush();
      assertArrayEquals(VALUE, large.get(1, longest));
      try (Cursor cursor = large.cursor(1, CursorOptions.all())) {
        assertTrue(cursor.last());
        assertArrayEquals(longest, cursor.key());
      }
    }
  }

  @Test
  void aRangeOutsideOfItsArrayAddsNothing() throws IOException {
    WriteBatch batch = new WriteBatch().put(1, KEY, VALUE);
    int size = batch.byteSize();
    assertThrows(IndexOutOfBoundsException.class, () -> batch.put(2, KEY, VALUE, 3, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.put(2, KEY, VALUE, -1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.put(2, KEY, VALUE, 0, -1));
    assertEquals(1, batch.count());
    assertEquals(size, batch.byteSize());
    engine.write(batch, Durability.SYNC);
    assertArrayEquals(VALUE, engine.get(1, KEY));
    assertNull(engine.get(2, KEY));
  }

  @Test
  void unknownPartitionsAreRefusedAndNothingIsWritten() throws IOException {
    for (int unknown : new int[] {-1, 0, 3, Integer.MAX_VALUE}) {
      WriteBatch batch = new WriteBatch().put(1, KEY, VALUE).put(unknown, KEY, VALUE);
      assertRefused(() -> engine.write(batch, Durability.SYNC));
      assertRefused(() -> engine.get(unknown, KEY));
      assertRefused(() -> engine.get(unknown, KEY, MemorySegment.ofArray(new byte[8])));
      assertRefused(() -> getSeveral(null, unknown, 1, 1));
      assertRefused(() -> engine.cursor(unknown, CursorOptions.all()));
      assertRefused(() -> engine.flush(unknown));
      assertRefused(() -> engine.compact(unknown));
      assertRefused(() -> engine.stats(unknown));
      assertRefused(() -> engine.dropPartitions(List.of(1, unknown)));
    }
    assertRefused(() -> engine.createPartitions(0));
    assertRefused(() -> engine.createPartitions(-1));
    assertNothingWritten();
    assertEquals(List.of(1, 2), engine.partitions());
  }

  @Test
  void severalKeysNeedATargetAndALengthEach() {
    assertRefused(() -> getSeveral(null, 1, 0, 1));
    assertRefused(() -> getSeveral(null, 1, 1, 0));
  }

  @Test
  void aBatchThatDoesNotFitTheLogIsRefusedAndNothingIsWritten() throws IOException {
    WriteBatch batch = new WriteBatch().put(1, KEY, VALUE).put(2, KEY, new byte[64 << 10]);
    assertRefused(() -> engine.write(batch, Durability.SYNC));
    assertNothingWritten();
    batch.clear();
    engine.write(batch, Durability.SYNC);
    assertNothingWritten();
  }

  @Test
  void droppedPartitionsAreGone() throws IOException {
    engine.put(1, KEY, VALUE, Durability.BUFFERED);
    Cursor cursor = engine.cursor(1, CursorOptions.all());
    engine.dropPartitions(List.of(1));
    assertEquals(List.of(2), engine.partitions());
    assertRefused(() -> engine.get(1, KEY));
    assertRefused(() -> engine.put(1, KEY, VALUE, Durability.SYNC));
    assertRefused(() -> engine.dropPartitions(List.of(1)));
    // An open cursor goes on.
    assertTrue(cursor.first());
    assertArrayEquals(VALUE, cursor.value());
    cursor.close();
    assertEquals(List.of(3), engine.createPartitions(1));
    assertNull(engine.get(3, KEY));
  }

  @Test
  void droppedPartitionsGiveTheirShareOfTheMemtableBudgetBack() throws IOException {
    for (int round = 0; round < 12; round++) {
      int dropped = engine.createPartitions(1).getFirst();
      engine.put(dropped, KEY, VALUE, Durability.BUFFERED);
      engine.dropPartitions(List.of(dropped));
    }
    for (int i = 0; i < 10; i++) {
      engine.put(1, KEY, VALUE, Durability.BUFFERED);
    }
    assertEquals(0, engine.stats(1).flushes());
  }

  @Test
  void aClosedEngineRefusesEverything() throws IOException {
    engine.put(1, KEY, VALUE, Durability.BUFFERED);
    Snapshot snapshot = engine.snapshot();
    engine.close();
    engine.close();
    assertMisuse(() -> engine.put(1, KEY, VALUE, Durability.SYNC));
    assertMisuse(() -> engine.write(new WriteBatch(), Durability.SYNC));
    assertMisuse(() -> engine.delete(1, KEY, Durability.BUFFERED));
    assertMisuse(() -> engine.get(1, KEY));
    assertMisuse(() -> engine.get(snapshot, 1, KEY));
    assertMisuse(() -> engine.get(1, KEY, MemorySegment.ofArray(new byte[8])));
    assertMisuse(() -> getSeveral(null, 1, 1, 1));
    assertMisuse(() -> engine.cursor(1, CursorOptions.all()));
    assertMisuse(engine::snapshot);
    assertMisuse(engine::sync);
    assertMisuse(engine::flush);
    assertMisuse(() -> engine.flush(1));
    assertMisuse(() -> engine.compact(1));
    assertMisuse(engine::awaitQuiescence);
    assertMisuse(() -> engine.createPartitions(1));
    assertMisuse(() -> engine.dropPartitions(List.of(1)));
    assertMisuse(() -> engine.stats(1));
    snapshot.close();
  }

  @Test
  void aClosedCursorRefusesEverything() throws IOException {
    engine.put(1, KEY, VALUE, Durability.BUFFERED);
    Cursor cursor = engine.cursor(1, CursorOptions.all());
    assertFalse(cursor.isValid());
    assertMisuse(cursor::next);
    assertMisuse(cursor::key);
    assertTrue(cursor.first());
    cursor.close();
    cursor.close();
    assertFalse(cursor.isValid());
    assertMisuse(cursor::first);
    assertMisuse(cursor::last);
    assertMisuse(() -> cursor.seek(KEY));
    assertMisuse(() -> cursor.seekBefore(KEY));
    assertMisuse(cursor::next);
    assertMisuse(cursor::previous);
    assertMisuse(cursor::key);
    assertMisuse(cursor::value);
    assertMisuse(cursor::keyLength);
    assertMisuse(() -> cursor.copyValue(new byte[8]));
    assertMisuse(() -> cursor.copyEntry(new byte[8], new byte[8]));
    assertMisuse(cursor::valueLength);
  }

  @Test
  void aSnapshotIsUsedWhileOpenAndInItsOwnEngine() throws IOException {
    Snapshot closed = engine.snapshot();
    closed.close();
    closed.close();
    assertMisuse(() -> engine.get(closed, 1, KEY));
    assertMisuse(() -> getSeveral(closed, 1, 1, 1));
    assertMisuse(() -> engine.cursor(1, CursorOptions.all().at(closed)));
    try (StorageEngine other = open(new MemoryFileSystem(new MemoryLedger()), OPTIONS);
        Snapshot foreign = other.snapshot()) {
      assertMisuse(() -> engine.get(foreign, 1, KEY));
      assertMisuse(() -> engine.cursor(1, CursorOptions.all().at(foreign)));
    }
  }

  @Test
  void optionsOutOfBoundsAreRefused() {
    EngineOptions options = EngineOptions.defaults();
    assertRefused(() -> options.withSyncInterval(Duration.ofSeconds(-1)));
    assertRefused(() -> options.withMemtables(1 << 20, (1 << 20) - 1));
    assertRefused(() -> options.withWal(1 << 20, (1 << 20) - 1));
    assertRefused(() -> options.withWal(1000, 1 << 20));
    assertRefused(() -> options.withWal((1 << 20) + 4, 1 << 21));
    assertRefused(() -> options.withBlockCacheBytes(-1));
    assertRefused(() -> options.withBlockBytes(0));
    assertRefused(() -> options.withFilterBitsPerKey(-1));
    assertRefused(() -> options.withTables((64 << 10) - 1, 1 << 20));
    assertRefused(() -> options.withTables(1 << 20, (1 << 20) - 1));
    assertRefused(() -> options.withLevel0(0, 12, 24));
    assertRefused(() -> options.withLevel0(4, 4, 24));
    assertRefused(() -> options.withLevel0(4, 12, 12));
    assertRefused(() -> options.withCompression(null));
    EngineOptions changed = options.withCompression(Compression.LZ4).withFilterBitsPerKey(0);
    assertEquals(Compression.LZ4, changed.compression());
    assertEquals(0, changed.filterBitsPerKey());
    assertEquals(options.memtableBytes(), changed.memtableBytes());
  }

  @Test
  void theBoundsOfAnOpenCursorStayAsTheyWere() throws IOException {
    for (String key : new String[] {"a1", "a2", "b1", "b2", "c1"}) {
      engine.put(1, TestOptions.bytes(key), VALUE, Durability.BUFFERED);
    }
    byte[] lower = TestOptions.bytes("a");
    byte[] upper = TestOptions.bytes("b");
    CursorOptions options = CursorOptions.range(lower, upper);
    try (Cursor cursor = engine.cursor(1, options)) {
      lower[0] = 'b';
      upper[0] = 'c';
      options.lower()[0] = 'b';
      options.upper()[0] = 'c';
      assertTrue(cursor.first());
      assertArrayEquals(TestOptions.bytes("a1"), cursor.key());
      assertTrue(cursor.last());
      assertArrayEquals(TestOptions.bytes("a2"), cursor.key());
    }
    CursorOptions same = CursorOptions.range(TestOptions.bytes("a"), TestOptions.bytes("b"));
    assertEquals(same, options);
    assertEquals(same.hashCode(), options.hashCode());
    assertFalse(same.equals(CursorOptions.range(lower, upper)));
  }

  @Test
  void theCallersArraysAreItsOwn() throws IOException {
    byte[] key = KEY.clone();
    byte[] value = VALUE.clone();
    engine.put(1, key, value, Durability.BUFFERED);
    Arrays.fill(key, (byte) 0);
    Arrays.fill(value, (byte) 0);
    byte[] found = engine.get(1, KEY);
    assertArrayEquals(VALUE, found);
    Arrays.fill(found, (byte) 0);
    assertArrayEquals(VALUE, engine.get(1, KEY));
  }

  private void assertNothingWritten() throws IOException {
    assertNull(engine.get(1, KEY));
    assertNull(engine.get(2, KEY));
    assertEquals(0, engine.stats().lastSequence());
    assertEquals(0, engine.stats().walRecords());
  }

  private void getSeveral(Snapshot snapshot, int partition, int targets, int lengths)
      throws IOException {
    MemorySegment[] room = new MemorySegment[targets];
    Arrays.fill(room, MemorySegment.ofArray(new byte[8]));
    engine.get(snapshot, partition, new byte[][] {KEY}, room, new int[lengths]);
  }

  private static void assertRefused(Executable call) {
    assertThrows(IllegalArgumentException.class, call);
  }

  private static void assertMisuse(Executable call) {
    assertThrows(IllegalStateException.class, call);
  }
}
