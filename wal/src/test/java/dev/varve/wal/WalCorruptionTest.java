package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.testing.Leaks;
import dev.varve.testing.ManualScheduler;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A torn tail is a clean end; a bad record with good ones behind it is corruption. */
class WalCorruptionTest {
  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  @Test
  void aTailTornAtAnyByteIsACleanEnd() throws IOException {
    TestLog log = TestLog.open(files);
    for (int record = 0; record < 5; record++) {
      log.append(100);
    }
    int start = LogPosition.offset(log.wal.appendedPosition());
    int end = LogPosition.offset(log.append(136));
    Path file = TestLog.fileOf(files, log.wal.currentSegment());
    List<TestLog.Entry> whole = log.all();
    List<TestLog.Entry> torn = whole.subList(0, 5);
    for (byte filler : new byte[] {0, (byte) 0xa5}) {
      for (int cut = start; cut < end; cut++) {
        byte[] rest = new byte[1024 - cut];
        Arrays.fill(rest, filler);
        MemoryFileSystem killed = files.kill();
        TestLog.overwrite(killed, file, cut, rest);
        assertEquals(torn, TestLog.read(killed));
        assertEquals(torn, TestLog.read(killed));
      }
    }
    assertEquals(whole, TestLog.read(files.kill()));
    log.close();
  }

  @Test
  void aFullSegmentTornAtItsEndIsACleanEnd() throws IOException {
    TestLog log = TestLog.open(files);
    log.append(TestLog.SMALL.maxPayloadBytes());
    MemoryFileSystem killed = files.kill();
    Path file = TestLog.fileOf(killed, log.wal.currentSegment());
    TestLog.flip(killed, file, LogPosition.offset(log.wal.appendedPosition()) - 9, 1);
    assertEquals(List.of(), TestLog.read(killed));
    log.close();
  }

  @Test
  void afterACleanCloseAFlippedByteIsHarmlessOrCorruption() throws IOException {
    List<TestLog.Entry> expected;
    long closingMark;
    Path closingFile;
    try (TestLog log = TestLog.open(files)) {
      // Recycled files, so that older incarnations show through behind the ends.
      for (int record = 0; record < 30; record++) {
        log.append(150);
        log.wal.releaseBefore(log.wal.currentSegment());
      }
      long kept = log.wal.currentSegment();
      while (log.wal.currentSegment() < kept + 2) {
        log.append(90);
      }
      log.appendSynced(40);
      closingMark = log.wal.appendedPosition();
      closingFile = TestLog.fileOf(files, log.wal.currentSegment());
      List<TestLog.Entry> all = log.all();
      expected = all;
    }
    List<TestLog.Entry> kept = TestLog.read(files.kill());
    expected = expected.subList(expected.size() - kept.size(), expected.size());
    assertEquals(expected, kept);
    assertTrue(kept.size() > 10);

    int detected = 0;
    for (Path file : TestLog.segmentFiles(files)) {
      for (int at = 0; at < 1024; at++) {
        for (boolean rebooted : new boolean[] {false, true}) {
          MemoryFileSystem copy = rebooted ? files.crash(7) : files.kill();
          TestLog.flip(copy, file, at, 1 << (at * 7 & 7));
          try {
            List<TestLog.Entry> found = TestLog.read(copy);
            boolean mark = file.equals(closingFile) && at >= LogPosition.offset(closingMark);
            if (mark) {
              // The mark also bounds what is replayed.
              found = found.subList(found.size() - expected.size(), found.size());
            }
            assertEquals(expected, found, () -> "flipped a byte of " + file);
          } catch (CorruptionException e) {
            assertEquals(file.toString(), e.file());
            detected++;
          }
          Leaks.assertNone(copy);
        }
      }
    }
    // All bytes of all live records; at least as many as their payloads have.
    int payloadBytes = expected.stream().mapToInt(TestLog.Entry::length).sum();
    assertTrue(detected >= 2 * payloadBytes, "detected " + detected + " of " + payloadBytes);
  }

  @Test
  void anyBitOfASyncedRecordFlippedIsFoundOnceALaterRecordSaysSo() throws IOException {
    TestLog log = TestLog.open(files);
    int start = LogPosition.offset(log.wal.appendedPosition());
    log.append(40);
    int end = LogPosition.offset(log.append(24));
    log.wal.sync(log.wal.appendedPosition());
    log.append(8);
    Path file = TestLog.fileOf(files, log.wal.currentSegment());
    MemoryFileSystem killed = sameBootWithAllWrittenBack(files.kill());
    assertEquals(log.all(), TestLog.read(killed.crash(1)));
    for (int at = start; at < end; at++) {
      for (int bit = 0; bit < 8; bit++) {
        MemoryFileSystem copy = killed.crash(1);
        TestLog.flip(copy, file, at, 1 << bit);
        int offset = at;
        CorruptionException corrupt =
            assertThrows(CorruptionException.class, () -> TestLog.open(copy));
        assertEquals(file.toString(), corrupt.file());
        assertTrue(corrupt.offset() <= offset && corrupt.offset() > offset - 56);
        assertTrue(corrupt.expected().contains("durable"));
      }
    }
    log.close();
  }

  @Test
  void aHoleInWhatWasNeverSyncedIsCorruptionUnlessPowerWasLost() throws IOException {
    TestLog log = TestLog.open(files);
    List<Integer> starts = new ArrayList<>();
    for (int record = 0; record < 6; record++) {
      starts.add(LogPosition.offset(log.wal.appendedPosition()));
      log.append(40);
    }
    Path file = TestLog.fileOf(files, log.wal.currentSegment());
    MemoryFileSystem sameBoot = files.kill();
    TestLog.flip(sameBoot, file, starts.get(3) + 20, 0xff);
    CorruptionException corrupt =
        assertThrows(CorruptionException.class, () -> TestLog.open(sameBoot));
    assertEquals(starts.get(3).longValue(), corrupt.offset());
    assertTrue(corrupt.expected().contains("has not restarted"), corrupt::toString);

    MemoryFileSystem rebooted = sameBootWithAllWrittenBack(sameBoot).crash(1);
    assertEquals(log.all().subList(0, 3), TestLog.read(rebooted));
    log.close();
  }

  @Test
  void recordsBehindAHoleNeverComeBack() throws IOException {
    // Nothing syncs full segments in the background.
    TestLog log = TestLog.open(files, TestLog.SMALL, new ManualScheduler());
    List<Integer> starts = new ArrayList<>();
    for (int record = 0; record < 12; record++) {
      starts.add(LogPosition.offset(log.wal.appendedPosition()));
      log.append(100);
    }
    Path file = TestLog.fileOf(files, 1);
    MemoryFileSystem holed = files.kill();
    TestLog.flip(holed, file, starts.get(3) + 20, 0xff);
    MemoryFileSystem rebooted = sameBootWithAllWrittenBack(holed).crash(1);
    List<TestLog.Entry> expected;
    try (TestLog again = TestLog.open(rebooted)) {
      assertEquals(log.all().subList(0, 3), again.recovered);
      // The same sequence numbers, with other lengths.
      again.append(33);
      again.append(44);
      expected = again.all();
    }
    for (int round = 0; round < 3; round++) {
      assertEquals(expected, TestLog.read(rebooted));
    }
    assertEquals(expected, TestLog.read(rebooted.crash(3)));
    // Even if the bytes of the hole were whole again.
    TestLog.flip(rebooted, file, starts.get(3) + 20, 0xff);
    assertEquals(expected, TestLog.read(rebooted));
    log.close();
  }

  @Test
  void recordsOfAnEarlierLifeAreNeverTakenForData() throws IOException {
    List<TestLog.Entry> expected;
    try (TestLog log = TestLog.open(files)) {
      for (int record = 0; record < 60; record++) {
        log.append(100);
        releaseAllButTwo(log);
      }
      while (LogPosition.offset(log.wal.appendedPosition()) > 400) {
        log.append(100);
        releaseAllButTwo(log);
      }
      int start = LogPosition.offset(log.wal.appendedPosition());
      byte[] image = TestLog.bytes(files, TestLog.fileOf(files, log.wal.currentSegment()));
      assertTrue(anyNonZero(image, start), "no older incarnation behind the end");
      expected = log.all();
    }
    List<TestLog.Entry> found = TestLog.read(files);
    assertTrue(found.size() > 0 && found.size() < 25);
    assertEquals(expected.subList(expected.size() - found.size(), expected.size()), found);
  }

  @Test
  void aRecordCopiedToAnotherPlaceIsNone() throws IOException {
    // A payload that holds a whole record of this very segment, at an aligned offset.
    TestLog log = TestLog.open(files);
    int start = LogPosition.offset(log.wal.appendedPosition());
    int end = LogPosition.offset(log.append(40));
    Path file = TestLog.fileOf(files, 1);
    byte[] record = Arrays.copyOfRange(TestLog.bytes(files, file), start, end);
    log.wal.append(100, record, 0, record.length);
    // The outer record is torn; the inner one must not count as a good one behind it.
    MemoryFileSystem killed = files.kill();
    TestLog.flip(killed, file, end, 1);
    assertEquals(log.all(), TestLog.read(killed));
    log.close();
  }

  @Test
  void aHeaderTornAtAnyByteBelongsToAnUnusedFile() throws IOException {
    TestLog log = TestLog.open(files);
    for (int record = 0; record < 40; record++) {
      log.append(150);
      releaseAllButTwo(log);
    }
    List<TestLog.Entry> expected = TestLog.read(files.kill());
    long current = log.wal.currentSegment();
    List<SegmentFile> all = SegmentFile.list(files, TestLog.DIRECTORY);
    long oldest =
        all.stream().mapToLong(segment -> segment.header().oldestSegmentId()).max().orElseThrow();
    SegmentFile free =
        all.stream().filter(segment -> segment.id() < oldest).findFirst().orElseThrow();
    byte[] next = new SegmentHeader(current + 2, 77, oldest, 0, 1024).encode();
    for (int cut = 0; cut <= next.length; cut++) {
      MemoryFileSystem first = files.kill();
      TestLog.overwrite(first, free.path(), 0, Arrays.copyOf(next, cut));
      assertEquals(expected, TestLog.read(first));
      MemoryFileSystem second = files.kill();
      TestLog.overwrite(second, free.path(), 0, next);
      TestLog.overwrite(second, free.path(), 64, Arrays.copyOf(next, cut));
      assertEquals(expected, TestLog.read(second));
    }
    log.close();
  }

  @Test
  void theSecondHeaderCopyIsWrittenWhenTheFirstIsDurable() throws IOException {
    List<String> seen = new ArrayList<>();
    TestLog log = TestLog.open(files);
    files.onOperation(operation -> {
      if (operation.kind() == Operation.Kind.SYNC) {
        byte[] bytes = TestLog.bytes(files, operation.path());
        SegmentHeader first = SegmentHeader.decode(bytes, 0, operation.path());
        if (first == null) {
          return; // the length of a new file
        }
        SegmentHeader second = SegmentHeader.decode(bytes, 64, operation.path());
        seen.add((second == null) + "," + first.equals(second));
      }
    });
    log.append(600);
    log.append(10);
    assertEquals(List.of("true,false", "false,true"), seen);
    log.close();
  }

  @Test
  void aFileWithoutASoundHeaderIsCorruptUnlessNeverUsed() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      log.append(10);
    }
    Path file = TestLog.segmentFiles(files).getFirst();
    MemoryFileSystem damaged = files.kill();
    TestLog.overwrite(damaged, file, 0, new byte[128]);
    CorruptionException corrupt =
        assertThrows(CorruptionException.class, () -> TestLog.open(damaged));
    assertEquals(0, corrupt.offset());
    TestLog.overwrite(damaged, file, 0, new byte[1024]);
    TestLog.overwrite(damaged, file, 10, (byte) 1);
    assertEquals(List.of(), TestLog.read(damaged));
  }

  /** Files are only kept for reuse while the log has others in use. */
  private static void releaseAllButTwo(TestLog log) {
    log.wal.releaseBefore(Math.max(1, log.wal.currentSegment() - 1));
  }

  /** As if the system had written all its pages back just before the power went. */
  private static MemoryFileSystem sameBootWithAllWrittenBack(MemoryFileSystem killed)
      throws IOException {
    for (Path path : TestLog.segmentFiles(killed)) {
      try (var file = killed.open(path)) {
        file.sync();
      }
    }
    return killed;
  }

  private static boolean anyNonZero(byte[] bytes, int from) {
    for (int at = from; at < bytes.length; at++) {
      if (bytes[at] != 0) {
        return true;
      }
    }
    return false;
  }
}
