package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.testing.Leaks;
import dev.varve.testing.ManualClock;
import dev.varve.testing.ManualScheduler;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.MemoryPages;
import dev.varve.testing.MemoryPages.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the engine says that it is going to use its files, with memory enough and without. */
class EngineAccessTest {
  private static final int KEYS = 4_000;
  private static final int VALUE_BYTES = 500;
  private static final long PLENTY = 1L << 40;

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final MemoryPages pages = files.pages();
  private final ManualScheduler scheduler = new ManualScheduler();
  private StorageEngine engine;

  @BeforeEach
  void open() throws IOException {
    pages.record();
    engine = open(TablePages.AUTOMATIC);
    engine.createPartitions(1);
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    scheduler.close();
    Leaks.assertNone(files);
  }

  private StorageEngine open(TablePages tablePages) throws IOException {
    EngineOptions options =
        EngineOptions.defaults()
            .withSyncInterval(Duration.ZERO)
            .withTables(1 << 20, 1 << 20)
            .withTablePages(tablePages);
    return StorageEngine.open(files.env(new ManualClock(), scheduler), Path.of("/engine"), options);
  }

  private static byte[] key(int i) {
    return TestOptions.bytes("key-%07d".formatted(i));
  }

  private void fill(int from, int step) throws IOException {
    for (int i = from; i < KEYS; i += step) {
      engine.put(1, key(i), new byte[VALUE_BYTES], Durability.BUFFERED);
    }
    awaitIt(() -> engine.flush(1));
  }

  private interface Call {
    void run() throws IOException;
  }

  /** Runs what waits for background work, and the work beside it. */
  private void awaitIt(Call call) {
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(() -> {
          try {
            call.run();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    while (!done.isDone()) {
      scheduler.runAll();
      Thread.onSpinWait();
    }
    done.join();
  }

  private static List<MemoryPages.Call> of(List<MemoryPages.Call> calls, Kind kind) {
    return calls.stream().filter(call -> call.kind() == kind).toList();
  }

  private int scan(boolean forward) throws IOException {
    int seen = 0;
    try (Cursor cursor = engine.cursor(1, CursorOptions.all())) {
      boolean more = forward ? cursor.first() : cursor.last();
      while (more) {
        seen++;
        more = forward ? cursor.next() : cursor.previous();
      }
    }
    return seen;
  }

  @Test
  void theLogAndTheTablesSayWhatTheyAreFor() throws IOException {
    fill(0, 1);
    List<MemoryPages.Call> calls = pages.recorded();
    assertFalse(of(calls, Kind.MAP_LOG).isEmpty());
    assertTrue(
        of(calls, Kind.MAP_LOG).stream().noneMatch(call -> call.path().toString().endsWith("sst")));
    assertFalse(of(calls, Kind.MAP_POINT).isEmpty());
    assertTrue(
        of(calls, Kind.MAP_POINT).stream()
            .allMatch(call -> call.path().toString().endsWith("sst")));
    assertEquals(of(calls, Kind.MAP_POINT).size(), of(calls, Kind.LARGE).size());
  }

  @Test
  void withMemoryEnoughNothingIsAskedForAheadOrGivenBack() throws IOException {
    fill(0, 2);
    fill(1, 2);
    assertEquals(KEYS, scan(true));
    engine.get(1, key(7));
    awaitIt(() -> engine.compact(1));
    List<MemoryPages.Call> calls = pages.recorded();
    assertEquals(List.of(), of(calls, Kind.WILL_NEED));
    assertEquals(List.of(), of(calls, Kind.RELEASE));
  }

  @Test
  void theAdviceFollowsTheMemoryThatTheMachineHas() throws IOException {
    fill(0, 1);
    pages.recorded();
    pages.setRoom(1 << 20);
    scheduler.tick();
    scheduler.runAll();
    List<MemoryPages.Call> calls = pages.recorded();
    assertFalse(of(calls, Kind.SINGLY).isEmpty());
    assertEquals(List.of(), of(calls, Kind.LARGE));
    pages.setRoom(PLENTY);
    scheduler.tick();
    assertEquals(of(calls, Kind.SINGLY).size(), of(pages.recorded(), Kind.LARGE).size());
  }

  @Test
  void memtablesKeepToAShareOfTheMemoryThatThereIsAtOpening() throws IOException {
    assertEquals(0, flushesOfTwelveMegabytes());
    awaitIt(engine::close);
    pages.setRoom(64 << 20); // an eighth is 8 MiB
    engine = open(TablePages.AUTOMATIC);
    assertTrue(flushesOfTwelveMegabytes() > 0);
    awaitIt(() -> engine.flush(1));
  }

  private long flushesOfTwelveMegabytes() throws IOException {
    long before = engine.stats(1).flushes();
    awaitIt(() -> {
      for (int i = 0; i < 24_000; i++) {
        engine.put(1, key(i), new byte[VALUE_BYTES], Durability.BUFFERED);
      }
    });
    return engine.stats(1).flushes() - before;
  }

  @Test
  void aScanReadsAheadInWindowsThatGrowInBothDirections() throws IOException {
    fill(0, 1);
    pages.setRoom(0);
    scheduler.tick();
    for (boolean forward : new boolean[] {true, false}) {
      pages.recorded();
      assertEquals(KEYS, scan(forward));
      List<MemoryPages.Call> asked = of(pages.recorded(), Kind.WILL_NEED);
      long bytes = asked.stream().mapToLong(MemoryPages.Call::length).sum();
      assertTrue(
          bytes >= (long) KEYS * VALUE_BYTES * 9 / 10,
          () -> (forward ? "forward: " : "backward: ") + asked);
      assertTrue(asked.size() < 12, () -> asked.toString());
      assertTrue(asked.getFirst().length() < asked.get(2).length(), () -> asked.toString());
      for (int i = 1; i < asked.size(); i++) {
        MemoryPages.Call before = asked.get(i - 1);
        MemoryPages.Call next = asked.get(i);
        assertEquals(
            forward ? before.offset() + before.length() : before.offset(),
            forward ? next.offset() : next.offset() + next.length());
      }
    }
  }

  @Test
  void aShortScanReadsLittleAheadAndASeekNothing() throws IOException {
    fill(0, 1);
    pages.setRoom(0);
    scheduler.tick();
    pages.recorded();
    try (Cursor cursor = engine.cursor(1, CursorOptions.all())) {
      assertTrue(cursor.seek(key(2_000)));
      assertEquals(List.of(), of(pages.recorded(), Kind.WILL_NEED));
      for (int i = 0; i < 20; i++) {
        assertTrue(cursor.next());
      }
    }
    long bytes =
        of(pages.recorded(), Kind.WILL_NEED).stream().mapToLong(MemoryPages.Call::length).sum();
    assertTrue(bytes > 0 && bytes <= 64 << 10, () -> bytes + " bytes");
  }

  @Test
  void severalRunsAreAskedForTogether() throws IOException {
    fill(0, 2);
    fill(1, 2);
    pages.setRoom(0);
    scheduler.tick();
    pages.recorded();
    try (Cursor cursor = engine.cursor(1, CursorOptions.all())) {
      assertTrue(cursor.seek(key(2_000)));
    }
    assertEquals(2, of(pages.recorded(), Kind.WILL_NEED).size());
  }

  @Test
  void aMergeReadsBesideTheMappingAndGivesItsPagesBack() throws IOException {
    fill(0, 2);
    fill(1, 2);
    pages.setRoom(0);
    scheduler.tick();
    pages.recorded();
    awaitIt(() -> engine.compact(1));
    List<MemoryPages.Call> released = of(pages.recorded(), Kind.RELEASE);
    long bytes = released.stream().mapToLong(MemoryPages.Call::length).sum();
    assertTrue(bytes >= (long) KEYS * VALUE_BYTES, () -> bytes + " bytes");
    pages.setRoom(PLENTY);
    scheduler.tick();
    assertEquals(KEYS, scan(true));
  }

  @Test
  void anOptionFixesIt() throws IOException {
    fill(0, 1);
    for (TablePages tablePages : TablePages.values()) {
      engine.close();
      pages.recorded();
      engine = open(tablePages);
      List<MemoryPages.Call> calls = pages.recorded();
      Kind expected =
          switch (tablePages) {
            case AUTOMATIC -> Kind.MAP_POINT;
            case LARGE -> Kind.MAP_IN_MEMORY;
            case SINGLE -> Kind.MAP_ON_DEVICE;
          };
      assertFalse(of(calls, expected).isEmpty(), () -> tablePages + ": " + calls);
    }
  }
}
