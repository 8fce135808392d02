package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.testing.Leaks;
import dev.varve.testing.ManualScheduler;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The files of the log: how they grow, are kept, reused and deleted. */
class WalSegmentsTest {
  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  @Test
  void releasedSegmentsAreNotReplayedAndTheirFilesAreRecycled() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      for (int round = 0; round < 40; round++) {
        for (int record = 0; record < 10; record++) {
          log.appendSynced(100);
        }
        log.wal.releaseBefore(log.wal.currentSegment());
        assertTrue(log.wal.liveBytes() <= 1024);
      }
      assertTrue(log.wal.stats().rotations() > 40);
      // Current, spare, two free, and those of one round that wait for the next spare's header.
      assertTrue(TestLog.segmentFiles(files).size() <= 8, () -> "files pile up");
    }
    try (TestLog log = TestLog.open(files)) {
      assertTrue(log.recovered.size() < 10, () -> "replayed " + log.recovered.size());
    }
  }

  @Test
  void filesAreKeptForReuseUntilTheLogIsTrimmed() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      for (int record = 0; record < 60; record++) {
        log.append(100);
      }
      log.wal.releaseBefore(log.wal.currentSegment());
      // Current, spare, and two free.
      assertEquals(4, TestLog.segmentFiles(files).size());
      log.wal.trim();
      assertEquals(2, TestLog.segmentFiles(files).size());
      for (int record = 0; record < 60; record++) {
        log.append(100);
      }
    }
    assertTrue(TestLog.read(files).size() >= 60);
  }

  @Test
  void aRecycledFileWhosePagesAreGoneIsOverwrittenBeforeItsTurn() throws IOException {
    assertTrue(oldBytesInRecycledFile() > 0);
    files.pages().setRoom(0);
    assertEquals(0, oldBytesInRecycledFile());
    assertEquals(77, TestLog.read(files).getLast().length());
  }

  /** Bytes other than 0 in the second half of a segment that has just begun in a recycled file. */
  private int oldBytesInRecycledFile() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      for (int round = 0; round < 20; round++) {
        for (int record = 0; record < 10; record++) {
          log.appendSynced(100);
        }
        log.wal.releaseBefore(log.wal.currentSegment());
      }
      long segment = log.wal.currentSegment();
      while (log.wal.currentSegment() == segment) {
        log.append(77);
      }
      byte[] file = TestLog.bytes(files, TestLog.fileOf(files, log.wal.currentSegment()));
      int old = 0;
      for (int at = file.length / 2; at < file.length; at++) {
        old += file[at] == 0 ? 0 : 1;
      }
      return old;
    }
  }

  @Test
  void segmentsGrowFromShortOnesAndAreShortAgainAfterAPause() throws IOException {
    WalOptions growing = new WalOptions(16 << 10, 1 << 10, 2);
    try (TestLog log = TestLog.open(files, growing)) {
      assertEquals(List.of(1L << 10), lengths());
      while (log.wal.currentSegment() < 4) {
        log.append(100);
      }
      assertEquals(List.of(1L << 10, 4L << 10, 16L << 10, 16L << 10), lengths());
      assertTrue(log.wal.liveBytes() > 21 << 10 && log.wal.liveBytes() < 22 << 10);

      log.wal.trim();
      log.wal.restart();
      log.wal.trim();
      assertEquals(List.of(1L << 10), lengths());
      assertTrue(log.wal.liveBytes() < 1 << 10);
      long segment = log.wal.currentSegment();
      log.wal.trim();
      log.wal.restart();
      assertEquals(segment, log.wal.currentSegment(), "restarted in vain");
      log.append(7);
    }
    assertEquals(List.of(7), TestLog.read(files).stream().map(TestLog.Entry::length).toList());
  }

  @Test
  void aRecordThatTheNextShortSegmentCannotHoldGetsALongerOne() throws IOException {
    WalOptions growing = new WalOptions(16 << 10, 1 << 10, 2);
    int largest = growing.maxPayloadBytes();
    try (TestLog log = TestLog.open(files, growing)) {
      log.append(largest);
      log.append(3_000);
      log.wal.trim(); // a short spare is ready
      log.append(largest);
      log.append(largest);
    }
    assertEquals(
        List.of(largest, 3_000, largest, largest),
        TestLog.read(files).stream().map(TestLog.Entry::length).toList());
  }

  private List<Long> lengths() throws IOException {
    List<Long> lengths = new ArrayList<>();
    for (Path file : TestLog.segmentFiles(files)) {
      lengths.add((long) TestLog.bytes(files, file).length);
    }
    return lengths;
  }

  @Test
  void releasingDoesNotWaitForASyncAndGoesOnAfterIt() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      for (int record = 0; record < 60; record++) {
        log.append(100);
      }
      AtomicInteger syncs = new AtomicInteger();
      files.onOperation(op -> {
        if (op.kind() == Operation.Kind.SYNC && syncs.incrementAndGet() == 1) {
          CompletableFuture.runAsync(() -> log.wal.releaseBefore(log.wal.currentSegment()))
              .orTimeout(10, TimeUnit.SECONDS)
              .join();
        }
      });
      log.wal.sync(log.wal.appendedPosition());
      assertTrue(syncs.get() > 1);
      assertEquals(4, TestLog.segmentFiles(files).size());
    }
  }

  @Test
  void aReleaseAboveTheCurrentSegmentIsRefused() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      long current = log.wal.currentSegment();
      assertThrows(IllegalArgumentException.class, () -> log.wal.releaseBefore(current + 1));
    }
  }

  @Test
  void reopeningWithoutWritingDoesNotPileUpFiles() throws IOException {
    List<TestLog.Entry> expected;
    try (TestLog log = TestLog.open(files)) {
      log.append(50);
      expected = log.all();
    }
    for (int round = 0; round < 10; round++) {
      assertEquals(expected, TestLog.read(files));
    }
    assertTrue(TestLog.segmentFiles(files).size() <= 4);
  }

  @Test
  void segmentsOfAnotherSizeAreReadAndReplaced() throws IOException {
    try (TestLog log = TestLog.open(files, new WalOptions(2048, 2048, 2))) {
      for (int record = 0; record < 40; record++) {
        log.append(150);
      }
    }
    try (TestLog log = TestLog.open(files, TestLog.SMALL)) {
      assertEquals(40, log.recovered.size());
      log.wal.releaseBefore(log.wal.currentSegment());
      for (int record = 0; record < 40; record++) {
        log.append(150);
        log.wal.releaseBefore(log.wal.currentSegment());
      }
    }
    for (Path path : TestLog.segmentFiles(files)) {
      assertEquals(1024, TestLog.bytes(files, path).length);
    }
  }

  @Test
  void aSegmentIsMadeReadyInTheBackground() throws IOException {
    ManualScheduler scheduler = new ManualScheduler();
    try (TestLog log = TestLog.open(files, TestLog.SMALL, scheduler)) {
      assertEquals(0, scheduler.pending());
      log.append(500);
      assertEquals(1, TestLog.segmentFiles(files).size());
      log.append(10);
      assertEquals(1, scheduler.pending());
      scheduler.runAll();
      assertEquals(2, TestLog.segmentFiles(files).size());
      int before = files.operations();
      log.append(500);
      assertEquals(before, files.operations());
    }
  }

  @Test
  void anAppendThatFailsTellsTheNewestFailureOfTheBackgroundToo() throws IOException {
    ManualScheduler scheduler = new ManualScheduler();
    TestLog log = TestLog.open(files, TestLog.SMALL, scheduler);
    while (log.wal.currentSegment() < 3) {
      log.append(500);
    }
    scheduler.runAll();
    log.append(500); // takes the spare
    log.append(10); // asks for the next
    List<IOException> thrown = new ArrayList<>();
    files.onOperation(operation -> {
      thrown.add(new IOException("failure " + thrown.size()));
      throw thrown.getLast();
    });
    scheduler.runAll();
    log.wal.releaseBefore(log.wal.currentSegment());
    scheduler.runAll();
    int inBackground = thrown.size();
    assertTrue(inBackground > 1);
    IOException failed = assertThrows(IOException.class, () -> log.append(500));
    assertSame(thrown.get(inBackground), failed);
    Throwable[] others = failed.getSuppressed();
    assertSame(thrown.get(inBackground - 1), others[others.length - 1]);
    files.onOperation(_ -> {});
    assertThrows(IOException.class, log::close);
    Leaks.assertNone(files);
  }

  @Test
  void appendDoesNotWaitForABackgroundThatDoesNotRun() throws IOException {
    ManualScheduler scheduler = new ManualScheduler();
    List<TestLog.Entry> expected;
    try (TestLog log = TestLog.open(files, TestLog.SMALL, scheduler)) {
      for (int record = 0; record < 30; record++) {
        log.append(200);
      }
      expected = log.all();
    }
    scheduler.runAll();
    assertEquals(expected, TestLog.read(files));
    Leaks.assertNone(files);
  }

  @Test
  void afterAPauseNothingIsLeftToTheBackground() throws IOException {
    WalOptions growing = new WalOptions(16 << 10, 1 << 10, 2);
    ManualScheduler scheduler = new ManualScheduler();
    try (TestLog log = TestLog.open(files, growing, scheduler)) {
      while (log.wal.currentSegment() < 4) {
        log.append(100);
      }
      log.wal.trim();
      log.wal.restart();
      log.wal.trim();
      assertEquals(List.of(1L << 10), lengths());
    }
  }
}
