package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.NeverWaits;
import dev.varve.io.Scheduler;
import dev.varve.io.WouldWait;
import dev.varve.sstable.Compression;
import dev.varve.testing.Impatient;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In a thread that must not wait, calls that would have to break off, and change nothing. */
class EngineNeverWaitsTest {
  private static final byte[] KEY = TestOptions.bytes("key");
  private static final byte[] VALUE = TestOptions.bytes("value");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final Scheduler scheduler = Env.system(2).scheduler();
  private StorageEngine engine;

  @BeforeEach
  void create() throws IOException {
    engine = open(TestOptions.small(Compression.NONE));
    engine.createPartitions(1);
  }

  private StorageEngine open(EngineOptions options) throws IOException {
    return StorageEngine.open(files.env(Clock.SYSTEM, scheduler), CrashScript.DIRECTORY, options);
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    scheduler.close();
  }

  /** Segments, flushes and compactions come often here; each write is made, once. */
  @Test
  void writesBreakOffWhereTheyWouldWaitAndOthersMakeThem() throws Exception {
    Random random = new Random(1);
    List<byte[]> values = new ArrayList<>();
    int brokenOff = 0;
    for (int number = 0; number < 3_000; number++) {
      byte[] value = new byte[random.nextInt(600)];
      random.nextBytes(value);
      values.add(value);
      byte[] key = TestOptions.bytes("key-" + number);
      long before = engine.stats().lastSequence();
      try {
        Impatient.call(() -> {
          engine.put(1, key, value, Durability.BUFFERED);
          return null;
        });
      } catch (WouldWait expected) {
        brokenOff++;
        assertEquals(before, engine.stats().lastSequence());
        assertNull(engine.get(1, key));
        engine.put(1, key, value, Durability.BUFFERED);
      }
      assertEquals(before + 1, engine.stats().lastSequence());
    }
    assertNotEquals(0, brokenOff);
    assertTrue(brokenOff < values.size(), "some are made");
    for (int round = 0; round < 2; round++) {
      for (int number = 0; number < values.size(); number++) {
        assertArrayEquals(values.get(number), engine.get(1, TestOptions.bytes("key-" + number)));
      }
      engine.close();
      engine = open(TestOptions.small(Compression.NONE));
    }
  }

  @ParameterizedTest
  @EnumSource(TablePages.class)
  void itIsKnownWhetherReadsFindMemory(TablePages pages) throws IOException {
    engine.close();
    engine = open(TestOptions.small(Compression.NONE).withTablePages(pages));
    engine.put(1, KEY, VALUE, Durability.BUFFERED);
    engine.flush();
    files.reviewMemory();
    assertEquals(pages != TablePages.SINGLE, engine.isInMemory());
    files.pages().setRoom(0);
    files.reviewMemory();
    assertEquals(pages == TablePages.LARGE, engine.isInMemory());
    files.pages().setRoom(Long.MAX_VALUE);
  }

  @Test
  void otherThreadsWait() {
    assertFalse(NeverWaits.here());
    NeverWaits.check();
    WouldWait refusal =
        assertThrows(
            WouldWait.class,
            () ->
                Impatient.call(() -> {
                  NeverWaits.check();
                  return null;
                }));
    assertEquals(0, refusal.getStackTrace().length);
  }
}
