package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log tells of itself, and of the layer above, when it is read back. */
class WalWitnessTest {
  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  private static RecoveredLog recover(MemoryFileSystem files) throws IOException {
    return recover(files, new ArrayList<>());
  }

  private static RecoveredLog recover(MemoryFileSystem files, List<Long> sequences)
      throws IOException {
    return Wal.recover(
        files.env(new ManualClock(), new DirectScheduler()),
        TestLog.DIRECTORY,
        TestLog.SMALL,
        (sequence, _, _, _, _, _) -> sequences.add(sequence));
  }

  @Test
  void aWitnessIsStatedBeforeTheNextRecord() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      log.append(10);
      log.wal.witness(new Witness(3, 40));
      assertEquals(Witness.NONE, recover(files.kill()).witness());
      log.append(10);
      assertEquals(new Witness(3, 40), recover(files.kill()).witness());
      log.wal.witness(new Witness(3, 50));
    }
    assertEquals(new Witness(3, 50), recover(files).witness());
    try (TestLog log = TestLog.open(files)) {
      assertEquals(new Witness(3, 50), recover(files.kill()).witness());
      log.wal.witness(new Witness(4, 2));
      log.wal.mark();
      assertEquals(new Witness(4, 2), recover(files.kill()).witness());
    }
  }

  @Test
  void marksGoOnInTheNextSegmentWhereOneIsFull() throws IOException {
    List<Long> expected = new ArrayList<>();
    try (TestLog log = TestLog.open(files)) {
      for (long minor = 1; minor <= 100; minor++) {
        log.wal.witness(new Witness(1, minor));
        log.wal.mark();
        assertEquals(new Witness(1, minor), recover(files.kill()).witness());
        if (minor % 7 == 0) {
          log.append((int) minor);
          expected.add(minor / 7);
        }
      }
      assertTrue(log.wal.currentSegment() > 4);
    }
    List<Long> found = new ArrayList<>();
    recover(files, found);
    assertEquals(expected, found);
  }

  @Test
  void theEndIsThatOfTheClose() throws IOException {
    TestLog log = TestLog.open(files);
    log.append(10);
    log.close();
    RecoveredLog recovered = recover(files);
    assertEquals(log.wal.appendedPosition(), recovered.end());
    assertEquals(TestLog.fileOf(files, 1), recovered.endFile());
    // Also where the last segment holds nothing of the caller's.
    TestLog empty = TestLog.open(files);
    empty.close();
    assertEquals(empty.wal.appendedPosition(), recover(files).end());
    assertEquals(2, LogPosition.segmentId(recover(files).end()));
  }

  @Test
  void aSegmentThatAnotherNamesIsMissed() throws IOException {
    try (TestLog log = TestLog.open(files)) {
      while (log.wal.currentSegment() < 4) {
        log.append(100);
      }
    }
    for (long segment = 1; segment <= 4; segment++) {
      MemoryFileSystem copy = files.kill();
      copy.delete(TestLog.fileOf(copy, segment));
      CorruptionException missed =
          assertThrows(CorruptionException.class, () -> recover(copy), "segment " + segment);
      assertTrue(missed.getMessage().contains(TestLog.DIRECTORY.toString()), missed.toString());
    }
  }

  @Test
  void aStartThatOnlyAPowerLossCanTakeIsMissedWithoutOne() throws IOException {
    long newest;
    try (TestLog log = TestLog.open(files)) {
      while (log.wal.currentSegment() < 3) {
        log.append(100);
      }
      newest = log.wal.currentSegment();
      MemoryFileSystem killed = files.kill();
      Path file = TestLog.fileOf(killed, newest);
      try (StorageFile opened = killed.open(file)) {
        opened.write(
            WalLayout.FIRST_RECORD_OFFSET,
            MemorySegment.ofArray(new byte[(int) opened.length() - WalLayout.FIRST_RECORD_OFFSET]));
      }
      CorruptionException missed = assertThrows(CorruptionException.class, () -> recover(killed));
      assertEquals(file.toString(), missed.file());
    }
  }

  @Test
  void aLogThatLostAllFilesDoesNotCoverWhatWasDurable() throws IOException {
    long durable;
    try (TestLog log = TestLog.open(files)) {
      while (log.wal.currentSegment() < 3) {
        log.appendSynced(100);
      }
      durable = log.wal.syncedPosition();
    }
    assertTrue(recover(files).covers(durable));
    for (Path file : TestLog.segmentFiles(files)) {
      files.delete(file);
    }
    assertFalse(recover(files).covers(durable));
    assertEquals(TestLog.DIRECTORY, recover(files).endFile());
  }

  @Test
  void whatWasReleasedCountsAsCovered() throws IOException {
    try (TestLog log = TestLog.open(files, new WalOptions(4096, 1024, 2))) {
      log.appendSynced(1000);
      long durable = log.wal.syncedPosition();
      log.wal.trim();
      log.wal.restart();
      log.wal.trim();
      // The restart's own record is not synced: a power loss may take it.
      for (int seed = 0; seed < 20; seed++) {
        assertTrue(recover(files.crash(seed)).covers(durable));
      }
      RecoveredLog recovered = recover(files.kill());
      assertEquals(log.nextSequence - 1, recovered.beginsAfter());
    }
  }

  @Test
  void readingBackChangesNothing() throws IOException {
    int operations = files.operations();
    assertEquals(LogPosition.NONE, recover(files).end());
    assertEquals(operations, files.operations());
    assertFalse(files.exists(TestLog.DIRECTORY));
  }
}
