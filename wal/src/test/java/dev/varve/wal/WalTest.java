package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.CorruptionException;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalTest {
  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  @Test
  void recordsComeBackInOrder() throws IOException {
    List<TestLog.Entry> expected;
    try (TestLog log = TestLog.open(files)) {
      assertTrue(log.recovered.isEmpty());
      for (int length : new int[] {0, 1, 7, 8, 9, 100, 300, 700}) {
        log.append(length);
      }
      expected = log.all();
    }
    assertEquals(expected, TestLog.read(files));
    Leaks.assertNone(files);
  }

  @Test
  void realFilesWorkTheSame(@TempDir Path directory) throws IOException {
    Env env = Env.system(1);
    WalOptions options = new WalOptions(1 << 16, 1 << 16, 1);
    List<String> found = new ArrayList<>();
    try (Wal wal = Wal.open(env, directory, options, (_, _, _, _, _, _) -> found.add("?"))) {
      for (int record = 1; record <= 5_000; record++) {
        byte[] payload = ("record " + record).getBytes(StandardCharsets.UTF_8);
        long end = wal.append(record, payload, 0, payload.length);
        if (record % 1_000 == 0) {
          wal.sync(end);
          assertTrue(wal.syncedPosition() >= end);
        }
      }
      assertTrue(wal.stats().rotations() > 1);
      assertEquals(5_000, wal.stats().records());
    }
    assertTrue(found.isEmpty());
    Wal.open(
            env,
            directory,
            options,
            (sequence, bytes, offset, length, _, _) ->
                found.add(
                    sequence + ":" + new String(bytes, offset, length, StandardCharsets.UTF_8)))
        .close();
    assertEquals(5_000, found.size());
    for (int record = 1; record <= 5_000; record++) {
      assertEquals(record + ":record " + record, found.get(record - 1));
    }
    env.scheduler().close();
    Leaks.assertNone(env.memory());
  }

  @Test
  void positionsGrowAcrossSegments() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      long before = log.wal.appendedPosition();
      for (int record = 0; record < 50; record++) {
        long end = log.append(100);
        assertTrue(end > before);
        assertEquals(end, log.wal.appendedPosition());
        assertEquals(LogPosition.segmentId(end), log.wal.currentSegment());
        before = end;
      }
      assertTrue(log.wal.currentSegment() > 5);
    }
  }

  @Test
  void recoveryNamesTheSegmentOfEachRecord() throws IOException {
    List<Long> segments = new ArrayList<>();
    try (TestLog log = TestLog.open(files)) {
      for (int record = 0; record < 20; record++) {
        segments.add(LogPosition.segmentId(log.append(200)));
      }
    }
    try (TestLog log = TestLog.open(files)) {
      assertEquals(segments, log.recoveredSegments);
      assertTrue(log.wal.currentSegment() > segments.getLast());
    }
  }

  @Test
  void largestPayloadFitsAnEmptySegmentAndOneByteMoreIsRefused() throws IOException {
    int largest = TestLog.SMALL.maxPayloadBytes();
    try (TestLog log = TestLog.open(files)) {
      log.appendSynced(largest);
      log.appendSynced(largest);
      assertThrows(
          IllegalArgumentException.class,
          () -> log.wal.append(1_000, new byte[largest + 1], 0, largest + 1));
    }
    assertEquals(2, TestLog.read(files).size());
    assertEquals((1 << 24) - 1, new WalOptions(64 << 20, 1 << 20, 2).maxPayloadBytes());
  }

  @Test
  void sequenceNumbersMustGrow() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      log.wal.append(10, new byte[4], 0, 4);
      assertThrows(IllegalArgumentException.class, () -> log.wal.append(10, new byte[4], 0, 4));
      assertThrows(
          IllegalArgumentException.class, () -> log.wal.append(1L << 56, new byte[4], 0, 4));
    }
    try (TestLog log = TestLog.open(files)) {
      assertThrows(IllegalArgumentException.class, () -> log.wal.append(10, new byte[4], 0, 4));
      log.wal.append((1L << 56) - 1, new byte[4], 0, 4);
    }
  }

  @Test
  void optionsOutOfBoundsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new WalOptions(1016, 1016, 2));
    assertThrows(IllegalArgumentException.class, () -> new WalOptions(1028, 1028, 2));
    assertThrows(IllegalArgumentException.class, () -> new WalOptions((1 << 30) + 8, 1024, 2));
    assertThrows(IllegalArgumentException.class, () -> new WalOptions(1024, 1024, -1));
    assertThrows(IllegalArgumentException.class, () -> new WalOptions(1024, 1016, 2));
    assertThrows(IllegalArgumentException.class, () -> new WalOptions(1024, 1032, 2));
  }

  @Test
  void aFailedSyncPoisonsTheLogAndIsNotRetried() throws IOException {
    TestLog log = TestLog.open(files);
    log.appendSynced(10);
    long end = log.append(10);
    files.onOperation(OperationHook.failing(op -> op.kind() == Operation.Kind.SYNC));
    IOException first = assertThrows(IOException.class, () -> log.wal.sync(end));
    int operations = files.operations();
    files.onOperation(_ -> {});
    IOException later = assertThrows(IOException.class, () -> log.wal.sync(end));
    assertSame(first.getCause(), later.getCause());
    assertTrue(later.getMessage().contains("injected failure"));
    assertThrows(IOException.class, () -> log.append(10));
    assertThrows(IOException.class, () -> log.wal.sync(log.wal.syncedPosition()));
    assertThrows(IOException.class, log.wal::close);
    assertEquals(operations, files.operations());
    Leaks.assertNone(files);
  }

  @Test
  void noRoomForASegmentPoisonsTheLogOnlyWhenTheSegmentIsNeeded() throws IOException {
    TestLog log = TestLog.open(files);
    AtomicInteger failures = new AtomicInteger();
    files.onOperation(op -> {
      if (op.kind() == Operation.Kind.PREALLOCATE) {
        failures.incrementAndGet();
        throw new IOException("no space left");
      }
    });
    log.append(500);
    log.append(100);
    assertEquals(1, failures.get());
    log.append(100);
    IOException first = assertThrows(IOException.class, () -> log.append(500));
    assertEquals("no space left", first.getMessage());
    assertEquals(1, first.getSuppressed().length);
    files.onOperation(_ -> {});
    assertThrows(IOException.class, () -> log.append(1));
    assertEquals(1, TestLog.segmentFiles(files).size());
    assertThrows(IOException.class, log.wal::close);
    Leaks.assertNone(files);
    assertEquals(3, TestLog.read(files).size());
  }

  @Test
  void aBackgroundFailureThatPassesIsNoFailure() throws IOException {
    List<TestLog.Entry> expected;
    try (TestLog log = TestLog.open(files)) {
      int next = files.operations() + 1;
      files.onOperation(OperationHook.failingAt(next));
      for (int record = 0; record < 20; record++) {
        log.append(100);
      }
      assertTrue(files.operations() > next);
      expected = log.all();
    }
    assertEquals(expected, TestLog.read(files));
    Leaks.assertNone(files);
  }

  @Test
  void failingAtEveryOperationOfOpenLeaksNothing() throws IOException {
    for (int skip = 1; ; skip++) {
      MemoryFileSystem fresh = new MemoryFileSystem(new MemoryLedger());
      try (TestLog log = TestLog.open(fresh)) {
        log.append(10);
      }
      int failAt = fresh.operations() + skip;
      fresh.onOperation(OperationHook.failingAt(failAt));
      boolean opened = false;
      try (TestLog log = TestLog.open(fresh)) {
        opened = true;
        assertEquals(1, log.recovered.size());
        assertTrue(fresh.operations() < failAt);
        fresh.onOperation(_ -> {});
      } catch (IOException e) {
        assertTrue(e.getMessage().contains("injected failure"), e::toString);
      }
      Leaks.assertNone(fresh);
      if (opened) {
        assertTrue(skip > 4);
        return;
      }
    }
  }

  @Test
  void anExceptionOfTheHandlerEndsOpen() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      log.append(10);
    }
    Env env = files.env(null, null);
    IOException refusal = new IOException("cannot take it");
    assertSame(
        refusal,
        assertThrows(
            IOException.class,
            () ->
                Wal.open(
                    env,
                    TestLog.DIRECTORY,
                    TestLog.SMALL,
                    (_, _, _, _, _, _) -> {
                      throw refusal;
                    })));
    Leaks.assertNone(files);
  }

  @Test
  void aClosedLogTakesNothing() throws IOException {
    TestLog log = TestLog.open(files);
    long end = log.append(10);
    log.close();
    log.close();
    log.wal.sync(end);
    assertThrows(IllegalStateException.class, () -> log.append(10));
  }

  @Test
  void aPositionThatWasNeverAppendedIsRefused() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      long end = log.append(10);
      assertThrows(IllegalArgumentException.class, () -> log.wal.sync(end + 1));
    }
  }

  @Test
  void aSyncOfWhatIsDurableDoesNothing() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      long end = log.append(10);
      log.wal.sync(end);
      int operations = files.operations();
      log.wal.sync(end);
      assertEquals(operations, files.operations());
      assertEquals(1, log.wal.stats().syncs());
    }
  }

  @Test
  void otherFilesInTheDirectoryAreLeftAlone() throws IOException {
    files.createDirectories(TestLog.DIRECTORY);
    for (String name : new String[] {"notes.txt", "1.wal", "000001.wal.bak"}) {
      try (StorageFile file = files.create(TestLog.DIRECTORY.resolve(name))) {
        file.write(0, MemorySegment.ofArray(new byte[] {1, 2, 3}));
      }
    }
    try (TestLog log = TestLog.open(files)) {
      log.append(10);
    }
    assertEquals(
        List.of("000001.wal", "000001.wal.bak", "1.wal", "notes.txt"),
        files.list(TestLog.DIRECTORY));
  }

  @Test
  void anUnknownFormatVersionIsRefusedAndTheDirectoryUnchanged() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      log.append(10);
    }
    Path path = TestLog.segmentFiles(files).getFirst();
    byte[] header = TestLog.bytes(files, path);
    WalLayout.INT.set(header, SegmentHeader.VERSION_OFFSET, SegmentHeader.VERSION + 1);
    WalLayout.INT.set(
        header,
        SegmentHeader.CRC_OFFSET,
        dev.varve.io.Crc32c.of(header, 0, SegmentHeader.CRC_OFFSET));
    TestLog.overwrite(files, path, 0, header);
    int operations = files.operations();
    UnsupportedFormatException refused =
        assertThrows(UnsupportedFormatException.class, () -> TestLog.open(files));
    assertEquals(SegmentHeader.VERSION + 1, refused.foundVersion());
    assertEquals(operations, files.operations());
    Leaks.assertNone(files);
  }

  @Test
  void aTruncatedSegmentIsCorrupt() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      log.append(10);
    }
    Path path = TestLog.segmentFiles(files).getFirst();
    try (StorageFile file = files.open(path)) {
      file.truncate(1000);
    }
    CorruptionException corrupt =
        assertThrows(CorruptionException.class, () -> TestLog.open(files));
    assertEquals(path.toString(), corrupt.file());
    assertTrue(corrupt.found().startsWith("1000 bytes"), corrupt::toString);
  }

  @Test
  void aMissingSegmentInTheMiddleIsCorrupt() throws IOException {
    long middle;
    try (TestLog log = TestLog.open(files)) {
      for (int record = 0; record < 10; record++) {
        log.append(400);
      }
      middle = log.wal.currentSegment() - 2;
    }
    files.delete(TestLog.fileOf(files, middle));
    CorruptionException corrupt =
        assertThrows(CorruptionException.class, () -> TestLog.open(files));
    assertTrue(corrupt.expected().contains(middle + "@"), corrupt::toString);
  }

  @Test
  void saltsDifferBetweenLives() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      for (int record = 0; record < 10; record++) {
        log.append(400);
      }
    }
    List<SegmentFile> segments = SegmentFile.list(files, TestLog.DIRECTORY);
    assertFalse(segments.isEmpty());
    for (int index = 1; index < segments.size(); index++) {
      assertNotEquals(segments.get(0).header().salt(), segments.get(index).header().salt());
    }
  }
}
