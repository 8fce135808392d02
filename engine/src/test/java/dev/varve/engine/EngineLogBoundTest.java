package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.Leaks;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log is bounded by more than full segments: by sessions and by partitions at rest, too. */
class EngineLogBoundTest {
  private static final EngineOptions OPTIONS = TestOptions.small(Compression.NONE);

  /** Segments that are still needed, of which each session begins one, and files to be reused. */
  private static final int MOST_FILES = 16;

  private MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  @Test
  void sessionsOfOneWriteLeaveAFewSegments() throws IOException {
    for (int session = 0; session < 100; session++) {
      try (StorageEngine engine = open()) {
        write(engine, session);
      }
      Leaks.assertNone(files);
    }
    assertHolds(100);
  }

  @Test
  void sessionsThatAreKilledLeaveAFewSegments() throws IOException {
    for (int session = 0; session < 100; session++) {
      write(open(), session);
      files = files.kill();
    }
    assertHolds(100);
  }

  private void write(StorageEngine engine, int session) throws IOException {
    if (session == 0) {
      engine.createPartitions(3);
    }
    engine.put(1 + session % 3, key(session), new byte[20], Durability.SYNC);
    assertTrue(engine.stats().walLiveBytes() <= OPTIONS.walLimitBytes(), engine.stats()::toString);
    int segments = files.list(CrashScript.DIRECTORY.resolve("wal")).size();
    assertTrue(segments <= MOST_FILES, () -> segments + " in session " + session);
  }

  private void assertHolds(int sessions) throws IOException {
    try (StorageEngine engine = open()) {
      for (int session = 0; session < sessions; session++) {
        assertArrayEquals(new byte[20], engine.get(1 + session % 3, key(session)));
      }
      long flushes = 0;
      for (int partition = 1; partition <= 3; partition++) {
        flushes += engine.stats(partition).levels().getFirst().entries();
      }
      assertTrue(flushes < sessions);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 1000})
  void partitionsAtRestKeepNoOldSegments(int idle) throws IOException {
    try (StorageEngine engine = open()) {
      int busy = engine.createPartitions(idle + 1).getLast();
      for (int partition = 1; partition <= idle; partition++) {
        engine.put(partition, key(partition), new byte[1], Durability.BUFFERED);
      }
      long most = 0;
      for (int i = 0; i < 6_000; i++) { // twelve times the limit
        engine.put(busy, key(i % 300), new byte[1000], Durability.BUFFERED);
        most = Math.max(most, engine.stats().walLiveBytes());
      }
      long bound = OPTIONS.walLimitBytes() + OPTIONS.walSegmentBytes();
      assertTrue(most <= bound, "live log: " + most);
      for (int partition = 1; partition <= idle; partition++) {
        assertTrue(engine.stats(partition).flushes() <= 1);
        assertArrayEquals(new byte[1], engine.get(partition, key(partition)));
      }
    }
    Leaks.assertNone(files);
  }

  /** Else each opening would read again what a few bytes keep in the log. */
  @Test
  void closingLeavesAShortLog() throws IOException {
    EngineOptions large = OPTIONS.withWal(4 << 20, 64 << 20).withMemtables(8 << 20, 32 << 20);
    try (StorageEngine engine = open(large)) {
      engine.createPartitions(2);
      engine.put(1, key(0), new byte[20], Durability.BUFFERED);
    }
    try (StorageEngine engine = open(large)) {
      assertEquals(0, engine.stats(1).levels().getFirst().entries(), "left to the log");
      for (int i = 0; i < 3_000; i++) {
        engine.put(2, key(i), new byte[1000], Durability.BUFFERED);
      }
      engine.flush(2);
      assertTrue(engine.stats().walLiveBytes() > 3_000_000, engine.stats()::toString);
    }
    try (StorageEngine engine = open(large)) {
      assertTrue(engine.stats().walLiveBytes() < 100_000, engine.stats()::toString);
      assertEquals(1, engine.stats(1).levels().getFirst().entries());
      assertArrayEquals(new byte[20], engine.get(1, key(0)));
      assertArrayEquals(new byte[1000], engine.get(2, key(2_999)));
    }
    Leaks.assertNone(files);
  }

  /** What was written before the limits were lowered, or by sessions that were killed. */
  @Test
  void openingBringsTheLogWithinItsLimit() throws IOException {
    EngineOptions large = OPTIONS.withWal(64 << 10, 16 << 20).withMemtables(4 << 20, 16 << 20);
    StorageEngine killed = open(large);
    killed.createPartitions(2);
    for (int i = 0; i < 2_000; i++) {
      killed.put(1 + i / 1_000, key(i), new byte[1000], Durability.BUFFERED);
    }
    assertTrue(killed.stats().walLiveBytes() > OPTIONS.walLimitBytes());
    files = files.kill();
    try (StorageEngine engine = open(large.withWal(64 << 10, 512 << 10))) {
      assertTrue(engine.stats().walLiveBytes() <= OPTIONS.walLimitBytes());
      for (int i = 0; i < 2_000; i++) {
        assertEquals(1000, engine.get(1 + i / 1_000, key(i)).length);
      }
    }
  }

  @Test
  void openingSaysWhenItCannotBringTheLogWithinItsLimit() throws IOException {
    EngineOptions large = OPTIONS.withWal(64 << 10, 16 << 20).withMemtables(4 << 20, 16 << 20);
    EngineOptions small = large.withWal(64 << 10, 512 << 10);
    StorageEngine killed = open(large);
    killed.createPartitions(1);
    for (int i = 0; i < 1_000; i++) {
      killed.put(1, key(i), new byte[1000], Durability.BUFFERED);
    }
    files = files.kill();
    files.onOperation(operation -> {
      if (operation.kind() == Operation.Kind.CREATE
          && operation.path().toString().contains(".sst")) {
        throw new IOException("No space left on device");
      }
    });
    for (int attempt = 0; attempt < 2; attempt++) {
      DirectoryNotWritableException refused =
          assertThrows(DirectoryNotWritableException.class, () -> open(small));
      assertTrue(refused.getMessage().contains("No space left"), refused.getMessage());
      Leaks.assertNone(files);
    }
    files.onOperation(_ -> {});
    try (StorageEngine engine = open(small)) {
      assertTrue(engine.stats().walLiveBytes() <= small.walLimitBytes());
      assertEquals(1000, engine.get(1, key(999)).length);
    }
  }

  private StorageEngine open() throws IOException {
    return open(OPTIONS);
  }

  private StorageEngine open(EngineOptions options) throws IOException {
    Env env = files.env(new ManualClock(), new DirectScheduler());
    return StorageEngine.open(env, CrashScript.DIRECTORY, options);
  }

  private static byte[] key(int number) {
    return TestOptions.bytes("key " + number);
  }
}
