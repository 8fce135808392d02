package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.event.StallCause;
import dev.varve.engine.health.EventSink;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.Folders;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the listener and the log are told. */
class EngineEventsTest {
  private static final byte[] VALUE = new byte[1 << 10];

  private final Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
  private final EngineOptions options =
      EngineOptions.defaults()
          .withSyncInterval(Duration.ZERO)
          .withMemtables(1 << 20, 4 << 20)
          .withListener(events::add);

  @TempDir private Path folder;

  private <T extends EngineEvent> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static void fill(StorageEngine engine, int partition, int keys) throws IOException {
    for (int i = 0; i < keys; i++) {
      engine.put(partition, key(i), VALUE, Durability.BUFFERED);
    }
  }

  private static byte[] key(int i) {
    return new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i};
  }

  @Test
  void aFlushAndACompactionAreToldWithTheirTables() throws IOException {
    Path directory = folder.resolve("engine");
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      int partition = engine.createPartitions(1).getFirst();
      fill(engine, partition, 100);
      engine.flush();
      fill(engine, partition, 100);
      engine.flush();
      engine.compact(partition);
      List<EngineEvent.Flushed> flushed = all(EngineEvent.Flushed.class);
      assertEquals(2, flushed.size());
      assertEquals(partition, flushed.getFirst().partition());
      assertEquals(100, flushed.getFirst().entries());
      List<EngineEvent.Compacted> compacted = all(EngineEvent.Compacted.class);
      assertEquals(1, compacted.size());
      assertEquals(2, compacted.getFirst().inputTables());
      assertEquals(1, compacted.getFirst().outputTables());
      assertEquals(
          flushed.stream().mapToLong(EngineEvent.Flushed::bytes).sum(),
          compacted.getFirst().inputBytes());
      assertEquals(engine.stats(partition).tableBytes(), compacted.getFirst().outputBytes());
    }
    List<Path> left = new ArrayList<>();
    all(EngineEvent.TableCreated.class).forEach(table -> left.add(table.file()));
    assertEquals(3, left.size());
    all(EngineEvent.TableDeleted.class).forEach(table -> assertTrue(left.remove(table.file())));
    assertEquals(1, left.size());
    assertTrue(Files.exists(left.getFirst()));
    EngineEvent.Opened opened = assertInstanceOf(EngineEvent.Opened.class, events.peek());
    assertEquals(0, opened.partitions());
  }

  @Test
  void openingTellsWhatItFound() throws IOException {
    Path directory = folder.resolve("engine");
    Folders.copy(Path.of("src", "test", "resources", "stored", "manifest-3"), directory);
    Path unknown = directory.resolve("partition-000001").resolve("999999.sst");
    Files.write(unknown, new byte[] {1});
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      EngineEvent.Opened opened = all(EngineEvent.Opened.class).getFirst();
      assertEquals(2, opened.partitions());
      assertEquals(engine.stats().lastSequence(), opened.lastSequence());
      assertEquals(engine.recovery().movedAside(), opened.movedAside());
      assertEquals(1, opened.movedAside().size());
    }
  }

  @Test
  void aDamagedTableIsToldOnce() throws IOException {
    Path directory = folder.resolve("engine");
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      int partition = engine.createPartitions(1).getFirst();
      fill(engine, partition, 500);
      engine.flush();
      fill(engine, partition, 500);
      engine.flush();
      Path table = all(EngineEvent.TableCreated.class).getFirst().file();
      byte[] bytes = Files.readAllBytes(table);
      bytes[bytes.length / 2] ^= 1;
      Files.write(table, bytes);
      assertThrows(IOException.class, () -> engine.compact(partition));
      assertThrows(IOException.class, () -> engine.compact(partition));
      List<EngineEvent.PartitionDamaged> damaged = all(EngineEvent.PartitionDamaged.class);
      assertEquals(1, damaged.size());
      assertEquals(partition, damaged.getFirst().partition());
      assertTrue(all(EngineEvent.EngineFailed.class).isEmpty());
    }
  }

  @Test
  void aLongWaitForTheLogsNextSegmentIsTold() throws IOException {
    long step = EventSink.LEAST_STALL_NANOS;
    AtomicLong now = new AtomicLong();
    Clock slow = // each look at it is an event's time later than the one before
        new Clock() {
          @Override
          public long nanoTime() {
            return now.addAndGet(step);
          }

          @Override
          public long epochMillis() {
            return TimeUnit.NANOSECONDS.toMillis(now.get());
          }
        };
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    Env env = files.env(slow, new DirectScheduler());
    EngineOptions shortLog = options.withWal(64 << 10, 1 << 20);
    try (StorageEngine engine = StorageEngine.open(env, folder, shortLog)) {
      int partition = engine.createPartitions(1).getFirst();
      fill(engine, partition, 2);
      assertEquals(0, segmentWaits());
      fill(engine, partition, 300);
      assertTrue(segmentWaits() > 2, () -> segmentWaits() + " waits");
    }
  }

  private long segmentWaits() {
    return all(EngineEvent.WriteStalled.class).stream()
        .filter(stalled -> stalled.cause() == StallCause.LOG_SEGMENT)
        .count();
  }

  @Test
  void theListenersFaultDoesNothingElse() throws IOException {
    AtomicInteger told = new AtomicInteger();
    EngineOptions failing =
        options.withListener(event -> {
          if (told.incrementAndGet() % 2 == 0) {
            throw new AssertionError("at " + event);
          }
          throw new IllegalStateException("at " + event);
        });
    try (StorageEngine engine = StorageEngine.open(folder.resolve("engine"), failing)) {
      int partition = engine.createPartitions(1).getFirst();
      fill(engine, partition, 10);
      engine.flush();
      assertEquals(VALUE.length, engine.get(partition, key(1)).length);
    }
    assertTrue(told.get() >= 2);
  }
}
